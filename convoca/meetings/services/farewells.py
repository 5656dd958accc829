"""Taking a session out of the calendar of who does not take part any more.

Answers are known in a room below, which may not ask this one: so this one looks, at its own
acts and from time to time.
"""

import logging
from datetime import datetime

from django.db import transaction

from convoca.meetings.models import Departure, Session
from convoca.meetings.queries import Guest
from convoca.meetings.queries.guests import count_departures, farewell_occasion, personal_key
from convoca.meetings.queries.told import list_leavers
from convoca.meetings.services.locks import lock_session
from convoca.meetings.services.mailing import FAREWELL, own_sequence
from convoca.messaging import services as messaging
from convoca.messaging.services import Recipient, queue_messages

logger = logging.getLogger(__name__)


def follow_answers(*, now: datetime) -> int:
    """Write to who left since, for each session still to come; return how many letters.

    Safe to run twice: each departure is a row, and is written about once.
    """
    coming = Session.objects.filter(state=Session.State.ANNOUNCED, starts_at__gt=now)
    return sum(
        _follow(session, now) for session in coming.select_related("cycle") if list_leavers(session)
    )


@transaction.atomic
def _follow(session: Session, now: datetime) -> int:
    return take_leave(lock_session(session, *Session.State.values), now=now)


def take_leave(session: Session, *, now: datetime) -> int:
    """Cancel an announced session for who left, with the event alone; return for how many.

    Call it with the row of the session held. The letter goes to the address that got the event
    and holds no personal link: those of who left a seat are shut.
    """
    if session.state != Session.State.ANNOUNCED or session.starts_at <= now:
        return 0
    left = count_departures(session)
    letters = []
    for guest in list_leavers(session):
        before = left.get(guest.person.pk, 0)
        Departure.objects.create(session=session, person=guest.person, number=before + 1, at=now)
        letters.append(_letter(session, guest, before, now))
    queue_messages(
        association=session.cycle.community.association,
        purpose=FAREWELL.purpose,
        letters=letters,
        now=now,
    )
    if letters:
        logger.info("session %s taken out of %s calendars", session.pk, len(letters))
    return len(letters)


def _letter(session: Session, guest: Guest, before: int, now: datetime) -> messaging.Letter:
    occasion = farewell_occasion(session)
    return messaging.Letter(
        key=personal_key(occasion, guest.person.pk, before),
        occasion=occasion,
        recipient=Recipient(guest.email, guest.person.name),
        text=FAREWELL.write(
            session, guest, page="", now=now, sequence=own_sequence(session, before) + 1
        ),
    )
