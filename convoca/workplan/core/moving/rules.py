"""Which hard rules one session would break at a moment, and who and what could carry it there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from convoca.workplan.core.ground.hard_rules import PERMILLE_TO_PEOPLE
from convoca.workplan.core.ground.slots import WORKDAYS
from convoca.workplan.core.problem.cadence import may_follow
from convoca.workplan.core.problem.model import Away, Expert, Licence, Problem, Taken, hours_in

Rule = Literal[
    "weekend",
    "closed",
    "outside",
    "hour",
    "order",
    "gap",
    "cadence",
    "weekday",
    "nth",
    "facilitator_away",
    "facilitator_busy",
    "no_expert",
    "expert_away",
    "expert_busy",
    "expert_limit",
    "licence_small",
    "licence_busy",
    "persons",
]


@dataclass(frozen=True)
class Placed:
    """One session of a series where it stands; `previous` is where it was announced, if it was."""

    start: datetime
    topic: str | None = None
    expert: str | None = None
    licence: str | None = None
    previous: datetime | None = None


@dataclass(frozen=True)
class Hands:
    """Who would lead a session and which licence carries it; None where there is nobody."""

    expert: str | None
    licence: str | None


@dataclass(frozen=True)
class Broken:
    """One rule against a moment.

    who: the id of the facilitator, expert or licence it is about. days: from the session
    `number` (from 0, one of the series) where the rule is about the distance between them;
    with "persons", how many of those who take part are elsewhere.
    """

    rule: Rule
    who: str = ""
    days: int = 0
    number: int = 0


class Judge:
    """Judges the moments of one session of a series by the hard rules of its problem.

    The facilitator, the experts and the licences that others hold are in `problem.taken`; those
    of the other sessions of the series are added to them.

    Source: docs/decisions/0004-planner.md.
    """

    def __init__(self, problem: Problem, series: Sequence[Placed], session: int) -> None:
        self.problem, self.series, self.session = problem, series, session
        self.community = problem.communities[0]
        self.span = problem.span_of(self.community)
        facilitators = {one.id: one for one in problem.facilitators}
        self.facilitator = facilitators[self.community.facilitator]
        self.held = [*problem.taken, *self._own_sessions()]
        self.persons = {one.person for one in self.community.participants if one.person}

    def judge(self, start: datetime, load: int) -> tuple[Hands, list[Broken]]:
        """Give who would carry the session at a wall time, and every rule against it.

        load: the expected attendance there in thousandths, which a licence must hold.
        """
        broken = [*self._calendar(start), *self._series(start), *self._facilitator(start)]
        busy = self._at_once(start)
        if persons := self.persons & {person for one in busy for person in one.persons}:
            broken.append(Broken("persons", days=len(persons)))
        expert, against_expert = self._expert(start, busy)
        licence, against_licence = self._licence(start, load, busy)
        return Hands(expert, licence), [*broken, *against_expert, *against_licence]

    def _own_sessions(self) -> Iterator[Taken]:
        for number, one in enumerate(self.series):
            if number != self.session:
                yield Taken(
                    start=one.start,
                    session_min=60 * self.span,
                    licence=one.licence,
                    expert=one.expert,
                    facilitator=self.facilitator.id,
                )

    # the day and the hour

    def _calendar(self, start: datetime) -> Iterator[Broken]:
        problem, day = self.problem, start.date()
        if day.weekday() >= WORKDAYS:
            yield Broken("weekend")
        elif day in problem.closed_days or day in self.community.closed_days:
            yield Broken("closed")
        if not 0 <= (day - problem.first_day).days < 7 * problem.weeks:
            yield Broken("outside")
        on_the_hour = start == start.replace(minute=0, second=0, microsecond=0)
        if not on_the_hour or not set(self._hours(start)) <= set(problem.hours):
            yield Broken("hour")
        cadence = self.community.cadence
        if cadence.weekday is not None and day.weekday() != cadence.weekday:
            yield Broken("weekday")
        elif cadence.nth is not None and (day.day + 6) // 7 != cadence.nth:
            yield Broken("nth")

    def _hours(self, start: datetime) -> list[int]:
        return [start.hour + step for step in range(self.span)]

    def _series(self, start: datetime) -> Iterator[Broken]:
        """Look at the distance to the session before and to the one after."""
        day, number = start.date(), self.session
        if number:
            before = self.series[number - 1].start.date()
            yield from self._distance(before, day, days=(day - before).days, number=number - 1)
        if number + 1 < len(self.series):
            after = self.series[number + 1].start.date()
            yield from self._distance(day, after, days=(after - day).days, number=number + 1)

    def _distance(self, first: date, then: date, *, days: int, number: int) -> Iterator[Broken]:
        if days <= 0:
            yield Broken("order", days=days, number=number)
        elif not may_follow(self.community, first, then):
            rule: Rule = "gap" if self.community.cadence.kind == "days" else "cadence"
            yield Broken(rule, days=days, number=number)

    # who and what carries it

    def _facilitator(self, start: datetime) -> Iterator[Broken]:
        one = self.facilitator
        if not self._is_free(one.weekly, one.away, start):
            yield Broken("facilitator_away", who=one.id)
        if any(held.facilitator == one.id for held in self._at_once(start)):
            yield Broken("facilitator_busy", who=one.id)

    def _expert(self, start: datetime, busy: Sequence[Taken]) -> tuple[str | None, list[Broken]]:
        """Choose who leads: who does now, or else the first who can."""
        standing = self.series[self.session]
        if standing.topic is None:
            return None, []
        skilled = [one for one in self.problem.experts if standing.topic in one.skills]
        if not skilled:
            return None, [Broken("no_expert")]
        skilled.sort(key=lambda one: one.id != standing.expert)
        against = [self._against(one, start, busy) for one in skilled]
        for one, rule in zip(skilled, against, strict=True):
            if rule is None:
                return one.id, []
        return None, [rule for rule in against[:1] if rule is not None]

    def _against(self, one: Expert, start: datetime, busy: Sequence[Taken]) -> Broken | None:
        if not self._is_free(one.weekly, one.away, start):
            return Broken("expert_away", who=one.id)
        if any(held.expert == one.id for held in busy):
            return Broken("expert_busy", who=one.id)
        led = [held.start.date() for held in self.held if held.expert == one.id]
        in_week = sum(self._week(day) == self._week(start.date()) for day in led)
        if led.count(start.date()) >= one.max_per_day or in_week >= one.max_per_week:
            return Broken("expert_limit", who=one.id)
        return None

    def _licence(
        self, start: datetime, load: int, busy: Sequence[Taken]
    ) -> tuple[str | None, list[Broken]]:
        """Choose the licence: the one it has now, or else the smallest that holds it."""
        need, now = self.problem.margin_permille * load, self.series[self.session].licence
        fits = [one for one in self.problem.licences if need <= one.capacity * PERMILLE_TO_PEOPLE]
        if not fits:
            return None, [Broken("licence_small")]
        used = {held.licence for held in busy}
        free = [one for one in fits if one.id not in used and not _is_away(one, start.date())]
        if not free:
            return None, [Broken("licence_busy")]
        return min(free, key=lambda one: (one.id != now, one.capacity)).id, []

    def _is_free(self, weekly: str, away: Sequence[Away], start: datetime) -> bool:
        """Say whether somebody is there for a whole session, by the grid of the association's zone.

        Where nobody was asked, at other hours and at weekends, only absences tell.
        """
        hours, day = self.problem.hours, start.date()
        wanted, row = self._hours(start), day.weekday() * len(hours)
        if day.weekday() < WORKDAYS and set(wanted) <= set(hours):
            here = all(weekly[row + hours.index(hour)] == "y" for hour in wanted)
        else:
            here = True
        return here and not any(first <= day <= last for first, last in away)

    def _at_once(self, start: datetime) -> list[Taken]:
        """List the sessions that others hold while this one would last; hours count whole."""
        end = start + timedelta(hours=self.span)
        return [
            held
            for held in self.held
            if held.start < end and start < held.start + timedelta(hours=hours_in(held.session_min))
        ]

    def _week(self, day: date) -> int:
        return (day - self.problem.first_day).days // 7


def _is_away(licence: Licence, day: date) -> bool:
    return any(first <= day <= last for first, last in licence.away)
