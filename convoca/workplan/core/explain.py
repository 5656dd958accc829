"""Why each session is where it is, how often people can come, and the heat of the week."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from convoca.workplan.core.case import FULL_VALUE, build_case
from convoca.workplan.core.hard_rules import Field, Ground
from convoca.workplan.core.many import Joint
from convoca.workplan.core.model import Community, Problem
from convoca.workplan.core.plan import Alternative, Explanation, Reach, RegionLoss, SessionReasons
from convoca.workplan.core.relax import places_between
from convoca.workplan.core.resources import Option, Resources, Roster, Row
from convoca.workplan.core.score import score
from convoca.workplan.core.slots import local_clock, open_slots

SMALLEST_GROUP = 5
"""Groups and counts of fewer people are never shown."""


@dataclass(frozen=True)
class HeatCell:
    """One cell of the week, in the zone of the association: who can, of those who answered."""

    weekday: int
    hour: int
    yes: int
    if_need: int
    answered: int


def explain_plan(ground: Ground, fields: Sequence[Field], plan: Joint) -> Explanation:
    """Explain every session of a plan and the reach of every community."""
    teller = _Teller(ground, fields, plan)
    return Explanation(
        sessions=tuple(
            teller.session(community, session)
            for community, pattern in enumerate(plan.patterns)
            for session in range(len(pattern))
        ),
        reach={
            field.community.id: reach_of(ground.problem, field, pattern)
            for field, pattern in zip(fields, plan.patterns, strict=True)
        },
    )


def reach_of(problem: Problem, field: Field, pattern: Sequence[int]) -> Reach:
    """Count how often people can come to the sessions at these slots."""
    chosen = field.values[:, list(pattern)]
    answered = _answered(field.community)
    times = (chosen[answered] > 0).sum(axis=1)
    limit = FULL_VALUE * field.community.reach
    reached = np.minimum(chosen.sum(axis=1), limit)
    means: dict[str, tuple[int, int]] = {}
    regions = [person.region for person in field.community.participants]
    for region in sorted(set(regions)):
        inside = np.array([one == region for one in regions])
        means[region] = int(reached[inside].sum() // inside.sum()), int(inside.sum())
    lowest = min(means, key=lambda region: (means[region][0], region))
    return Reach(
        answered=int(answered.sum()),
        unanswered=int((~answered).sum()),
        at_least=tuple(int((times >= number).sum()) for number in range(len(pattern) + 1)),
        expected=tuple(int(total) for total in chosen.sum(axis=0)),
        lowest_region=lowest if means[lowest][1] >= SMALLEST_GROUP else None,
        lowest_mean=means[lowest][0],
    )


def heat_map(problem: Problem, community: Community) -> list[HeatCell]:
    """Count who can at each weekday and hour, in the zone of the association.

    Only weekly grids count (no absences, council or closed days), read at the offsets of the
    first week of the horizon. Each cell has the same denominator: all who answered.
    """
    week = replace(problem, weeks=1, closed_days=frozenset())
    slots = open_slots(week)
    zones = {person.zone for person in community.participants}
    cells = {zone: local_clock(slots, zone, problem.hours).cell for zone in zones}
    letters: list[Counter[str]] = [Counter() for _ in range(len(slots))]
    answered = [person for person in community.participants if person.weekly]
    for person in answered:
        for slot, cell in enumerate(cells[person.zone]):
            letters[slot][person.weekly[cell] if cell >= 0 else "n"] += 1
    return [
        HeatCell(int(day) % 7, int(hour), count["y"], count["m"], len(answered))
        for day, hour, count in zip(slots.day, slots.hour, letters, strict=True)
    ]


class _Teller:
    """Looks at one plan: each session against the others, which stay."""

    def __init__(self, ground: Ground, fields: Sequence[Field], plan: Joint) -> None:
        self.ground, self.fields, self.plan = ground, fields, plan
        resources = Resources(ground)
        self.resources = resources
        self.rosters = [Roster(resources, field) for field in fields]
        self.cases = [build_case(ground, field) for field in fields]
        self.users: dict[Row, list[int]] = defaultdict(list)
        for (community, _), options in sorted(plan.options.items()):
            for row in _rows(options):
                self.users[row].append(community)

    def session(self, community: int, session: int) -> SessionReasons:
        field, slot = self.fields[community], self.plan.patterns[community][session]
        answered = _answered(field.community)
        values = field.values[:, slot]
        certain = values == self.ground.problem.yes
        yes = int((answered & certain & (values > 0)).sum())
        if_need = int((answered & ~certain & (values > 0)).sum())
        next_best, binds = self._others(community, session)
        return SessionReasons(
            community=field.community.id,
            number=session,
            yes=yes,
            if_need=if_need,
            cannot=int(answered.sum()) - yes - if_need,
            unanswered=int((~answered).sum()),
            expected=int(values.sum()),
            local_hours=self._local_hours(field.community, slot),
            next_best=next_best,
            binds=binds,
        )

    def _local_hours(self, community: Community, slot: int) -> dict[str, datetime]:
        here, instant = self.ground.slots.starts[slot], self.ground.slots.instants[slot]
        local = {
            zone: instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            for zone in sorted({person.zone for person in community.participants})
        }
        return {zone: moment for zone, moment in local.items() if moment != here}

    def _others(self, community: int, session: int) -> tuple[Alternative | None, str]:
        """Rank the other moments; give the best that is open, and what shuts a better one."""
        case, used = self.cases[community], self._used_by_others(community, session)
        pattern = np.searchsorted(case.slot, np.array(self.plan.patterns[community]))
        places = places_between(case, pattern, session)
        places = places[places != pattern[session]]
        if not len(places):
            return None, ""
        trials = np.repeat(pattern[None], len(places), axis=0)
        trials[:, session] = places
        worth = score(case, trials)
        now = int(score(case, pattern[None])[0])
        is_open = self.rosters[community].open_places(used, case.slot)[session, places]
        binds = ""
        best = int(worth.argmax())
        if worth[best] > now and not is_open[best]:
            binds = self._what_binds(community, session, int(case.slot[places[best]]), used)
        if not is_open.any():
            return None, binds
        second = int(np.where(is_open, worth, np.iinfo(np.int64).min).argmax())
        slot = int(case.slot[places[second]])
        lost = self._lost(community, self.plan.patterns[community][session], slot)
        start = self.ground.slots.starts[slot]
        return Alternative(start, now - int(worth[second]), lost), binds

    def _used_by_others(self, community: int, session: int) -> Mapping[Row, int]:
        own = Counter(_rows(self.plan.options[community, session]))
        return {row: len(users) - own[row] for row, users in self.users.items()}

    def _what_binds(self, community: int, session: int, slot: int, used: Mapping[Row, int]) -> str:
        """Name the role that has no option left at a slot, and who holds it."""
        full = next(
            rows
            for role in self.rosters[community].roles(session, slot)
            if all(rows := [self._full_rows(option, used) for option in role])
        )
        holders = sorted({user for rows in full for row in rows for user in self.users[row]})
        names = ", ".join(self.fields[one].community.id for one in holders)
        start = self.ground.slots.starts[slot]
        return f"{start:%Y-%m-%d %H:%M}: {_NOUNS[full[0][0].kind]} en uso por {names}."

    def _full_rows(self, option: Option, used: Mapping[Row, int]) -> list[Row]:
        return [row for row in option.rows if used.get(row, 0) >= self.resources.limit(row)]

    def _lost(self, community: int, slot: int, other: int) -> tuple[RegionLoss, ...]:
        """Count by region who can come at a slot and not at the other; small groups together."""
        field = self.fields[community]
        people = field.community.participants
        size = Counter(person.region for person in people)
        gone = Counter(
            person.region
            for row, person in enumerate(people)
            if person.weekly and field.values[row, slot] > 0 and field.values[row, other] == 0
        )
        shown = {
            region: count
            for region, count in gone.items()
            if min(count, size[region]) >= SMALLEST_GROUP
        }
        rest = gone.total() - sum(shown.values())
        order = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
        losses = [RegionLoss(region, count) for region, count in order]
        return (*losses, *([RegionLoss(None, rest)] if rest >= SMALLEST_GROUP else []))


_NOUNS = {
    "licence": "las licencias están",
    "facilitator": "quien facilita está",
    "expert": "quienes tienen la habilidad están",
    "expert_day": "quienes tienen la habilidad llegaron a su límite del día,",
    "expert_week": "quienes tienen la habilidad llegaron a su límite de la semana,",
}


def _rows(options: Sequence[Option]) -> list[Row]:
    return [row for option in options for row in option.rows]


def _answered(community: Community) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([bool(person.weekly) for person in community.participants])
