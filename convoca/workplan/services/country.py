"""Asking for the plan of the country, stopping it, and planning one of its communities again."""

import logging
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.foundation.models import Association
from convoca.foundation.works import WorkOrder, cancel_work_of, start_work
from convoca.workplan.core.problem.model import Problem
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.core.result.country import settle_own
from convoca.workplan.errors import (
    AgendaMissingError,
    CountryPlanOldError,
    NobodyAnsweredError,
    NothingToPlanError,
    PlanConfirmedError,
)
from convoca.workplan.models import CountryPlan, Plan
from convoca.workplan.queries.country import (
    country_in_hand,
    current_plans,
    latest_country_plan,
)
from convoca.workplan.queries.country_ready import list_candidates
from convoca.workplan.queries.plans import confirmed_plan, plan_in_hand
from convoca.workplan.queries.problem import build_country_problem, default_weights
from convoca.workplan.services.plans import lock_open_cycle, start_solving

logger = logging.getLogger(__name__)
COUNTRY_SOLVING = "country_solving"
"""The work that follows when the plan of the country is asked for."""


@transaction.atomic
def request_country_plan(
    *, association: Association, cycle_ids: Collection[int], user: User | None, now: datetime
) -> CountryPlan:
    """Ask for the dates of several cycles together; those that are not ready are left out.

    While a plan of the association is in hand, that one is returned: pressed twice, or by two
    people, it is computed once. The worker writes the problem down when its turn comes, with
    what was answered until then.

    Raises NothingToPlanError.
    """
    association = _lock(association)
    waiting = country_in_hand(association)
    if waiting is not None:
        return waiting
    ready = [one.cycle for one in list_candidates(association) if one.is_ready and one.cycle]
    chosen = [cycle for cycle in ready if cycle.pk in cycle_ids]
    if not chosen:
        raise NothingToPlanError
    country = CountryPlan.objects.create(
        association=association,
        problem={"asked": [cycle.pk for cycle in chosen]},
        asked_at=now,
        asked_by=user,
    )
    _start_solving(country, len(chosen))
    logger.info("user %s asked for country plan %s", user and user.pk, country.pk)
    return country


def cancel_country_plan(*, association: Association, now: datetime) -> bool:
    """Stop computing the plan of the country; say whether one was in hand."""
    waiting = country_in_hand(association)
    if waiting is None:
        return False
    return cancel_work_of(kind=COUNTRY_SOLVING, subject_id=waiting.pk, now=now)


@transaction.atomic
def replan_one(*, country: CountryPlan, cycle: Cycle, user: User | None, now: datetime) -> Plan:
    """Ask for other dates of one community of a country's plan; the rest stand still.

    What was answered until now counts. While a plan of the cycle is in hand, that one is
    returned.

    Raises CycleOverError, PlanConfirmedError, CountryPlanOldError, AgendaMissingError or
    NobodyAnsweredError.
    """
    association = _lock(country.association)
    cycle = lock_open_cycle(cycle)
    if confirmed_plan(cycle) is not None:
        raise PlanConfirmedError(cycle.pk)
    waiting = plan_in_hand(cycle)
    if waiting is not None:
        return waiting
    latest = latest_country_plan(association)
    if latest is None or latest.pk != country.pk:
        raise CountryPlanOldError(country.pk)
    others = [plan for plan in current_plans(country, whole=True) if plan.cycle_id != cycle.pk]
    proposed = [plan for plan in others if plan.state == Plan.State.SOLVED]
    problem = build_country_problem(
        [cycle],
        default_weights(cycle.community),
        today=_today(association, now),
        standing=proposed,
    )
    _check(problem, cycle)
    plan = Plan.objects.create(
        cycle=cycle,
        country=country,
        problem=settle_own(problem_to_dict(problem)),
        asked_at=now,
        asked_by=user,
    )
    start_solving(plan)
    logger.info("user %s asked for cycle %s of country plan %s again", user, cycle.pk, country.pk)
    return plan


def _check(problem: Problem, cycle: Cycle) -> None:
    community = problem.communities[0]
    if not community.topics:
        raise AgendaMissingError(cycle.pk)
    if not any(person.weekly for person in community.participants):
        raise NobodyAnsweredError(cycle.pk)


def _start_solving(country: CountryPlan, count: int) -> None:
    order = WorkOrder(
        kind=COUNTRY_SOLVING,
        key=f"association:{country.association_id}",
        subject_id=country.pk,
        association=country.association,
        community_id=None,
        title=_("Calcular el plan del país: %(count)s comunidades") % {"count": count},
        address=reverse("workplan:country"),
    )
    start_work(order=order, asked_by_id=country.asked_by_id, now=country.asked_at)


def _lock(association: Association) -> Association:
    return Association.objects.select_for_update(no_key=True).get(pk=association.pk)


def _today(association: Association, now: datetime) -> date:
    return timezone.localdate(now, ZoneInfo(association.zone))
