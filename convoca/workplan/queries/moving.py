"""What moving one session of a cycle would do, from the rows of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from convoca.cycles.models import Cycle
from convoca.workplan.core.moving.mover import Counts, Move, Mover
from convoca.workplan.core.moving.rules import Broken, Placed
from convoca.workplan.core.problem.model import Problem, Weights
from convoca.workplan.core.result.series import SMALLEST_GROUP
from convoca.workplan.models import Plan
from convoca.workplan.queries.availability import AvailabilityRow, availability_rows
from convoca.workplan.queries.moving_words import RuleWords
from convoca.workplan.queries.plan_words import moment_words
from convoca.workplan.queries.plans import confirmed_plan
from convoca.workplan.queries.problem import build_problem, default_weights, is_team
from convoca.workplan.queries.standing import StandingSession, standing_sessions

FIRM = frozenset({"facilitator_busy", "expert_busy", "licence_busy"})
"""What others hold at that hour; all other rules somebody may know better than, with a reason."""
BEST_MARKED = 3


@dataclass(frozen=True)
class Proposal:
    """One place for a session, in words. `counts` may be shown only if `has_counts`.

    loses: which region loses most, in words, or empty; against: the rules it breaks, in words;
    is_firm: others hold what it needs, so nobody may insist. expert leads it there.
    """

    start: datetime
    counts: Counts
    now: Counts
    gain: int
    loses: str
    expert: str
    is_other_expert: bool
    expert_id: str | None
    licence_id: str | None
    rules: tuple[str, ...]
    against: tuple[str, ...]
    is_firm: bool

    @property
    def words(self) -> str:
        """Say the moment: "martes 9 de marzo a las 10:00"."""
        return moment_words(self.start)

    @property
    def has_counts(self) -> bool:
        return self.counts.answered >= SMALLEST_GROUP

    @property
    def more(self) -> int:
        """Return how many more can, also if need be, than at the hour it has; may be negative."""
        return self.now.cannot - self.counts.cannot

    @property
    def fewer(self) -> int:
        """Return how many fewer can."""
        return -self.more


@dataclass(frozen=True)
class Cell:
    """One hour of a week: how many can, how heavy it looks (0 to 10), what speaks against it."""

    start: datetime
    can: int | None
    level: int
    is_closed: bool
    is_best: bool
    is_here: bool
    other: int


@dataclass(frozen=True)
class Workbench:
    """One session against the others of its cycle; opened once a request."""

    cycle: Cycle
    plan: Plan | None
    mover: Mover
    numbers: Sequence[int]

    def proposals(self, limit: int) -> list[Proposal]:
        """List the best places, the first the most valuable."""
        return [self._proposal(move) for move in self.mover.rank(limit)]

    def preview(self, start: datetime) -> Proposal:
        """Say what one wall time would do, whatever stands against it."""
        return self._proposal(self.mover.try_at(start))

    def week(self, day: date) -> list[list[Cell]]:
        """Return the hours of the week of a day: a row an hour, a cell a working day."""
        monday = day - timedelta(days=day.weekday())
        days = [monday + timedelta(days=number) for number in range(5)]
        problem = self.mover.problem
        starts = [
            datetime.combine(each, datetime.min.time()) + timedelta(hours=hour)
            for hour in problem.hours
            for each in days
        ]
        counts = self.mover.counts_at(starts)
        is_open = [not self.mover.breaks(start) for start in starts]
        able = [one.yes + one.if_need for one in counts]
        ranked = sorted(
            (-able[place], place)
            for place, free in enumerate(is_open)
            if free and starts[place] != self.mover.now.start
        )
        best = {place for _able, place in ranked[:BEST_MARKED]}
        cells = [
            self._cell(start, counts[place], is_open=is_open[place], is_best=place in best)
            for place, start in enumerate(starts)
        ]
        return [cells[row : row + len(days)] for row in range(0, len(cells), len(days))]

    def who_cannot(self, start: datetime) -> list[AvailabilityRow]:
        """List who answered and cannot at a wall time, from north to south."""
        wanted = set(self.mover.who_cannot(start))
        return [row for row in self._rows if f"seat:{row.invitation.seat_id}" in wanted]

    @property
    def first_day(self) -> date:
        """Return the Monday of the first week of the plan."""
        return self.mover.problem.first_day

    @property
    def last_monday(self) -> date:
        """Return the Monday of its last week."""
        return self.first_day + timedelta(weeks=self.mover.problem.weeks - 1)

    @cached_property
    def _rows(self) -> list[AvailabilityRow]:
        return availability_rows(self.cycle)

    @property
    def _names(self) -> Mapping[str, str]:
        names = self.mover.problem.extra["names"]
        assert isinstance(names, Mapping)  # written by build_problem
        return names

    def _proposal(self, move: Move) -> Proposal:
        words = RuleWords(self.mover.problem, self._names, self.numbers, self.cycle.plan_from)
        expert = move.hands.expert or self.mover.now.expert
        return Proposal(
            start=move.start,
            counts=move.counts,
            now=self._now,
            gain=move.gain,
            loses=self._loses(move),
            expert="" if expert is None or is_team(expert) else self._names.get(expert, ""),
            is_other_expert=self._is_other(expert),
            expert_id=expert,
            licence_id=move.hands.licence or self.mover.now.licence,
            rules=tuple(one.rule for one in move.broken),
            against=tuple(words.say(one, move.start) for one in move.broken),
            is_firm=any(_is_firm(one) for one in move.broken),
        )

    def _is_other(self, expert: str | None) -> bool:
        """Say whether somebody else would lead than who the plan gave; the team is nobody."""
        now = self.mover.now.expert
        return now is not None and expert not in {None, now} and not is_team(expert)

    @cached_property
    def _now(self) -> Counts:
        return self.mover.counts_at([self.mover.now.start])[0]

    def _loses(self, move: Move) -> str:
        if not move.lost:
            return ""
        most = move.lost[0]
        if most.region is None:
            return _("%(n)s personas de varias regiones dejan de poder") % {"n": most.people}
        return _("%(region)s: %(n)s personas dejan de poder") % {
            "region": self._names.get(most.region, most.region),
            "n": most.people,
        }

    def _cell(self, start: datetime, counts: Counts, *, is_open: bool, is_best: bool) -> Cell:
        can, answered = counts.yes + counts.if_need, counts.answered
        is_shown = answered >= SMALLEST_GROUP
        series = enumerate(self.mover.series)
        held = {one.start: self.numbers[place] for place, one in series}
        return Cell(
            start=start,
            can=can if is_shown else None,
            level=round(10 * can / answered) if is_shown and is_open else 0,
            is_closed=not is_open,
            is_best=is_best and is_shown,
            is_here=start == self.mover.now.start,
            other=held.get(start, 0),
        )


def open_workbench(
    cycle: Cycle, starts: Mapping[int, datetime], number: int, *, today: date
) -> Workbench:
    """Put one session of a cycle against the others.

    starts: wall times by number of the sessions that are not cancelled, this one among them.
    """
    plan = confirmed_plan(cycle)
    problem = build_problem(cycle, weights_of(plan, cycle), today=today)
    series = placed(problem, plan, starts)
    numbers = list(series)
    mover = Mover(problem, list(series.values()), numbers.index(number))
    return Workbench(cycle, plan, mover, numbers)


def placed(
    problem: Problem, plan: Plan | None, starts: Mapping[int, datetime]
) -> dict[int, Placed]:
    """Return sessions by number where they stand, with topic, and who and what the plan gave."""
    standing = {one.number: one for one in standing_sessions(plan)} if plan else {}
    topics = dict(enumerate(problem.communities[0].topics, start=1))
    return {
        number: _placed(starts[number], topics.get(number), standing.get(number))
        for number in sorted(starts)
    }


def weights_of(plan: Plan | None, cycle: Cycle) -> Weights:
    """Return the weights that a plan was chosen with; without a plan, those of the community."""
    if plan is None or "weights" not in plan.problem:
        return default_weights(cycle.community)
    return Weights(**plan.problem["weights"])


def _placed(start: datetime, topic: str | None, standing: StandingSession | None) -> Placed:
    if standing is None:
        return Placed(start, topic)
    return Placed(start, topic, standing.expert, standing.licence)


def _is_firm(one: Broken) -> bool:
    return one.rule in FIRM
