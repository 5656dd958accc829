"""Working out the plans that wait: long work, so outside any transaction."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.utils import timezone

from convoca.foundation.models import Work
from convoca.foundation.works import Hold, Record, do_works, does
from convoca.workplan.core.problem.parsing import parse_problem
from convoca.workplan.core.result.plan import Result, result_to_dict
from convoca.workplan.core.search.nearing import progress_to_list
from convoca.workplan.core.search.progress import Progress
from convoca.workplan.errors import PlanConfirmedError
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_words import in_words
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

    Raises PlanConfirmedError where it is to be computed again and the cycle has its dates, others
    than those that it would replace.
    """
    plan = Plan.objects.select_related("cycle").get(pk=work.subject_id)
    is_again = work.state == Work.State.WAITING
    standing = confirmed_plan(plan.cycle) if is_again else None
    if standing is not None and standing.pk != plan.replaces_id:
        raise PlanConfirmedError(plan.cycle_id)
    plan.state, plan.message = REACHED[Work.State(work.state)], work.error
    plan.solved_at = None if is_again else work.ended_at
    plan.result = {}
    plan.save(update_fields=["state", "message", "solved_at", "result"])


@does(PLAN_SOLVING, follow=follow_solving, lease=LEASE)
def solve_plan(hold: Hold) -> Record:
    """Compute the dates of a plan, the best that are found in SOLVE_SECONDS."""
    from convoca.workplan.core.search.solve import solve  # noqa: PLC0415 # the solver takes a second to load

    plan = Plan.objects.get(pk=hold.work.subject_id)
    telling = Telling(hold)
    problem = parse_problem(plan.problem)
    result = solve(problem, seconds=SOLVE_SECONDS, clock=telling.clock, tell=telling.hear)
    return partial(_record, plan, result)


class Telling:
    """What a plan's page is told while it is worked out, at most once a second.

    The solver reads the clock between steps: what telling raises there ends it.
    """

    def __init__(self, hold: Hold, clock: Callable[[], float] = time.monotonic) -> None:
        self._hold, self._clock = hold, clock
        self._begun = self._told = clock()
        self._trail: list[Progress] = []
        self._is_new = False

    def hear(self, progress: Progress) -> None:
        """Remember that the best plan or the bound has moved."""
        self._trail.append(progress)
        self._is_new = True

    def clock(self) -> float:
        """Return the seconds of the clock; tell what is new, and how long it has taken."""
        now = self._clock()
        if now - self._told >= TELL_EVERY_S:
            self._told = now
            self._hold.tell(int(now - self._begun), SOLVE_SECONDS)
            if self._is_new:
                self._is_new = False
                waiting = Plan.objects.filter(pk=self._hold.work.subject_id, state=State.QUEUED)
                waiting.update(result={"progress": progress_to_list(self._trail)})
        return now


def _record(plan: Plan, result: Result) -> None:
    conflicts = " ".join(result.explanation.conflicts)
    plan.state = State.SOLVED if result.sessions else State.FAILED
    plan.result = result_to_dict(result)
    plan.message = in_words(conflicts, plan.problem.get("names", {}))
    plan.solved_at = timezone.now()
    plan.save(update_fields=["state", "result", "message", "solved_at"])
