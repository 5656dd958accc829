"""Plan a whole problem: the front door of the core."""

import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from convoca.workplan.core.case import build_case
from convoca.workplan.core.explain import explain_plan
from convoca.workplan.core.hard_rules import Field, Ground, lay_ground, survey
from convoca.workplan.core.many import Joint, Outcome, Planner
from convoca.workplan.core.model import Problem
from convoca.workplan.core.plan import Explanation, PlannedSession, Result, Status
from convoca.workplan.core.reasons import conflicts_alone, conflicts_together
from convoca.workplan.core.score import Terms, score_terms


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> Result:
    """Find the dates of every community with the greatest sum of F (see `score.py`).

    Args:
        problem: at least one community.
        seconds: when to stop; a little more may pass. Too few give a plan without proof.
        seed: of the integer solver; the same seed gives the same plan, unless time ran out.
        clock: seconds that grow, read only to know when to stop.

    Returns:
        See `Result`. A proven optimum is the same for every seed in value; of several plans
        with that value, any.

    Source: docs/decisions/0004-planner.md.
    """
    begun = clock()
    ground = lay_ground(problem)
    fields = [survey(ground, community) for community in problem.communities]
    left = seconds - (clock() - begun)
    planner = Planner(ground, fields, seconds=left, seed=seed, clock=clock)
    outcome = planner.run()
    if outcome.plan is None:
        return _without_plan(ground, fields, planner, outcome, clock() - begun)
    return _with_plan(ground, fields, outcome, clock() - begun)


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
    )


def _without_plan(
    ground: Ground, fields: Sequence[Field], planner: Planner, outcome: Outcome, seconds: float
) -> Result:
    status: Status = "infeasible" if outcome.proven else "unknown"
    if outcome.alone:
        lines = [line for one in outcome.alone for line in conflicts_alone(ground, fields[one])]
    elif outcome.proven:
        lines = conflicts_together(fields, planner.prices)
    else:
        lines = ["No se halló un plan ni se demostró que no lo haya. Dé más segundos o más horas."]
    explanation = Explanation(conflicts=tuple(dict.fromkeys(lines)))
    return Result(status, None, None, seconds, (), {}, explanation)


def _terms(ground: Ground, field: Field, pattern: Sequence[int]) -> Terms:
    case = build_case(ground, field)
    return score_terms(case, np.searchsorted(case.slot, np.array(pattern)))


def hand_out(ground: Ground, fields: Sequence[Field], plan: Joint) -> tuple[PlannedSession, ...]:
    """Name the licence of each session: in order of time, the first free one of its capacity.

    Enough are free: no hour holds more sessions of a capacity than there are licences.
    """
    starts, span = ground.slots.starts, ground.problem.span
    busy_until: Counter[str] = Counter()
    sessions: dict[tuple[int, int], PlannedSession] = {}
    slot_of = {key: plan.patterns[key[0]][key[1]] for key in plan.options}
    for key in sorted(plan.options, key=lambda key: (slot_of[key], key)):
        slot, (licence, _, *expert) = slot_of[key], plan.options[key]
        hour = int(ground.slots.day[slot]) * 24 + int(ground.slots.hour[slot])
        chosen = next(
            one.id
            for one in ground.problem.licences
            if str(one.capacity) == licence.name and busy_until[one.id] <= hour
        )
        busy_until[chosen] = hour + span
        sessions[key] = PlannedSession(
            community=fields[key[0]].community.id,
            number=key[1],
            start=starts[slot],
            expert=expert[0].name if expert else None,
            licence=chosen,
        )
    return tuple(sessions[key] for key in sorted(sessions))
