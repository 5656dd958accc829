"""Where one session of a series may go while the others stay: ranked, counted, and judged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.case import FULL_VALUE, Case, group_by_region
from convoca.workplan.core.ground.score import score
from convoca.workplan.core.ground.slots import WORKDAYS
from convoca.workplan.core.ground.values import Values
from convoca.workplan.core.moving.rules import Broken, Hands, Judge, Placed
from convoca.workplan.core.problem.model import Problem
from convoca.workplan.core.result.plan import RegionLoss
from convoca.workplan.core.result.series import SMALLEST_GROUP, values_at


@dataclass(frozen=True)
class Counts:
    """Who can come at a moment. yes, if_need and cannot count those who answered.

    expected is the expected attendance in thousandths, of all.
    """

    yes: int
    if_need: int
    cannot: int
    unanswered: int
    expected: int

    @property
    def answered(self) -> int:
        """How many answered: the denominator of the shares."""
        return self.yes + self.if_need + self.cannot


@dataclass(frozen=True)
class Move:
    """One session at another moment, the others unmoved.

    gain is F of the series there less F as it is: negative where it costs. lost counts by
    region who can now and could not there, groups too small to be named together or left out.
    expert and licence are who and what would carry it; broken names the rules against it, none
    where it may go.
    """

    start: datetime
    gain: int
    value: int
    counts: Counts
    lost: tuple[RegionLoss, ...]
    hands: Hands
    broken: tuple[Broken, ...]


class Mover:
    """One session of one series, against the others, which stay.

    problem: of one community, with what others hold in `taken`. series: all its sessions in
    their order, this one too. session: its place among them, from 0.

    Source: docs/decisions/0004-planner.md.
    """

    def __init__(self, problem: Problem, series: Sequence[Placed], session: int) -> None:
        self.problem, self.community = problem, problem.communities[0]
        self.series, self.session = tuple(series), session

    def rank(self, limit: int) -> list[Move]:
        """List the best places that break no rule, the most valuable first; ties by time.

        Its own place is not among them. Fewer than `limit`, or none, where there are no more.
        """
        starts = [start for start in self.starts if start != self.now.start]
        if not starts:
            return []
        worth = self._worth(starts)
        best: list[Move] = []
        for place in np.argsort(-worth, kind="stable"):
            if len(best) == limit:
                break
            hands, broken = self._judge.judge(starts[place], self._load(starts[place]))
            if not broken:
                best.append(self._move(starts[place], int(worth[place]), hands, ()))
        return best

    def try_at(self, start: datetime) -> Move:
        """Say what becomes of the session at any wall time, also where rules are against it."""
        hands, broken = self._judge.judge(start, self._load(start))
        return self._move(start, int(self._worth([start])[0]), hands, tuple(broken))

    def counts_at(self, starts: Sequence[datetime]) -> list[Counts]:
        """Count who can at each of these wall times."""
        values = self._values(starts)
        return [self._counts(values[:, place]) for place in range(len(starts))]

    def breaks(self, start: datetime) -> list[Broken]:
        """Name the rules against a wall time; none where the session may go."""
        return self._judge.judge(start, self._load(start))[1]

    def who_cannot(self, start: datetime) -> list[str]:
        """List by id who answered and cannot at a wall time, in the order of the problem."""
        values = self._values([start])[:, 0]
        people = self.community.participants
        return [
            person.id
            for person, value in zip(people, values, strict=True)
            if person.weekly and not value
        ]

    @property
    def now(self) -> Placed:
        """Return the session where it stands."""
        return self.series[self.session]

    @cached_property
    def starts(self) -> list[datetime]:
        """List every hour of the working days of the horizon, closed ones too, by time."""
        midnight = datetime.combine(self.problem.first_day, datetime.min.time())
        days = [day for day in range(7 * self.problem.weeks) if day % 7 < WORKDAYS]
        return [
            midnight + timedelta(days=day, hours=hour)
            for day in days
            for hour in sorted(self.problem.hours)
        ]

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.problem, self.series, self.session)

    def _worth(self, starts: Sequence[datetime]) -> NDArray[np.int64]:
        """Give F of the series with this session at each of the starts; 0 without anybody."""
        if not self.community.participants:
            return np.zeros(len(starts), dtype=np.int64)
        fixed = [one.start for one in self.series]
        case = self._case([*fixed, *starts])
        patterns = np.tile(np.arange(len(fixed)), (len(starts), 1))
        patterns[:, self.session] = len(fixed) + np.arange(len(starts))
        return score(case, patterns)

    def _case(self, starts: Sequence[datetime]) -> Case:
        """Put these wall times into arrays as the places of the series, wherever they are."""
        order, region_start, region_size = group_by_region(
            [person.region for person in self.community.participants]
        )
        places = np.arange(len(starts))
        day = np.array([(start.date() - self.problem.first_day).days for start in starts], np.int64)
        hour = np.array([start.hour for start in starts], dtype=np.int64)
        weights = self.problem.weights_of(self.community)
        stays = [[start == one.previous for start in starts] for one in self.series]
        asked = [[one.previous is not None] for one in self.series]
        return Case(
            slot=places,
            values=self._values(starts)[order],
            allowed=np.ones((len(self.series), len(starts)), dtype=np.bool_),
            offer=-weights.move * (np.array(asked) & ~np.array(stays)).astype(np.int64),
            day=day,
            moment=day % 7 * 24 + hour,
            first=np.zeros_like(places),
            last=np.full_like(places, len(starts)),
            region_start=region_start,
            region_size=region_size,
            enough=FULL_VALUE * self.community.reach,
            weights=weights,
        )

    def _values(self, starts: Sequence[datetime]) -> Values:
        missing = [start for start in starts if start not in self._known]
        if missing:
            found = values_at(self.problem, self.community, missing)
            self._known.update((start, found[:, place]) for place, start in enumerate(missing))
        columns: Values = np.stack([self._known[start] for start in starts], axis=1)
        return columns

    @cached_property
    def _known(self) -> dict[datetime, Values]:
        return {}

    def _load(self, start: datetime) -> int:
        return int(self._values([start]).sum())

    def _move(self, start: datetime, value: int, hands: Hands, broken: tuple[Broken, ...]) -> Move:
        return Move(
            start=start,
            gain=value - self._value_now,
            value=value,
            counts=self._counts(self._values([start])[:, 0]),
            lost=self._lost(start),
            hands=hands,
            broken=broken,
        )

    @cached_property
    def _value_now(self) -> int:
        return int(self._worth([self.now.start])[0])

    def _counts(self, values: Values) -> Counts:
        certain = (values == self.problem.yes) & (values > 0)
        yes = int((self._answered & certain).sum())
        if_need = int((self._answered & ~certain & (values > 0)).sum())
        answered = int(self._answered.sum())
        return Counts(
            yes=yes,
            if_need=if_need,
            cannot=answered - yes - if_need,
            unanswered=len(values) - answered,
            expected=int(values.sum()),
        )

    @cached_property
    def _answered(self) -> NDArray[np.bool_]:
        return np.array([bool(person.weekly) for person in self.community.participants], np.bool_)

    def _lost(self, start: datetime) -> tuple[RegionLoss, ...]:
        now, then = self._values([self.now.start])[:, 0], self._values([start])[:, 0]
        gone = self._answered & (now > 0) & (then == 0)
        people = self.community.participants
        size = Counter(person.region for person in people)
        return _by_region((people[row].region for row in np.flatnonzero(gone)), size)


def _by_region(regions: Iterable[str], size: Counter[str]) -> tuple[RegionLoss, ...]:
    """Count by region, most first; groups under SMALLEST_GROUP together, if they are enough."""
    gone = Counter(regions)
    shown = {
        region: count
        for region, count in gone.items()
        if min(count, size[region]) >= SMALLEST_GROUP
    }
    rest = gone.total() - sum(shown.values())
    order = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
    named = tuple(RegionLoss(region, count) for region, count in order)
    return (*named, RegionLoss(None, rest)) if rest >= SMALLEST_GROUP else named
