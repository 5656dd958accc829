"""What the dates of a plan rest on, looked at again before they stand."""

from collections.abc import Iterable
from datetime import timedelta

from convoca.workplan.errors import PlanDayClosedError, PlanHandGoneError
from convoca.workplan.models import Expert, Facilitator, Licence, Plan
from convoca.workplan.queries.closings import closed_days
from convoca.workplan.queries.plan_words import moment_words
from convoca.workplan.queries.standing import StandingSession

ROWS: dict[str, type[Expert | Facilitator | Licence]] = {
    "expert": Expert,
    "facilitator": Facilitator,
    "licence": Licence,
}


def check_ground(plan: Plan, sessions: Iterable[StandingSession]) -> None:
    """Look whether some sessions of a plan may still be as it was worked out.

    Raises PlanDayClosedError for a day that was closed since, PlanHandGoneError for who or what
    was put aside since.
    """
    wanted = sorted(sessions, key=lambda one: one.start)
    if not wanted:
        return
    community = plan.cycle.community
    first, last = wanted[0].start.date(), wanted[-1].start.date()
    closed = closed_days(community.association, first=first, until=last + timedelta(days=1))
    shut = closed.national | closed.communities.get(community.pk, frozenset())
    for session in wanted:
        if session.start.date() in shut:
            raise PlanDayClosedError(moment_words(session.start))
    _check_hands(plan, wanted)


def _check_hands(plan: Plan, sessions: Iterable[StandingSession]) -> None:
    hands = {hand for one in sessions for hand in (one.expert, one.licence) if hand}
    hands.add(plan.problem["communities"][0]["facilitator"])
    for kind, rows in ROWS.items():
        keys = {int(hand.partition(":")[2]) for hand in hands if hand.startswith(f"{kind}:")}
        here = rows.objects.filter(pk__in=keys, is_active=True).values_list("pk", flat=True)
        for key in sorted(keys.difference(here)):
            name = plan.problem.get("names", {}).get(f"{kind}:{key}", "")
            raise PlanHandGoneError(name)
