"""Sessions of others that stand: they use up experts, facilitators, licences and people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet

from convoca.convening.models import Invitation
from convoca.foundation.models import Association
from convoca.workplan.core.problem.model import Taken
from convoca.workplan.models import Plan
from convoca.workplan.queries.problem.people import Persons
from convoca.workplan.queries.standing import StandingSession, standing_sessions

SHARED = ("licence:", "expert:", "facilitator:")
"""Beginnings of ids of real rows; what stands in for somebody is not shared with others."""


def confirmed_plans(association: Association, *, besides: Collection[int] = ()) -> QuerySet[Plan]:
    """List the plans whose dates stand, of the open cycles of an association but some."""
    plans = Plan.objects.filter(
        cycle__community__association=association,
        cycle__closed_at__isnull=True,
        state=Plan.State.CONFIRMED,
    )
    return plans.exclude(cycle__in=besides).order_by("pk")


def people_of(plans: Collection[Plan]) -> dict[int, set[int]]:
    """Return who takes part in the cycles of plans: primary keys by that of the cycle."""
    answers = Invitation.objects.filter(
        Q(answer=Invitation.Answer.YES) | Q(answer=Invitation.Answer.DEPUTY),
        cycle__in={plan.cycle_id for plan in plans},
        withdrawn_at__isnull=True,
    ).values_list("cycle", "answer", "person", "deputy")
    people: dict[int, set[int]] = defaultdict(set)
    for cycle_id, answer, person_id, deputy_id in answers:
        is_deputy = answer == Invitation.Answer.DEPUTY and deputy_id is not None
        people[cycle_id].add(deputy_id if is_deputy else person_id)
    return people


def taken_sessions(association: Association, *, besides: Collection[int] = ()) -> list[Taken]:
    """List the sessions that stand in an association, but those of some cycles, with all people."""
    plans = list(confirmed_plans(association, besides=besides))
    people = people_of(plans)
    persons = {pk: f"person:{pk}" for own in people.values() for pk in own}
    return taken_of(plans, people=people, persons=persons)


def taken_of(
    plans: Sequence[Plan], *, people: Mapping[int, Collection[int]], persons: Persons
) -> list[Taken]:
    """Return the sessions of plans as ones that stand: in order of their beginning.

    people: who takes part by cycle, as `people_of` gives it; of them those in `persons` are named.
    """
    taken = [
        _taken(plan, session, people, persons)
        for plan in plans
        for session in standing_sessions(plan)
    ]
    return sorted(taken, key=lambda one: (one.start, one.facilitator or "", one.licence or ""))


def _taken(
    plan: Plan,
    session: StandingSession,
    people: Mapping[int, Collection[int]],
    persons: Persons,
) -> Taken:
    own, community = people.get(plan.cycle_id, ()), plan.problem["communities"][0]
    return Taken(
        start=session.start,
        session_min=community.get("session_min") or plan.problem["session_min"],
        licence=_shared(session.licence),
        expert=_shared(session.expert),
        facilitator=_shared(community["facilitator"]),
        persons=tuple(sorted(persons[pk] for pk in own if pk in persons)),
    )


def _shared(row_id: str | None) -> str | None:
    return row_id if row_id is not None and row_id.startswith(SHARED) else None
