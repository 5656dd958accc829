"""The master problem: choose one pattern for each community under the shared rows.

The same sparse model feeds GLOP (prices of the rows) and CP-SAT (the plan).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from math import inf
from typing import Any

from convoca.workplan.core.ground.resources import Option, Roster, Row

LOOK_EVERY_S = 0.2

Pattern = tuple[int, ...]
"""The slot of each session."""

Options = dict[tuple[int, int], list[Option]]
Limit = Callable[[Row], int]
"""How many sessions a row holds."""


@dataclass
class Pool:
    """The patterns on offer, for each community, with the value of each."""

    patterns: list[dict[Pattern, int]]

    def add(self, community: int, pattern: Pattern, value: int) -> bool:
        """Put a pattern on offer; say whether it is new."""
        new = pattern not in self.patterns[community]
        self.patterns[community][pattern] = value
        return new

    def __len__(self) -> int:
        return sum(len(one) for one in self.patterns)


@dataclass
class Model:
    """Maximise worth over variables in [0, 1], under rows of the two kinds.

    at_most: sum of variables <= limit; a pattern that uses a row twice stands there twice.
    balance: sum of coefficient * variable = right side.
    """

    worth: list[int] = field(default_factory=list)
    at_most: dict[Row, list[int]] = field(default_factory=lambda: defaultdict(list))
    balance: list[tuple[list[tuple[int, int]], int]] = field(default_factory=list)
    pattern_of: dict[int, tuple[int, Pattern]] = field(default_factory=dict)
    option_of: dict[int, tuple[int, int, int, int, Option]] = field(default_factory=dict)

    def variable(self, worth: int) -> int:
        """Add a variable and give its number."""
        self.worth.append(worth)
        return len(self.worth) - 1


def build_model(
    pool: Pool,
    rosters: Sequence[Roster],
    *,
    absent_cost: int | None,
    among: Sequence[int] | None = None,
) -> Model:
    """Write down the master problem of all the communities, or of some.

    A role with one option fills its rows directly; otherwise each option is a variable and the
    options of a session at a slot sum to the patterns that put it there. With absent_cost a
    community may be left out at that cost, so that there is always a solution.
    """
    model = Model()
    for community in range(len(rosters)) if among is None else among:
        roster = rosters[community]
        chosen: list[tuple[int, int]] = []
        at_slot: dict[tuple[int, int], list[int]] = defaultdict(list)
        for pattern, value in pool.patterns[community].items():
            number = model.variable(value)
            model.pattern_of[number] = (community, pattern)
            chosen.append((number, 1))
            for session, slot in enumerate(pattern):
                at_slot[session, slot].append(number)
        if absent_cost is not None:
            chosen.append((model.variable(-absent_cost), 1))
        model.balance.append((chosen, 1))
        for (session, slot), numbers in at_slot.items():
            for place, role in enumerate(roster.roles(session, slot)):
                _add_role(model, numbers, role, (community, session, slot, place))
    return model


def _add_role(
    model: Model, numbers: list[int], role: Sequence[Option], key: tuple[int, int, int, int]
) -> None:
    if len(role) == 1:
        for row in role[0].rows:
            model.at_most[row].extend(numbers)
        return
    linked = [(number, -1) for number in numbers]
    for option in role:
        number = model.variable(0)
        model.option_of[number] = (*key, option)
        linked.append((number, 1))
        for row in option.rows:
            model.at_most[row].append(number)
    model.balance.append((linked, 0))


def row_prices(model: Model, limit: Limit) -> tuple[float, dict[Row, int]]:
    """Solve the relaxation with GLOP; give its value and the price of each row, >= 0.

    Prices are rounded to whole numbers: any prices give a valid bound, whole ones an exact one.
    """
    from ortools.linear_solver import pywraplp  # noqa: PLC0415 # takes a second to load

    solver = pywraplp.Solver.CreateSolver("GLOP")
    variables = [solver.NumVar(0, solver.infinity(), "") for _ in model.worth]
    objective = solver.Objective()
    for variable, worth in zip(variables, model.worth, strict=True):
        objective.SetCoefficient(variable, worth)
    objective.SetMaximization()
    limits = {}
    for row, numbers in model.at_most.items():
        if len(numbers) > limit(row):
            limits[row] = solver.Constraint(-solver.infinity(), limit(row))
            for number, times in Counter(numbers).items():
                limits[row].SetCoefficient(variables[number], times)
    for terms, right in model.balance:
        constraint = solver.Constraint(right, right)
        for number, coefficient in terms:
            constraint.SetCoefficient(variables[number], coefficient)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return float("inf"), {}
    prices = {row: max(0, round(one.dual_value())) for row, one in limits.items()}
    return objective.Value(), {row: price for row, price in prices.items() if price}


@dataclass(frozen=True)
class Chosen:
    """A plan over the pool: pattern of each community, its value, and the pool's bound.

    options holds, for each community and session, one option for each role.
    patterns is None when there is no plan over the pool, or none was found in time; proven
    says which: then the value is the pool's optimum, or the pool holds no plan. A community
    that was left out has no pattern.
    """

    patterns: dict[int, Pattern] | None
    options: Options
    value: int | None
    bound: float
    proven: bool


def choose_patterns(
    model: Model,
    limit: Limit,
    rosters: Sequence[Roster],
    *,
    seconds: float,
    seed: int,
    effort: float = inf,
    hint: Mapping[int, Pattern] | None = None,
    look: Callable[[], float] = lambda: inf,
) -> Chosen:
    """Solve the master problem in whole numbers with CP-SAT, the same way for the same seed.

    effort: when to stop in CP-SAT's own count of work, about seconds, the same on any machine.
    look: gives the seconds left of the run, read now and then meanwhile; below 0 ends the work
        with what there is, and what it raises ends it and comes out.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 # takes a second to load

    sat, variables = _sat_model(model, limit)
    for number, (community, pattern) in model.pattern_of.items():
        if hint is not None:
            sat.add_hint(variables[number], hint.get(community) == pattern)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.0)
    solver.parameters.max_deterministic_time = effort
    solver.parameters.random_seed = seed
    # one thread repeats itself; full linearization matters: 2 s against 30 s for interleaving
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    status = _solve_watched(solver, sat, look)
    if status == cp_model.INFEASIBLE:
        return Chosen(None, {}, None, float("-inf"), proven=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Chosen(None, {}, None, float("inf"), proven=False)
    picked = {number for number, _ in enumerate(model.worth) if solver.value(variables[number])}
    patterns = dict(model.pattern_of[number] for number in sorted(picked & set(model.pattern_of)))
    return Chosen(
        patterns=patterns,
        options=_picked_options(model, rosters, patterns, picked),
        value=round(solver.objective_value),
        bound=solver.best_objective_bound,
        proven=status == cp_model.OPTIMAL,
    )


def _solve_watched(solver: Any, sat: Any, look: Callable[[], float]) -> int:
    """Solve in a thread of its own, so that the run can be ended. Any: ortools is not typed."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        status = pool.submit(solver.solve, sat)
        try:
            while not wait([status], timeout=LOOK_EVERY_S).done:
                if look() < 0:
                    solver.stop_search()
        except BaseException:
            solver.stop_search()
            raise
    return int(status.result())


def _sat_model(model: Model, limit: Limit) -> tuple[Any, list[Any]]:
    """Write the master for CP-SAT. Any: ortools is not typed, and is imported late."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 # takes a second to load

    sat = cp_model.CpModel()
    variables = [sat.new_bool_var("") for _ in model.worth]
    for row, numbers in model.at_most.items():
        if len(numbers) > limit(row):
            sat.add(sum(variables[number] for number in numbers) <= limit(row))
    for terms, right in model.balance:
        sat.add(sum(coefficient * variables[number] for number, coefficient in terms) == right)
    worth = zip(model.worth, variables, strict=True)
    sat.maximize(sum(one * variable for one, variable in worth))
    return sat, variables


def _picked_options(
    model: Model, rosters: Sequence[Roster], patterns: Mapping[int, Pattern], picked: set[int]
) -> Options:
    taken = {
        (community, session, slot, place): option
        for number, (community, session, slot, place, option) in model.option_of.items()
        if number in picked
    }
    result: Options = {}
    for community, pattern in patterns.items():
        for session, slot in enumerate(pattern):
            roles = rosters[community].roles(session, slot)
            result[community, session] = [
                taken.get((community, session, slot, place), role[0])
                for place, role in enumerate(roles)
            ]
    return result
