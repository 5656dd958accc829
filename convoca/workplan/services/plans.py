"""Asking for a plan, and making its dates stand."""

import logging
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.cycles.models import Cycle
from convoca.cycles.services import lock_cycle, set_plan_weeks
from convoca.directory.models import User
from convoca.foundation.works import WorkOrder, cancel_work_of, start_work
from convoca.workplan.core.problem.model import Weights
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.errors import (
    AgendaMissingError,
    CycleOverError,
    NobodyAnsweredError,
    PlanConfirmedError,
    PlanNotReadyError,
    PlanPastError,
)
from convoca.workplan.models import Plan
from convoca.workplan.queries.country_clash import check_clash
from convoca.workplan.queries.plan_ground import check_ground
from convoca.workplan.queries.plans import confirmed_plan, plan_in_hand, planned_sessions
from convoca.workplan.queries.problem import build_problem
from convoca.workplan.queries.standing import standing_sessions
from convoca.workplan.services.standing import hold_association

logger = logging.getLogger(__name__)
PLAN_SOLVING = "plan_solving"
"""The work that follows when a plan is asked for."""


@transaction.atomic
def request_plan(*, cycle: Cycle, weights: Weights, user: User | None, now: datetime) -> Plan:
    """Ask for the dates of a cycle with what was answered until now; the worker computes them.

    While a plan of the cycle is in hand, that one is returned: pressed twice, or by two people,
    it is computed once.

    Raises CycleOverError, PlanConfirmedError, AgendaMissingError or NobodyAnsweredError.
    """
    cycle = lock_open_cycle(cycle)
    if confirmed_plan(cycle) is not None:
        raise PlanConfirmedError(cycle.pk)
    waiting = plan_in_hand(cycle)
    if waiting is not None:
        return waiting
    zone = ZoneInfo(cycle.community.association.zone)
    problem = build_problem(cycle, weights, today=timezone.localdate(now, zone))
    community = problem.communities[0]
    if not community.topics:
        raise AgendaMissingError(cycle.pk)
    if not any(person.weekly for person in community.participants):
        raise NobodyAnsweredError(cycle.pk)
    plan = Plan.objects.create(
        cycle=cycle, problem=problem_to_dict(problem), asked_at=now, asked_by=user
    )
    start_solving(plan)
    logger.info("user %s asked for plan %s of cycle %s", user and user.pk, plan.pk, cycle.pk)
    return plan


@transaction.atomic
def change_weeks(*, cycle: Cycle, plan_from: date, plan_weeks: int, user: User) -> Cycle:
    """Set the weeks in which the sessions may be; plans that were worked out stay as they are.

    Raises CycleOverError or PlanConfirmedError.
    """
    cycle = lock_open_cycle(cycle)
    if confirmed_plan(cycle) is not None:
        raise PlanConfirmedError(cycle.pk)
    logger.info("user %s set %s weeks for the plan of cycle %s", user.pk, plan_weeks, cycle.pk)
    return set_plan_weeks(cycle=cycle, plan_from=plan_from, plan_weeks=plan_weeks)


def start_solving(plan: Plan) -> None:
    """Ask the worker to compute the dates of a plan, in the transaction that makes its row."""
    community = plan.cycle.community
    order = WorkOrder(
        kind=PLAN_SOLVING,
        key=f"cycle:{plan.cycle_id}",
        subject_id=plan.pk,
        association=community.association,
        community_id=community.pk,
        title=_("Calcular las fechas del ciclo %(number)s") % {"number": plan.cycle.number},
        address=reverse("workplan:plan", args=[plan.cycle_id]),
    )
    start_work(order=order, asked_by_id=plan.asked_by_id, now=plan.asked_at)


def cancel_plan(*, cycle: Cycle, now: datetime) -> bool:
    """Stop computing the dates of a cycle; say whether a plan was in hand."""
    plan = plan_in_hand(cycle)
    return plan is not None and cancel_work_of(kind=PLAN_SOLVING, subject_id=plan.pk, now=now)


@transaction.atomic
def confirm_plan(*, plan: Plan, user: User | None, now: datetime) -> Plan:
    """Make the dates of a plan stand; from then on availability is read-only.

    The association is held meanwhile: its communities share experts and licences.

    Raises PlanConfirmedError when the cycle has its dates, also from this plan, CycleOverError
    when it is closed; PlanNotReadyError while the plan has none; PlanPastError when its first
    date has gone by; PlanClashError when another community has taken what it needs;
    PlanDayClosedError or PlanHandGoneError for a day closed, or somebody put aside, since.
    """
    hold_association(plan.cycle)
    cycle = lock_open_cycle(plan.cycle)
    if confirmed_plan(cycle) is not None:
        raise PlanConfirmedError(cycle.pk)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    sessions = planned_sessions(plan)
    if plan.state != Plan.State.SOLVED or not sessions:
        raise PlanNotReadyError(plan.pk)
    first = datetime.fromisoformat(sessions[0].start).replace(tzinfo=ZoneInfo(sessions[0].zone))
    if first <= now:
        raise PlanPastError(plan.pk)
    check_clash(plan)
    check_ground(plan, standing_sessions(plan))
    plan.state = Plan.State.CONFIRMED
    plan.confirmed_at, plan.confirmed_by = now, user
    plan.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    logger.info("user %s confirmed plan %s of cycle %s", user and user.pk, plan.pk, cycle.pk)
    return plan


def lock_open_cycle(cycle: Cycle) -> Cycle:
    """Return the cycle as it is now, kept from others until the transaction ends.

    Raises CycleOverError when it is closed.
    """
    cycle = lock_cycle(cycle)
    if cycle.closed_at is not None:
        raise CycleOverError(cycle.pk)
    return cycle
