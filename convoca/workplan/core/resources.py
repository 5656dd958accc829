"""What sessions share: each takes one option of each role, and each option fills some rows.

A row is one limit: a facilitator or an expert at an hour (1), an expert in a day or a week, the
licences of one capacity at an hour (as many as there are). A session that lasts several hours
fills the rows of all of them. Licences of one capacity are alike: when no hour has more sessions
than licences, the sessions can be handed out (interval graphs are perfect), so classes suffice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from convoca.workplan.core.hard_rules import Field, Ground
from convoca.workplan.core.model import Expert
from convoca.workplan.core.slots import Flags, Whole

Kind = Literal["licence", "facilitator", "expert", "expert_day", "expert_week"]


class Row(NamedTuple):
    """One limit: what kind, of whom (a licence class by its capacity), and when.

    when counts hours from the first midnight of the horizon, or days, or weeks.
    """

    kind: Kind
    who: str
    when: int


class Option(NamedTuple):
    """One way to fill a role: an expert, a facilitator, or a licence capacity."""

    name: str
    rows: tuple[Row, ...]


Role = tuple[Option, ...]
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Resources:
    """The roles of each session, and the limit of each row."""

    ground: Ground

    @cached_property
    def _licences(self) -> Counter[int]:
        return Counter(licence.capacity for licence in self.ground.problem.licences)

    @cached_property
    def _experts(self) -> Mapping[str, Expert]:
        return {expert.id: expert for expert in self.ground.problem.experts}

    def limit(self, row: Row) -> int:
        """Say how many sessions a row holds."""
        if row.kind == "licence":
            return self._licences[int(row.who)]
        if row.kind == "expert_day":
            return self._experts[row.who].max_per_day
        if row.kind == "expert_week":
            return self._experts[row.who].max_per_week
        return 1

    def roles(self, field: Field, session: int, slot: int) -> tuple[Role, ...]:
        """List the roles of a session that begins at a slot, each with its options.

        An option appears only if it can serve: free, skilled, large enough. The slot must be
        allowed for the session, so no role is without options.
        """
        hours = self._hours(slot)
        facilitator = field.community.facilitator
        roles = [
            self._licence_role(int(field.need[slot]), hours),
            (Option(facilitator, tuple(Row("facilitator", facilitator, at) for at in hours)),),
        ]
        topic = field.community.topics[session]
        if topic is not None:
            roles.append(self._expert_role(topic, slot, hours))
        return tuple(roles)

    def _hours(self, slot: int) -> range:
        slots = self.ground.slots
        start = int(slots.day[slot]) * HOURS_A_DAY + int(slots.hour[slot])
        return range(start, start + self.ground.problem.span)

    def _licence_role(self, need: int, hours: range) -> Role:
        return tuple(
            Option(str(capacity), tuple(Row("licence", str(capacity), at) for at in hours))
            for capacity in self.ground.capacities
            if capacity >= need
        )

    def _expert_role(self, topic: str, slot: int, hours: range) -> Role:
        day = int(self.ground.slots.day[slot])
        return tuple(
            Option(
                expert.id,
                (
                    *(Row("expert", expert.id, at) for at in hours),
                    Row("expert_day", expert.id, day),
                    Row("expert_week", expert.id, day // 7),
                ),
            )
            for expert in self.ground.experts_for(topic)
            if self.ground.expert_free[expert.id][slot]
        )


class Roster:
    """The roles of every session of one community at every slot it may use, worked out once."""

    def __init__(self, resources: Resources, field: Field) -> None:
        self.resources, self.field = resources, field
        self._roles: dict[tuple[int, int], tuple[Role, ...]] = {}

    def roles(self, session: int, slot: int) -> tuple[Role, ...]:
        """Give the roles of a session at an allowed slot."""
        key = (session, slot)
        if key not in self._roles:
            self._roles[key] = self.resources.roles(self.field, session, slot)
        return self._roles[key]

    def prices(self, price: Mapping[Row, int], slots: Whole) -> Whole:
        """Give what each session pays at each slot: in each role, the cheapest option."""
        result = np.zeros((len(self.field.allowed), len(slots)), dtype=np.int64)
        for session, place in self._allowed(slots):
            result[session, place] = sum(
                min(sum(price.get(row, 0) for row in option.rows) for option in role)
                for role in self.roles(session, int(slots[place]))
            )
        return result

    def open_places(self, used: Mapping[Row, int], slots: Whole) -> Flags:
        """Tell where each session still finds an option in every role."""
        result = np.zeros((len(self.field.allowed), len(slots)), dtype=np.bool_)
        for session, place in self._allowed(slots):
            result[session, place] = all(
                any(self._fits(option, used) for option in role)
                for role in self.roles(session, int(slots[place]))
            )
        return result

    def choose(self, pattern: Sequence[int], used: Mapping[Row, int]) -> list[list[Option]] | None:
        """Choose an option for each role of each session, going back over earlier choices.

        Args:
            pattern: the slot of each session.
            used: what others already hold of each row.

        Returns:
            For each session its options, in the order of its roles; None if there is no choice.
        """
        needs = [
            (session, role)
            for session, slot in enumerate(pattern)
            for role in self.roles(session, slot)
        ]
        picks = self._place(needs, Counter(used))
        if picks is None:
            return None
        chosen: list[list[Option]] = [[] for _ in pattern]
        for (session, _), option in zip(needs, picks, strict=True):
            chosen[session].append(option)
        return chosen

    def _place(self, needs: Sequence[tuple[int, Role]], used: Counter[Row]) -> list[Option] | None:
        if not needs:
            return []
        for option in needs[0][1]:
            if not self._fits(option, used):
                continue
            used.update(option.rows)
            rest = self._place(needs[1:], used)
            if rest is not None:
                return [option, *rest]
            used.subtract(option.rows)
        return None

    def _fits(self, option: Option, used: Mapping[Row, int]) -> bool:
        limit = self.resources.limit
        return all(used.get(row, 0) < limit(row) for row in option.rows)

    def _allowed(self, slots: Whole) -> Iterator[tuple[int, int]]:
        sessions, places = np.nonzero(self.field.allowed[:, slots])
        yield from zip(sessions.tolist(), places.tolist(), strict=True)
