"""Writing to the guests of a session: one mail a person, with the person's own link and event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from convoca.directory.models import PersonalLink, User
from convoca.directory.services import issue_link
from convoca.foundation.links import address_of, mark_of
from convoca.meetings.core.calendar import Method, Party
from convoca.meetings.core.clock import wall_of
from convoca.meetings.errors import NobodyToTellError, UndoTooLateError
from convoca.meetings.models import Session
from convoca.meetings.queries import Guest, calendar_text, list_guests
from convoca.meetings.queries.guests import leave_out_written, occasion_of
from convoca.messaging.models import Message
from convoca.messaging.services import Recipient, Text, queue_message, write_text

LINK_LIFE = timedelta(days=60)
"""How long after a session its pages open: for the minutes and the commitments."""
UNDO_TIME = timedelta(seconds=30)
"""How long a mass act waits before its mails leave, so that it can be undone."""


@dataclass(frozen=True)
class Mailing:
    """What a mass act did: how many messages wait to leave, and who has no address."""

    queued: int
    without_email: int


@dataclass(frozen=True)
class Letter:
    """One kind of message about a session; `method` is empty where no calendar part goes along."""

    purpose: str
    template: str
    method: Method | None = None

    def write(
        self, session: Session, guest: Guest, *, page: str, now: datetime, page_octets: int = 0
    ) -> Text:
        """Write the letter to one guest; `page` is the personal page, as an address or a mark."""
        calendar = ""
        if self.method:
            calendar = calendar_text(
                session,
                method=self.method,
                attendee=Party(guest.email, guest.person.name),
                personal_page=page,
                page_octets=page_octets or len(page),
                now=now,
            )
        return write_text(
            self.template,
            _context(session, guest, page),
            calendar=calendar,
            calendar_method=self.method or "",
        )


ANNOUNCEMENT = Letter("session-announce", "meetings/messages/announce.txt", "REQUEST")
CHANGE = Letter("session-change", "meetings/messages/change.txt", "REQUEST")
CANCELLATION = Letter("session-cancel", "meetings/messages/cancel.txt", "CANCEL")
REMINDER = Letter("session-remind", "meetings/messages/remind.txt")
MINUTES = Letter("session-minutes", "meetings/messages/minutes.txt")
UNDOABLE = [ANNOUNCEMENT.purpose, REMINDER.purpose, MINUTES.purpose]
"""A change or a cancellation is not undone by keeping its mails back: the session did change."""


def _context(session: Session, guest: Guest, page: str) -> dict[str, object]:
    community = session.cycle.community
    return {
        "session": session,
        "community": community,
        "association": community.association,
        "name": guest.person.name,
        "places": [seat.municipality.comuna_name for seat in guest.seats],
        "zone": guest.zone,
        "is_elsewhere": reads_differently(session, guest.zone),
        "page": page,
    }


def reads_differently(session: Session, zone: str) -> bool:
    """Say whether clocks of a zone show another hour than the association's at the session."""
    return wall_of(session.starts_at, zone) != wall_of(session.starts_at, session.zone)


def write_to_guests(
    *,
    session: Session,
    guests: Sequence[Guest],
    letter: Letter,
    key: str,
    now: datetime,
    not_after: datetime | None = None,
) -> Mailing:
    """Queue one letter for each guest with an address; call it in the act's transaction.

    `key` is completed with the person: who was written to under it before is left out.
    """
    reachable = [guest for guest in guests if guest.email]
    waiting = leave_out_written(key, reachable)
    for guest in waiting:
        reference = _reference(session, guest, now)
        text = letter.write(
            session,
            guest,
            page=mark_of(reference),
            page_octets=len(address_of(reference)),
            now=now,
        )
        queue_message(
            association=session.cycle.community.association,
            key=f"{key}:{guest.person.pk}",
            purpose=letter.purpose,
            occasion=occasion_of(session),
            recipient=Recipient(guest.email, guest.person.name),
            text=text,
            now=now + UNDO_TIME,
            not_after=not_after,
        )
    return Mailing(queued=len(waiting), without_email=len(guests) - len(reachable))


def _reference(session: Session, guest: Guest, now: datetime) -> str:
    link = issue_link(
        person=guest.person,
        seat=guest.seat,
        purpose=PersonalLink.Purpose.SESSION,
        occasion=occasion_of(session),
        expires_at=max(session.starts_at, now) + LINK_LIFE,
        now=now,
    )
    return link.reference


def write_sample(*, session: Session, letter: Letter, now: datetime) -> Text:
    """Write a letter as the first guest would get it, without any real link.

    Raises NobodyToTellError when nobody takes part.
    """
    guest = next(iter(list_guests(session.cycle)), None)
    if guest is None:
        raise NobodyToTellError(session.pk)
    page = _("(aquí va el enlace personal de cada persona)")
    text = letter.write(session, guest, page=page, now=now)
    return Text(text.subject, text.body)


def send_test(*, session: Session, letter: Letter, user: User, now: datetime) -> Message:
    """Send the sample to who asks for it, without the event: it is not for her calendar."""
    text = write_sample(session=session, letter=letter, now=now)
    return queue_message(
        association=session.cycle.community.association,
        key=f"test:{letter.purpose}:{session.pk}:{user.pk}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=f"test:{user.pk}",
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )


@transaction.atomic
def undo_mailing(*, session: Session, batch: datetime) -> int:
    """Take back the letters of one mass act that still wait; return how many.

    They stay in the outbox as cancelled under another key, so the same may be sent later. A
    session that nobody was told of any more goes back to planned. Raises UndoTooLateError.
    """
    session = Session.objects.select_for_update().get(pk=session.pk)
    mails = Message.objects.filter(occasion=occasion_of(session), purpose__in=UNDOABLE)
    waiting = mails.filter(created_at=batch + UNDO_TIME, state=Message.State.QUEUED)
    undone = waiting.update(
        state=Message.State.CANCELLED,
        key=Concat(F("key"), Value(f":undone:{batch.timestamp():.0f}")),
    )
    if not undone:
        raise UndoTooLateError(session.pk)
    told = mails.filter(purpose=ANNOUNCEMENT.purpose).exclude(state=Message.State.CANCELLED)
    if session.state == Session.State.ANNOUNCED and session.sequence == 0 and not told.exists():
        session.state = Session.State.PLANNED
        session.save(update_fields=["state"])
    return undone
