"""Reading plans: the one in hand, the confirmed one, all that were worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from convoca.cycles.models import Cycle
from convoca.foundation.errors import NotFoundError
from convoca.workplan.core.problem.grid import UNSAID
from convoca.workplan.models import Availability, Plan
from convoca.workplan.queries.problem import is_team

State = Plan.State
DONE = [State.SOLVED, State.FAILED, State.CONFIRMED]
MOST_READ = 12


@dataclass(frozen=True)
class PlannedSession:
    """One date of a plan: number from 1, wall time "2027-03-09T10:00" in `zone`, who leads."""

    number: int
    start: str
    zone: str
    expert: str


def planned_sessions(plan: Plan) -> list[PlannedSession]:
    """List the dates of a plan in their order; none while it has no dates.

    `expert` is empty where the team itself leads.
    """
    names = plan.problem.get("names", {})
    return [
        PlannedSession(
            number=one["n"] + 1,
            start=one["start"],
            zone=plan.problem["zone"],
            expert="" if is_team(one["expert"]) else names.get(one["expert"], ""),
        )
        for one in sorted(plan.result.get("sessions", []), key=lambda one: one["n"])
    ]


def confirmed_plan(cycle: Cycle) -> Plan | None:
    """Return the plan whose dates stand, if any."""
    return Plan.objects.filter(cycle=cycle, state=State.CONFIRMED).first()


def plan_in_hand(cycle: Cycle) -> Plan | None:
    """Return the plan that waits or is being worked out, if any."""
    return Plan.objects.filter(cycle=cycle, state=State.QUEUED).first()


def get_plan(cycle: Cycle, plan_id: int) -> Plan:
    """Return a plan of this cycle that was worked out, or raise NotFoundError."""
    plan = Plan.objects.filter(cycle=cycle, pk=plan_id, state__in=DONE).first()
    if plan is None:
        raise NotFoundError(plan_id)
    return plan


def list_plans(cycle: Cycle) -> list[Plan]:
    """List the plans that were worked out: the confirmed first, then the newest.

    What plans the rest of a series again is left out while it does not stand.
    """
    standing = F("confirmed_at").desc(nulls_last=True)
    plans = Plan.objects.filter(cycle=cycle, state__in=DONE)
    own = plans.filter(Q(replaces__isnull=True) | Q(state=State.CONFIRMED))
    return list(own.order_by(standing, "-pk")[:MOST_READ])


def count_answers_since(plan: Plan) -> int:
    """Count who has given or changed a whole week of theirs since a plan was asked for."""
    later = Availability.objects.filter(cycle=plan.cycle_id, answered_at__gt=plan.asked_at)
    return (
        later.filter(is_carried=False).exclude(weekly="").exclude(weekly__contains=UNSAID).count()
    )


def topic_titles(plan: Plan) -> Sequence[str]:
    """List the titles of the topics of a plan by session."""
    names = plan.problem.get("names", {})
    return [names.get(topic, "") for topic in plan.problem["communities"][0]["topics"]]
