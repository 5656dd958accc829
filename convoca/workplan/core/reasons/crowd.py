"""Whether several communities fit together: the hard rules alone, without values."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from convoca.workplan.core.ground.case import following_days
from convoca.workplan.core.ground.hard_rules import Ground
from convoca.workplan.core.ground.resources import Option, Resources, Row
from convoca.workplan.core.ground.slots import Flags, Whole
from convoca.workplan.core.problem.model import Community

MOST_WORK = 0.5
"""Deterministic seconds of CP-SAT for one question."""

Entry = tuple[int, int, int]
"""A community, a session and a slot."""


@dataclass(frozen=True)
class Seated:
    """One community at the table: what each slot needs, and where each session may begin."""

    community: Community
    need: Whole
    allowed: Flags


@dataclass(frozen=True)
class Crowd:
    """The communities of a problem, each with the slots that its series can really use."""

    ground: Ground
    seated: tuple[Seated, ...]

    @cached_property
    def resources(self) -> Resources:
        """Give the limits of the rows."""
        return Resources(self.ground)

    @cached_property
    def entries(self) -> list[Entry]:
        """List every session at every slot from which its series has a past and a future."""
        return [
            (number, int(session), int(slot))
            for number, one in enumerate(self.seated)
            for session, slot in zip(*np.nonzero(lived(self.ground, one)), strict=True)
        ]

    @cached_property
    def bounds(self) -> list[tuple[Whole, Whole]]:
        """Give for each community the days [first, last) after every slot."""
        day = self.ground.slots.day
        return [following_days(self.ground.problem, one.community, day) for one in self.seated]

    @cached_property
    def plain_rows(self) -> dict[Row, list[Entry]]:
        """Give the entries in each row that has no choice: facilitators, people, licences.

        A row of licences stands for all that are as large or larger: where sizes are nested,
        sessions can be handed out when no such row is over-full.
        """
        rows: dict[Row, list[Entry]] = defaultdict(list)
        sizes = sorted({shelf.capacity for shelf in self.ground.shelves})
        for entry in self.entries:
            number, _, slot = entry
            one = self.seated[number]
            hours = self.resources.hours(one.community, slot)
            for row in self.resources.facilitator_option(one.community, hours).rows:
                rows[row].append(entry)
            for size in sizes:
                if size <= one.need[slot]:
                    for hour in hours:
                        rows[Row("licence", str(size), hour)].append(entry)
        return rows

    def limit(self, row: Row) -> int:
        """Say how many sessions a row holds; of licences, those as large or larger."""
        if row.kind != "licence":
            return self.resources.limit(row)
        shelves = (one for one in self.ground.shelves if one.capacity >= int(row.who))
        return sum(shelf.count(row.when) for shelf in shelves)

    def leaders(self, entry: Entry) -> Sequence[Option]:
        """List the experts who may lead an entry; none where the topic needs nobody."""
        number, session, slot = entry
        community = self.seated[number].community
        hours = self.resources.hours(community, slot)
        return self.resources.expert_role(community.topics[session], slot, hours)


def lived(ground: Ground, one: Seated) -> Flags:
    """Tell where a session may begin with the sessions before and after it somewhere allowed."""
    day, alive = ground.slots.day, one.allowed.copy()
    first, last = following_days(ground.problem, one.community, day)
    begin, end = np.searchsorted(day, first), np.searchsorted(day, last)
    for session in range(len(alive) - 2, -1, -1):
        sums = np.concatenate([[0], np.cumsum(alive[session + 1])])
        alive[session] &= sums[end] > sums[begin]
    for session in range(1, len(alive)):
        reached = np.zeros(len(day) + 1, dtype=np.int64)
        places = np.flatnonzero(alive[session - 1])
        np.add.at(reached, begin[places], 1)
        np.add.at(reached, end[places], -1)
        alive[session] &= np.cumsum(reached)[:-1] > 0
    return alive


def fits(crowd: Crowd, members: Sequence[int]) -> bool | None:
    """Tell whether some communities fit together; None if that cannot be found out soon.

    Several shelves of one capacity (long sessions, licences in use by others) are taken as
    one: "no" is proven all the same.
    """
    question = ask(crowd, members)
    return question.in_whole_numbers() if question.in_parts() else False


@dataclass
class Question:
    """Whether there are values 0 or 1 with low <= sum of coefficient * variable <= high."""

    variables: int = 0
    lines: list[tuple[int, list[tuple[int, int]], int]] = field(default_factory=list)

    def variable(self) -> int:
        """Add a variable and give its number."""
        self.variables += 1
        return self.variables - 1

    def line(self, low: int, terms: list[tuple[int, int]], high: int) -> None:
        """Add a condition on (variable, coefficient) pairs."""
        self.lines.append((low, terms, high))

    def in_parts(self) -> bool:
        """Tell whether there may be values between 0 and 1; only a "no" is certain."""
        from ortools.linear_solver import pywraplp  # noqa: PLC0415 # takes a second to load

        solver = pywraplp.Solver.CreateSolver("GLOP")
        values = [solver.NumVar(0, 1, "") for _ in range(self.variables)]
        for low, terms, high in self.lines:
            line = solver.Constraint(low, high)
            for number, coefficient in terms:
                line.SetCoefficient(values[number], coefficient)
        return bool(solver.Solve() != pywraplp.Solver.INFEASIBLE)

    def in_whole_numbers(self) -> bool | None:
        """Tell whether there are values; None when that could not be found out in time."""
        from ortools.sat.python import cp_model  # noqa: PLC0415 # takes a second to load

        model = cp_model.CpModel()
        values = [model.new_bool_var("") for _ in range(self.variables)]
        for low, terms, high in self.lines:
            total = sum(coefficient * values[number] for number, coefficient in terms)
            model.add_linear_constraint(total, low, high)
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = MOST_WORK
        solver.parameters.num_workers = 1
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        return False if status == cp_model.INFEASIBLE else None


def ask(
    crowd: Crowd, members: Sequence[int], counts: Callable[[Row], bool] = lambda _: True
) -> Question:
    """Ask whether some communities fit together under the rows that count.

    One variable for each entry, and one for each choice of expert.
    """
    question, inside = Question(), set(members)
    placed = {entry: question.variable() for entry in crowd.entries if entry[0] in inside}
    for number in inside:
        _add_series(question, crowd, number, placed)
    uses: dict[Row, list[int]] = defaultdict(list)
    for row, entries in crowd.plain_rows.items():
        if counts(row):
            uses[row] = [placed[one] for one in entries if one in placed]
    for entry, number in placed.items():
        for row, choice in _choices(question, crowd.leaders(entry), number, counts):
            uses[row].append(choice)
    for row, numbers in uses.items():
        if len(numbers) > crowd.limit(row):
            question.line(0, [(number, 1) for number in numbers], crowd.limit(row))
    return question


def _add_series(question: Question, crowd: Crowd, number: int, placed: Mapping[Entry, int]) -> None:
    """Put each session somewhere, and after each day only what may follow."""
    by_day: dict[tuple[int, int], list[int]] = defaultdict(list)
    following: dict[int, tuple[int, int]] = {}
    first, last = crowd.bounds[number]
    for (community, session, slot), variable in placed.items():
        if community == number:
            day = int(crowd.ground.slots.day[slot])
            by_day[session, day].append(variable)
            following[day] = int(first[slot]), int(last[slot])
    sessions = len(crowd.seated[number].community.topics)
    for session in range(sessions):
        here = [one for (k, _), each in by_day.items() if k == session for one in each]
        question.line(1, [(one, 1) for one in here], 1)
    for (session, day), here in by_day.items():
        if session == sessions - 1:
            continue
        after = [
            (one, -1)
            for later in range(*following[day])
            for one in by_day.get((session + 1, later), ())
        ]
        question.line(-1, [*((one, 1) for one in here), *after], 0)


def _choices(
    question: Question, leaders: Sequence[Option], number: int, counts: Callable[[Row], bool]
) -> Iterator[tuple[Row, int]]:
    """Choose a leader for an entry that is placed; give each choice in each row that counts."""
    bound = [[row for row in option.rows if counts(row)] for option in leaders]
    if not all(bound):
        return  # nobody is asked for, or somebody has no limit that counts
    chosen = [number] if len(leaders) == 1 else [question.variable() for _ in leaders]
    if chosen and len(leaders) > 1:
        question.line(0, [(number, -1), *((one, 1) for one in chosen)], 0)
    for choice, rows in zip(chosen, bound, strict=True):
        yield from ((row, choice) for row in rows)


def rows_of(crowd: Crowd, members: Sequence[int]) -> Iterator[Row]:
    """List every row that sessions of some communities could over-fill, in order."""
    inside = set(members)
    uses: dict[Row, set[tuple[int, int]]] = defaultdict(set)
    for row, entries in crowd.plain_rows.items():
        uses[row].update(one[:2] for one in entries if one[0] in inside)
    for entry in crowd.entries:
        if entry[0] in inside:
            for option in crowd.leaders(entry):
                for row in option.rows:
                    uses[row].add(entry[:2])
    yield from sorted(row for row, sessions in uses.items() if len(sessions) > crowd.limit(row))
