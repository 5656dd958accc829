"""The master problem: choose one pattern for each community under the shared rows.

The same sparse model feeds GLOP (prices of the rows) and CP-SAT (the plan).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from convoca.workplan.core.resources import Option, Resources, Roster, Row

Pattern = tuple[int, ...]
"""The slot of each session."""


Options = dict[tuple[int, int], list[Option]]


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

    at_most: sum of variables <= limit; balance: sum of coefficient * variable = right side.
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


def build_model(pool: Pool, rosters: Sequence[Roster], absent_cost: int | None) -> Model:
    """Write down the master problem.

    A role with one option fills its rows directly; otherwise each option is a variable and the
    options of a session at a slot sum to the patterns that put it there. With absent_cost a
    community may be left out at that cost, so that there is always a solution.
    """
    model = Model()
    for community, roster in enumerate(rosters):
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


def row_prices(model: Model, resources: Resources) -> tuple[float, dict[Row, int]]:
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
        if len(numbers) > resources.limit(row):
            limits[row] = solver.Constraint(-solver.infinity(), resources.limit(row))
            for number in numbers:
                limits[row].SetCoefficient(variables[number], 1)
    for terms, right in model.balance:
        constraint = solver.Constraint(right, right)
        for number, coefficient in terms:
            constraint.SetCoefficient(variables[number], coefficient)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return float("inf"), {}
    prices = {row: max(0, round(limit.dual_value())) for row, limit in limits.items()}
    return objective.Value(), {row: price for row, price in prices.items() if price}


@dataclass(frozen=True)
class Chosen:
    """A plan over the pool: pattern of each community, its value, and the pool's bound.

    options holds, for each community and session, one option for each role.
    patterns is None when there is no plan over the pool, or none was found in time; proven
    says which: then the value is the pool's optimum, or the pool holds no plan.
    """

    patterns: list[Pattern] | None
    options: Options
    value: int | None
    bound: float
    proven: bool


def choose_patterns(
    model: Model,
    resources: Resources,
    rosters: Sequence[Roster],
    *,
    seconds: float,
    seed: int,
    hint: Mapping[int, Pattern] | None = None,
) -> Chosen:
    """Solve the master problem in whole numbers with CP-SAT, the same way for the same seed."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 # takes a second to load

    sat, variables = _sat_model(model, resources)
    for number, (community, pattern) in model.pattern_of.items():
        if hint is not None:
            sat.add_hint(variables[number], hint.get(community) == pattern)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.0)
    solver.parameters.random_seed = seed
    # one thread repeats itself; full linearization matters: 2 s against 30 s for interleaving
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    status = solver.solve(sat)
    if status == cp_model.INFEASIBLE:
        return Chosen(None, {}, None, float("-inf"), proven=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Chosen(None, {}, None, float("inf"), proven=False)
    picked = {number for number, _ in enumerate(model.worth) if solver.value(variables[number])}
    patterns = dict(model.pattern_of[number] for number in sorted(picked & set(model.pattern_of)))
    return Chosen(
        patterns=[patterns[community] for community in sorted(patterns)],
        options=_picked_options(model, rosters, patterns, picked),
        value=round(solver.objective_value),
        bound=solver.best_objective_bound,
        proven=status == cp_model.OPTIMAL,
    )


def _sat_model(model: Model, resources: Resources) -> tuple[Any, list[Any]]:
    """Write the master for CP-SAT. Any: ortools is not typed, and is imported late."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 # takes a second to load

    sat = cp_model.CpModel()
    variables = [sat.new_bool_var("") for _ in model.worth]
    for row, numbers in model.at_most.items():
        if len(numbers) > resources.limit(row):
            sat.add(sum(variables[number] for number in numbers) <= resources.limit(row))
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
