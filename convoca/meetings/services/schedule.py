"""From the confirmed plan to the sessions of a cycle, and on to the clock as it really runs."""

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
from convoca.meetings.queries import list_guests
from convoca.meetings.queries.guests import invite_key, occasion_of
from convoca.meetings.services.mailing import CHANGE, write_to_guests
from convoca.messaging.services import cancel_messages
from convoca.workplan.models import Plan
from convoca.workplan.queries import planned_sessions
from convoca.workplan.services import confirm_plan


@transaction.atomic
def schedule_sessions(*, plan: Plan, user: User, now: datetime) -> list[Session]:
    """Confirm a plan and make the sessions of its cycle, with the topics of its agenda.

    Session n takes topic n; one without a topic has an empty one, to be written by hand.
    Raises SessionsExistError, WallTimeError, or what keeps the plan from being confirmed.
    """
    cycle = Cycle.objects.select_for_update().get(pk=plan.cycle_id)
    if cycle.sessions.exists():
        raise SessionsExistError(cycle.pk)
    if plan.state != Plan.State.CONFIRMED:
        plan = confirm_plan(plan=plan, user=user, now=now)
    topics = {topic.position: topic.title for topic in confirmed_topics(cycle)}
    duration_min = cycle.community.session_min
    return Session.objects.bulk_create(
        Session(
            cycle=cycle,
            number=planned.number,
            topic=topics.get(planned.number, ""),
            expert_name=planned.expert,
            wall_start=planned.start,
            zone=planned.zone,
            starts_at=instant_of(planned.start, planned.zone).at,
            duration_min=duration_min,
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


@transaction.atomic
def follow_clock_changes(*, now: datetime) -> list[Session]:
    """Move the instants of coming sessions to where their wall times are now.

    A government may change the clock between the plan and the session; the wall time is what
    was agreed. Guests who were told get the event again. Returns the sessions that moved.
    """
    coming = Session.objects.select_for_update(of=("self",)).filter(
        starts_at__gt=now, state__in=[Session.State.PLANNED, Session.State.ANNOUNCED]
    )
    return [
        session
        for session in coming.select_related("cycle__community__association")
        if _follow_clock(session, now)
    ]


def _follow_clock(session: Session, now: datetime) -> bool:
    at = instant_of(session.wall_start, session.zone).at
    if at == session.starts_at:
        return False
    session.starts_at = at
    session.save(update_fields=["starts_at"])
    if session.state == Session.State.ANNOUNCED:
        tell_change(session, now=now)
    return True


def tell_change(session: Session, *, now: datetime) -> int:
    """Tell all guests that an announced session is different now; return how many are written to.

    What waited to leave about the session as it was is cancelled: it would be wrong.
    """
    session.sequence += 1
    session.save(update_fields=["sequence"])
    cancel_messages(occasions=[occasion_of(session)])
    mailing = write_to_guests(
        session=session,
        guests=list_guests(session.cycle),
        letter=CHANGE,
        key=invite_key(session),
        now=now,
        not_after=session.starts_at,
    )
    return mailing.queued
