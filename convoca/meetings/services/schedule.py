"""From the confirmed plan to the sessions of a cycle."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from convoca.agenda.queries import confirmed_topics
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.meetings.core.clock import Instant, NoSuchTimeError, find_instant
from convoca.meetings.errors import SessionsExistError, WallTimeError
from convoca.meetings.models import Session
from convoca.workplan.models import Plan
from convoca.workplan.queries import planned_sessions
from convoca.workplan.services import confirm_plan
from convoca.workplan.services.standing import hold_association


@transaction.atomic
def schedule_sessions(*, plan: Plan, user: User, now: datetime) -> list[Session]:
    """Confirm a plan and make the sessions of its cycle, with the topics of its agenda.

    Session n takes topic n; one without a topic has an empty one, to be written by hand.
    They last as long as the plan was worked out for, whatever the community has set since.
    Raises SessionsExistError, WallTimeError, or what keeps the plan from being confirmed.
    """
    hold_association(plan.cycle)
    cycle = Cycle.objects.select_for_update().get(pk=plan.cycle_id)
    if cycle.sessions.exists():
        raise SessionsExistError(cycle.pk)
    if plan.state != Plan.State.CONFIRMED:
        plan = confirm_plan(plan=plan, user=user, now=now)
    topics = {topic.position: topic.title for topic in confirmed_topics(cycle)}
    return Session.objects.bulk_create(
        Session(
            cycle=cycle,
            number=planned.number,
            topic=topics.get(planned.number, ""),
            expert_name=planned.expert,
            wall_start=planned.start,
            zone=planned.zone,
            starts_at=instant_of(planned.start, planned.zone).at,
            duration_min=plan.problem["session_min"],
            uid=new_uid(),
        )
        for planned in planned_sessions(plan)
    )


def new_uid() -> str:
    """Return the name under which calendars know a session for ever."""
    return f"session-{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}"


def instant_of(wall: str, zone: str) -> Instant:
    """Find the instant of a wall time, or raise WallTimeError with the next one that exists."""
    try:
        return find_instant(wall, zone)
    except NoSuchTimeError as error:
        day, _mark, hour = error.suggestion.partition("T")
        year, month, number = day.split("-")
        raise WallTimeError(wall, f"{number}-{month}-{year}, {hour}") from error
