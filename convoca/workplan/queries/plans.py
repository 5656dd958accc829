"""Reading plans: the one in hand, the confirmed one, the latest of each way to choose."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db.models import F

from convoca.cycles.models import Cycle
from convoca.foundation.errors import NotFoundError
from convoca.workplan.core.grid import UNSAID
from convoca.workplan.core.model import Weights
from convoca.workplan.models import Availability, Plan
from convoca.workplan.queries.problem import TEAM

State = Plan.State
MOST_READ = 20


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
            expert="" if one["expert"] in {None, TEAM} else names.get(one["expert"], ""),
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
    done = [State.SOLVED, State.FAILED, State.CONFIRMED]
    plan = Plan.objects.filter(cycle=cycle, pk=plan_id, state__in=done).first()
    if plan is None:
        raise NotFoundError(plan_id)
    return plan


def latest_plans(cycle: Cycle) -> list[Plan]:
    """List the latest worked-out plan of each way to weigh: the confirmed first, then the newest.

    Of its way the confirmed plan is the one listed, also when a newer one was worked out.
    """
    done = [State.SOLVED, State.FAILED, State.CONFIRMED]
    newest: dict[str, Plan] = {}
    standing = F("confirmed_at").desc(nulls_last=True)
    for plan in Plan.objects.filter(cycle=cycle, state__in=done).order_by(standing, "-pk")[
        :MOST_READ
    ]:
        newest.setdefault(_weights_key(plan.problem["weights"]), plan)
    return list(newest.values())


def has_weights(plan: Plan, weights: Weights) -> bool:
    """Say whether a plan was asked for with these weights."""
    return _weights_key(plan.problem["weights"]) == _weights_key(asdict(weights))


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


def _weights_key(weights: dict[str, int]) -> str:
    return json.dumps(weights, sort_keys=True)
