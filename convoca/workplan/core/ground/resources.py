"""What sessions share: each takes one option of each role, and each option fills some rows.

A row is one limit: a facilitator or an expert at an hour (1), an expert in a day or a week, the
licences of one shelf at an hour (as many as are to be had), the people that communities have in
common at an hour (1). A session that lasts several hours fills the rows of all of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from convoca.workplan.core.ground.hard_rules import Field, Ground
from convoca.workplan.core.ground.licences import Shelf
from convoca.workplan.core.ground.slots import HOURS_A_DAY
from convoca.workplan.core.problem.model import Community, Expert

Kind = Literal["licence", "facilitator", "expert", "expert_day", "expert_week", "person"]


class Row(NamedTuple):
    """One limit: what kind, of whom (a shelf of licences, a group of communities), and when.

    when counts hours from the first midnight of the horizon, or days, or weeks.
    """

    kind: Kind
    who: str
    when: int


class Option(NamedTuple):
    """One way to fill a role: an expert, a facilitator, or a shelf of licences."""

    name: str
    rows: tuple[Row, ...]


Role = tuple[Option, ...]
EXPERT_ROLE = 2
"""The place of the expert among the roles of a session; the last, absent without a topic."""


@dataclass(frozen=True)
class Resources:
    """The roles of each session, and the limit of each row."""

    ground: Ground

    @cached_property
    def _shelves(self) -> Mapping[str, Shelf]:
        return {shelf.name: shelf for shelf in self.ground.shelves}

    # What is alike for many communities is made once: two hundred would need a gigabyte otherwise.

    @cached_property
    def _licence_roles(self) -> dict[tuple[int, range], Role]:
        return {}

    @cached_property
    def _expert_roles(self) -> dict[tuple[str | None, int, range], Role]:
        return {}

    @cached_property
    def _facilitator_roles(self) -> dict[tuple[str, range], Role]:
        return {}

    @cached_property
    def _expert_options(self) -> dict[tuple[str, range], Option]:
        return {}

    @cached_property
    def _leaders(self) -> dict[str | None, tuple[Expert, ...]]:
        return {}

    def limit(self, row: Row) -> int:
        """Say how many sessions a row holds, beside those that stand."""
        ground, key = self.ground, (row.who, row.when)
        if row.kind == "licence":
            return self._shelves[row.who].count(row.when)
        if row.kind == "expert_day":
            return ground.experts[row.who].max_per_day - ground.standing.days.get(key, 0)
        if row.kind == "expert_week":
            return ground.experts[row.who].max_per_week - ground.standing.weeks.get(key, 0)
        return 1

    def roles(self, field: Field, session: int, slot: int) -> tuple[Role, ...]:
        """List the roles of a session that begins at a slot, each with its options.

        An option appears only if it can serve: free, skilled, large enough. The slot must be
        allowed for the session, so no role is without options.
        """
        hours = self.hours(field.community, slot)
        roles = [
            self._licence_role(int(field.need[slot]), hours),
            self._facilitator_role(field.community, hours),
        ]
        topic = field.community.topics[session]
        if topic is not None:
            roles.append(self.expert_role(topic, slot, hours))
        return tuple(roles)

    def hours(self, community: Community, slot: int) -> range:
        """Give the clock hours of a session, counted from the first midnight."""
        slots = self.ground.slots
        start = int(slots.day[slot]) * HOURS_A_DAY + int(slots.hour[slot])
        return range(start, start + self.ground.problem.span_of(community))

    def _licence_role(self, need: int, hours: range) -> Role:
        key = (need, hours)
        if key not in self._licence_roles:
            self._licence_roles[key] = tuple(
                Option(shelf.name, tuple(Row("licence", shelf.name, at) for at in hours))
                for shelf in self.ground.shelves
                if shelf.capacity >= need and all(shelf.count(at) > 0 for at in hours)
            )
        return self._licence_roles[key]

    def _facilitator_role(self, community: Community, hours: range) -> Role:
        key = (community.id, hours)
        if key not in self._facilitator_roles:
            self._facilitator_roles[key] = (self.facilitator_option(community, hours),)
        return self._facilitator_roles[key]

    def facilitator_option(self, community: Community, hours: range) -> Option:
        """Hold the facilitator, and the people whom other communities would want as well."""
        name = community.facilitator
        rows = [Row("facilitator", name, at) for at in hours]
        groups = self.ground.groups.get(community.id, ())
        rows += [Row("person", group, at) for group in groups for at in hours]
        return Option(name, tuple(rows))

    def expert_role(self, topic: str | None, slot: int, hours: range) -> Role:
        """List the experts who may lead a topic at a slot; a topic of None has none."""
        key = (topic, slot, hours)
        if key not in self._expert_roles:
            if topic not in self._leaders:
                self._leaders[topic] = self.ground.experts_for(topic)
            self._expert_roles[key] = tuple(
                self._expert_option(expert.id, hours)
                for expert in self._leaders[topic]
                if self.ground.expert_free(expert.id, len(hours))[slot]
            )
        return self._expert_roles[key]

    def _expert_option(self, name: str, hours: range) -> Option:
        key = (name, hours)
        if key not in self._expert_options:
            day = hours.start // HOURS_A_DAY
            self._expert_options[key] = Option(
                name,
                (
                    *(Row("expert", name, at) for at in hours),
                    Row("expert_day", name, day),
                    Row("expert_week", name, day // 7),
                ),
            )
        return self._expert_options[key]


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
