"""Plan a whole problem: the front door of the core."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from convoca.workplan.core.ground.case import build_case
from convoca.workplan.core.ground.hard_rules import Field, Ground, lay_ground
from convoca.workplan.core.ground.licences import hand_out_licences
from convoca.workplan.core.ground.resources import EXPERT_ROLE, Resources
from convoca.workplan.core.ground.score import Terms, score_terms
from convoca.workplan.core.problem.model import Problem
from convoca.workplan.core.reasons.conflicts import NOT_FOUND, conflicts_alone
from convoca.workplan.core.reasons.explain import explain_plan
from convoca.workplan.core.reasons.together import conflicts_together
from convoca.workplan.core.result.plan import Explanation, PlannedSession, Result, Status
from convoca.workplan.core.search.certificate import certificate_of
from convoca.workplan.core.search.crew import gather_crew
from convoca.workplan.core.search.many import Joint, Outcome, Planner
from convoca.workplan.core.search.progress import Tell
from convoca.workplan.core.search.watch import Watch


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    processes: int | None = None,
    clock: Callable[[], float] = time.monotonic,
    tell: Tell | None = None,
) -> Result:
    """Find the dates of every community with the greatest sum of F (see `score.py`).

    Args:
        problem: at least one community.
        seconds: when to stop; a little more may pass. Too few give a plan without proof.
        seed: of the integer solver; the same seed gives the same plan, unless time ran out.
        processes: how many to work in; None chooses by the processors and the people. The
            plan is the same for any number, unless time ran out.
        clock: seconds that grow, read only to know when to stop; what it raises ends the run.
        tell: hears of each better plan and bound; what it raises ends the run.

    Returns:
        See `Result`. A proven optimum is the same for every seed in value; of several plans
        with that value, any.

    Source: docs/decisions/0004-planner.md.
    """
    watch = Watch(clock, seconds, tell)
    ground = lay_ground(problem)
    with threadpool_limits(1, "blas"), gather_crew(ground, watch.left, processes) as crew:
        fields = crew.survey()
        planner = Planner(ground, fields, crew, watch, seed=seed)
        outcome = planner.run()
    if outcome.plan is None:
        return _without_plan(ground, fields, planner, outcome, watch.passed())
    return _with_plan(ground, fields, outcome, watch.passed())


def _with_plan(ground: Ground, fields: Sequence[Field], outcome: Outcome, seconds: float) -> Result:
    plan = outcome.plan
    assert plan is not None
    status: Status = "optimal" if outcome.proven else "feasible"
    return Result(
        status=status,
        value=plan.value,
        upper_bound=int(max(outcome.bound, plan.value)),
        seconds=seconds,
        sessions=hand_out(ground, fields, plan),
        communities={
            field.community.id: _terms(ground, field, pattern)
            for field, pattern in zip(fields, plan.patterns, strict=True)
        },
        explanation=explain_plan(ground, fields, plan),
        certificate=_certificate(ground, outcome),
    )


def _certificate(ground: Ground, outcome: Outcome) -> dict[str, Any] | None:
    if outcome.proof is None:
        return None
    return certificate_of(ground.problem, outcome.proof, Resources(ground))


def _without_plan(
    ground: Ground, fields: Sequence[Field], planner: Planner, outcome: Outcome, seconds: float
) -> Result:
    status: Status = "infeasible" if outcome.proven else "unknown"
    if outcome.alone:
        found = conflicts_alone(ground.problem, outcome.alone)
    elif outcome.proven:
        found = conflicts_together(ground, fields, planner.prices)
    else:
        found = [NOT_FOUND]
    explanation = Explanation(
        conflicts=tuple(one.sentence for one in found),
        conflict_rules=tuple(one.rule for one in found),
    )
    return Result(status, None, None, seconds, (), {}, explanation)


def _terms(ground: Ground, field: Field, pattern: Sequence[int]) -> Terms:
    case = build_case(ground, field)
    return score_terms(case, np.searchsorted(case.slot, np.array(pattern)))


def hand_out(ground: Ground, fields: Sequence[Field], plan: Joint) -> tuple[PlannedSession, ...]:
    """Name the licence of each session; enough are free (see `licences.py`)."""
    resources = Resources(ground)
    slot_of = {key: plan.patterns[key[0]][key[1]] for key in plan.options}
    hours = {key: resources.hours(fields[key[0]].community, slot_of[key]) for key in slot_of}
    licences: dict[tuple[int, int], str] = {}
    for shelf in ground.shelves:
        keys = [key for key in sorted(hours) if plan.options[key][0].name == shelf.name]
        keys.sort(key=lambda key: hours[key].start)
        chosen = hand_out_licences(shelf, [hours[key] for key in keys])
        licences.update(zip(keys, chosen, strict=True))
    return tuple(
        PlannedSession(
            community=fields[key[0]].community.id,
            number=key[1],
            start=ground.slots.starts[slot_of[key]],
            expert=next((one.name for one in plan.options[key][EXPERT_ROLE:]), None),
            licence=licences[key],
        )
        for key in sorted(slot_of)
    )
