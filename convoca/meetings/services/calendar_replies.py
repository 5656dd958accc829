"""What a Yes or No pressed in a calendar program means for a session."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.meetings.errors import ExcuseClosedError
from convoca.meetings.models import CalendarPress, Session
from convoca.meetings.queries import Guest, list_guests
from convoca.meetings.queries.guests import count_departures
from convoca.meetings.services.attendance import excuse_by_calendar, withdraw_excuse_by_link
from convoca.meetings.services.mailing import own_sequence
from convoca.messaging.core.mails import parse_mail
from convoca.messaging.core.replies import CalendarAnswer, CalendarReply, read_calendar_reply

logger = logging.getLogger(__name__)


@transaction.atomic
def apply_calendar_reply(content: bytes, *, received_at: datetime) -> bool:
    """Apply the answer that a raw mail brings; return whether it was of any use here.

    No is a notice of absence for that session, as given by the own link; Yes takes one back.
    Both can be changed by the link and by the team. What is older than the answer we know, or
    than the event as it is now, changes nothing. Not of use: an event that is not ours, an
    answer of another address or passed on. These wait for a person; nothing is answered.
    """
    reply = read_calendar_reply(parse_mail(content))
    if reply is None:
        return False
    session = Session.objects.select_for_update().filter(uid=reply.uid).first()
    guest = _guest_of(session, reply) if session else None
    if session is None or guest is None or reply.is_delegated:
        logger.warning("calendar answer to %s waits for a person", reply.uid)
        return False
    if _is_newer(session, guest, reply):
        _apply(session, guest, reply, now=received_at)
    return True


def _guest_of(session: Session, reply: CalendarReply) -> Guest | None:
    """Return the one who takes part under this address; None where it is nobody's or shared."""
    guests = [
        guest for guest in list_guests(session.cycle) if guest.email.casefold() == reply.attendee
    ]
    return guests[0] if len(guests) == 1 else None


def _is_newer(session: Session, guest: Guest, reply: CalendarReply) -> bool:
    """Say whether nothing later is known: of the event, of presses, of what was told otherwise."""
    times_left = count_departures(session).get(guest.person.pk, 0)
    if reply.sequence < own_sequence(session, times_left):
        return False
    known = CalendarPress.objects.filter(session=session, person=guest.person).first()
    if known is not None and (known.sequence, known.stamped_at) >= reply.order:
        return False
    told = session.attendances.filter(seat__in=guest.seats, recorded_at__gt=reply.stamped_at)
    return not told.exists()


def _apply(session: Session, guest: Guest, reply: CalendarReply, *, now: datetime) -> None:
    CalendarPress.objects.update_or_create(
        session=session,
        person=guest.person,
        defaults={
            "answer": reply.answer,
            "sequence": reply.sequence,
            "stamped_at": reply.stamped_at,
            "received_at": now,
        },
    )
    try:
        if reply.answer is CalendarAnswer.DECLINED:
            excuse_by_calendar(
                session=session, person=guest.person, seats=guest.seats, reason=_why(reply), now=now
            )
        elif reply.answer is CalendarAnswer.ACCEPTED:
            withdraw_excuse_by_link(session=session, seats=guest.seats, now=now)
    except ExcuseClosedError:
        logger.info("calendar answer to session %s came after it", session.pk)


def _why(reply: CalendarReply) -> str:
    if reply.comment:
        return _("No, desde su calendario: %(comment)s") % {"comment": reply.comment}
    return _("Respondió que no desde su calendario.")
