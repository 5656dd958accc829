"""Working out the plans that wait: claimed one by one, solved outside any transaction.

A claim that is never recorded (the worker died) is free again when its lease ends; after
three tries the plan fails with a sentence.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.workplan.core.plan import Result, result_to_dict
from convoca.workplan.core.problem import parse_problem
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_page import in_words

logger = logging.getLogger(__name__)
SOLVE_SECONDS = 60
LEASE = timedelta(seconds=3 * SOLVE_SECONDS)
MOST_ATTEMPTS = 3
State = Plan.State


def solve_waiting_plans() -> int:
    """Work out every plan that waits; return how many were. Safe to run twice and side by side."""
    solved = 0
    while (plan := claim_plan(now=timezone.now())) is not None:
        solved += 1
        try:
            result = _solve(plan)
        except Exception:
            _release(plan)
            logger.exception("plan %s could not be worked out", plan.pk)
            raise
        record_result(plan=plan, result=result, now=timezone.now())
    return solved


@transaction.atomic
def claim_plan(*, now: datetime) -> Plan | None:
    """Claim the plan that has waited longest, so that no other worker takes it.

    A plan that three workers have left unfinished is given up first.
    """
    lost = Q(state=State.RUNNING, leased_until__lte=now)
    Plan.objects.filter(lost, attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        leased_until=None,
        solved_at=now,
        message=_(
            "El cálculo se cortó tres veces antes de terminar. Pida otro; si vuelve a pasar, "
            "avise a quien administra el sistema."
        ),
    )
    waiting = Plan.objects.filter(Q(state=State.QUEUED) | lost)
    plan = waiting.select_for_update(skip_locked=True).order_by("asked_at", "pk").first()
    if plan is None:
        return None
    plan.state = State.RUNNING
    plan.leased_until = now + LEASE
    plan.attempts += 1
    plan.save(update_fields=["state", "leased_until", "attempts"])
    return plan


def record_result(*, plan: Plan, result: Result, now: datetime) -> bool:
    """Keep what a claimed plan came to; say whether the claim still stood."""
    has_dates = bool(result.sessions)
    conflicts = " ".join(result.explanation.conflicts)
    written = _claimed(plan).update(
        state=State.SOLVED if has_dates else State.FAILED,
        result=result_to_dict(result),
        message=in_words(conflicts, plan.problem.get("names", {})),
        leased_until=None,
        solved_at=now,
    )
    return bool(written)


def _solve(plan: Plan) -> Result:
    from convoca.workplan.core.solve import solve  # noqa: PLC0415 # the solver takes a second to load

    return solve(parse_problem(plan.problem), seconds=SOLVE_SECONDS)


def _release(plan: Plan) -> None:
    """End the lease of a plan whose computation broke, so that the sweep tries it again."""
    _claimed(plan).update(leased_until=timezone.now())


def _claimed(plan: Plan) -> QuerySet[Plan]:
    return Plan.objects.filter(pk=plan.pk, state=State.RUNNING, attempts=plan.attempts)
