"""Working out the plans that wait: long work, so outside any transaction."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.utils import timezone

from convoca.foundation.models import Work
from convoca.foundation.works import Hold, Record, do_works, does
from convoca.workplan.core.plan import Result, result_to_dict
from convoca.workplan.core.problem import parse_problem
from convoca.workplan.errors import PlanConfirmedError
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_page import in_words
from convoca.workplan.queries.plans import confirmed_plan
from convoca.workplan.services.plans import PLAN_SOLVING

SOLVE_SECONDS = 25
"""One community is proven in a few seconds; past this, the best found by then is the answer."""
TELL_EVERY_S = 1.0
LEASE = timedelta(seconds=3 * SOLVE_SECONDS)
State = Plan.State
REACHED = {
    Work.State.FAILED: State.FAILED,
    Work.State.CANCELLED: State.CANCELLED,
    Work.State.WAITING: State.QUEUED,
}


def solve_waiting_plans() -> int:
    """Work out every plan that waits; return how many were. Safe to run twice and side by side."""
    return do_works([PLAN_SOLVING])


def follow_solving(work: Work) -> None:
    """Let a plan be what its work has come to: without dates, cancelled, or computed again.

    Raises PlanConfirmedError where it is to be computed again and the cycle has its dates.
    """
    plan = Plan.objects.select_related("cycle").get(pk=work.subject_id)
    is_again = work.state == Work.State.WAITING
    if is_again and confirmed_plan(plan.cycle) is not None:
        raise PlanConfirmedError(plan.cycle_id)
    plan.state, plan.message = REACHED[Work.State(work.state)], work.error
    plan.solved_at = None if is_again else work.ended_at
    plan.save(update_fields=["state", "message", "solved_at"])


@does(PLAN_SOLVING, follow=follow_solving, lease=LEASE)
def solve_plan(hold: Hold) -> Record:
    """Compute the dates of a plan, the best that are found in SOLVE_SECONDS."""
    from convoca.workplan.core.solve import solve  # noqa: PLC0415 # the solver takes a second to load

    plan = Plan.objects.get(pk=hold.work.subject_id)
    clock = telling_clock(hold)
    result = solve(parse_problem(plan.problem), seconds=SOLVE_SECONDS, clock=clock)
    return partial(_record, plan, result)


def telling_clock(hold: Hold, clock: Callable[[], float] = time.monotonic) -> Callable[[], float]:
    """Return a clock for the solver that tells the seconds gone by, once a second.

    The solver reads its clock between steps: what `tell` raises there ends it.
    """
    begun = told = clock()

    def read() -> float:
        nonlocal told
        now = clock()
        if now - told >= TELL_EVERY_S:
            told = now
            hold.tell(int(now - begun), SOLVE_SECONDS)
        return now

    return read


def _record(plan: Plan, result: Result) -> None:
    conflicts = " ".join(result.explanation.conflicts)
    plan.state = State.SOLVED if result.sessions else State.FAILED
    plan.result = result_to_dict(result)
    plan.message = in_words(conflicts, plan.problem.get("names", {}))
    plan.solved_at = timezone.now()
    plan.save(update_fields=["state", "result", "message", "solved_at"])
