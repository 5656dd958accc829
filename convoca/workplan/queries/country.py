"""Reading the plans of the country: who may, the one in hand, the latest, its part per cycle."""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import AnonymousUser

from convoca.directory.models import User
from convoca.directory.queries import get_coordinator, may
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import UNSAID
from convoca.workplan.models import Availability, CountryPlan, Plan

State = CountryPlan.State


def get_country_association(user: User | AnonymousUser) -> Association:
    """Return the association whose plan of the country this person may see and ask for.

    Raises NotFoundError for who neither administers it nor coordinates a community of it.
    """
    return get_coordinator(user).association


def country_in_hand(association: Association) -> CountryPlan | None:
    """Return the plan that waits or is being worked out, if any; without its problem."""
    found = CountryPlan.objects.filter(association=association, state=State.QUEUED)
    return found.defer("problem").first()


def latest_country_plan(association: Association) -> CountryPlan | None:
    """Return the newest that was worked out, with dates or in vain; without its problem."""
    done = [State.SOLVED, State.FAILED]
    found = CountryPlan.objects.filter(association=association, state__in=done)
    return found.defer("problem").order_by("-pk").first()


def get_country_plan(association: Association, country_id: int) -> CountryPlan:
    """Return a worked-out plan of this association, or raise NotFoundError."""
    found = CountryPlan.objects.filter(
        association=association, pk=country_id, state=State.SOLVED
    ).first()
    if found is None:
        raise NotFoundError(country_id)
    return found


def current_plans(country: CountryPlan, *, whole: bool = False) -> list[Plan]:
    """List the newest dates of each cycle in a plan of the country, by community.

    Confirmed ones first, then the newest: one that was worked out again takes the place of the
    one before. Only `whole` ones have their problems, which are large.
    """
    done = [Plan.State.SOLVED, Plan.State.CONFIRMED]
    rows = (
        Plan.objects.filter(country=country, state__in=done)
        .select_related("cycle__community__kind")
        .defer(*([] if whole else ["problem"]))
        .order_by("cycle__community__name", "pk")
    )
    newest: dict[int, Plan] = {}
    for plan in rows:
        standing = newest.get(plan.cycle_id)
        if standing is None or standing.state != Plan.State.CONFIRMED:
            newest[plan.cycle_id] = plan
    return list(newest.values())


def shown_plans(country: CountryPlan) -> list[Plan]:
    """List the dates of each cycle of a plan of the country as they are today, by community.

    Where other dates of a cycle were confirmed meanwhile, on the page of its own plan, these.
    """
    plans = current_plans(country)
    confirmed = (
        Plan.objects.filter(cycle__in=[plan.cycle_id for plan in plans], state=Plan.State.CONFIRMED)
        .select_related("cycle__community__kind")
        .defer("problem")
    )
    standing = {plan.cycle_id: plan for plan in confirmed}
    return [standing.get(plan.cycle_id, plan) for plan in plans]


def get_country_plans(user: User | AnonymousUser, plan_ids: Collection[int]) -> list[Plan]:
    """Return worked-out plans of cycles that this person coordinates, by community.

    Raises NotFoundError where one of them is absent, another's, or was never worked out.
    """
    association = get_country_association(user)
    done = [Plan.State.SOLVED, Plan.State.CONFIRMED, Plan.State.REPLACED]
    rows = (
        Plan.objects.filter(pk__in=plan_ids, country__association=association, state__in=done)
        .select_related("cycle__community__association", "cycle__community__kind")
        .order_by("cycle__community__name", "pk")
    )
    plans = list(rows)
    allowed = isinstance(user, User) and all(
        may(user, "coordinate", plan.cycle.community) for plan in plans
    )
    if not allowed or len(plans) < len(plan_ids):
        raise NotFoundError
    return plans


def count_answers_since(country: CountryPlan, plans: Sequence[Plan]) -> int:
    """Count who gave or changed a whole week since a plan was asked for, where dates may change."""
    open_cycles = [plan.cycle_id for plan in plans if plan.state != Plan.State.CONFIRMED]
    later = Availability.objects.filter(cycle__in=open_cycles, answered_at__gt=country.asked_at)
    whole = later.filter(is_carried=False).exclude(weekly="")
    return whole.exclude(weekly__contains=UNSAID).count()


def parts_without_dates(country: CountryPlan) -> dict[int, Plan]:
    """Return, by cycle, the newest part that is being worked out again or was so in vain."""
    states = [Plan.State.QUEUED, Plan.State.FAILED]
    parts = Plan.objects.filter(country=country, state__in=states).only("cycle", "state")
    return {part.cycle_id: part for part in parts.order_by("pk")}
