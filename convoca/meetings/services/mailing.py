"""Writing to the guests of a session: one mail a person, with the person's own link and event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from convoca.directory.models import PersonalLink, User
from convoca.directory.queries import read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import address_of, mark_of
from convoca.foundation.words import join_names
from convoca.meetings.core.calendar import Method, Party
from convoca.meetings.core.clock import wall_of
from convoca.meetings.errors import NobodyToTellError
from convoca.meetings.models import Session
from convoca.meetings.queries import Guest, calendar_text, list_guests
from convoca.meetings.queries.guests import (
    count_departures,
    leave_out_written,
    occasion_of,
    personal_key,
)
from convoca.meetings.services.ways import Ways, find_ways
from convoca.messaging import services as messaging
from convoca.messaging.channels.mime import sender_address
from convoca.messaging.core.house_templates import NEWS, SESSION, HouseTemplate
from convoca.messaging.models import Message
from convoca.messaging.services import (
    UNDO_TIME,
    Recipient,
    Text,
    queue_message,
    queue_messages,
    write_text,
)

LINK_LIFE = timedelta(days=60)
"""How long after a session its pages open: for the minutes and the commitments."""


@dataclass(frozen=True)
class Mailing:
    """What a mass act did: how many messages wait to leave, and who has no channel."""

    queued: int
    without_email: int


@dataclass(frozen=True)
class Before:
    """How a session differs from what its guests were told last; `starts_at` is what that was.

    is_by_clock: the wall time is the same, and by law it is at another instant.
    """

    starts_at: datetime
    is_moved: bool
    is_by_clock: bool
    is_other_topic: bool
    is_other_call: bool


@dataclass(frozen=True)
class Letter:
    """One kind of message about a session; `method` is empty where no calendar part goes along.

    `house` is the short text for who agreed to WhatsApp: what carries an event goes by mail.
    """

    purpose: str
    template: str
    method: Method | None = None
    house: HouseTemplate | None = None

    def write(
        self,
        session: Session,
        guest: Guest,
        *,
        page: str,
        now: datetime,
        page_octets: int = 0,
        sequence: int | None = None,
        before: Before | None = None,
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
                sequence=sequence,
            )
        return write_text(
            self.template,
            {**_context(session, guest, page), "before": before},
            calendar=calendar,
            calendar_method=self.method or "",
        )


ANNOUNCEMENT = Letter("session-announce", "meetings/messages/announce.txt", "REQUEST")
CHANGE = Letter("session-change", "meetings/messages/change.txt", "REQUEST")
CANCELLATION = Letter("session-cancel", "meetings/messages/cancel.txt", "CANCEL")
FAREWELL = Letter("session-farewell", "meetings/messages/farewell.txt", "CANCEL")
REMINDER = Letter("session-remind", "meetings/messages/remind.txt", house=SESSION)
MINUTES = Letter("session-minutes", "meetings/messages/minutes.txt", house=NEWS)
UNDOABLE = [ANNOUNCEMENT.purpose, REMINDER.purpose, MINUTES.purpose]
"""A change or a cancellation is not undone by keeping its mails back: the session did change."""


def _context(session: Session, guest: Guest, page: str) -> dict[str, object]:
    community = session.cycle.community
    return {
        "session": session,
        "community": community,
        "association": community.association,
        "name": guest.person.name,
        "places": join_names([seat.place for seat in guest.seats]),
        "sender": sender_address(),
        "zone": guest.zone,
        "is_elsewhere": reads_differently(session, guest.zone),
        "page": page,
    }


def own_sequence(session: Session, times_left: int) -> int:
    """Return the SEQUENCE of a session for one person: session.sequence + 2 * times_left.

    Each event in a calendar must have a higher one than the event before. Who left got a
    CANCEL one higher, so who comes back starts two higher; session.sequence never falls.

    Source: RFC 5546 section 2.1.4.
    """
    return session.sequence + 2 * times_left


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
    before: Before | None = None,
) -> Mailing:
    """Queue one letter for each guest by the own channel; call it in the act's transaction.

    `key` is completed with the person: who was written to under it before is left out.
    """
    ways = find_ways(session, letter.house, guests)
    reachable = [guest for guest in guests if ways.recipients[guest.person.pk]]
    waiting = leave_out_written(session, key, reachable)
    pages = _references(session, waiting, now)
    left = count_departures(session)
    read_places(seat for guest in waiting for seat in guest.seats)
    queue_messages(
        association=session.cycle.community.association,
        purpose=letter.purpose,
        letters=[
            messaging.Letter(
                key=personal_key(key, guest.person.pk, left.get(guest.person.pk, 0)),
                occasion=occasion_of(session),
                recipient=ways.to(guest),
                text=_say(letter, ways, guest, reference, now=now, left=left, before=before),
                not_after=not_after,
            )
            for guest, reference in zip(waiting, pages, strict=True)
        ],
        now=now,
        not_before=now + UNDO_TIME,
    )
    return Mailing(queued=len(waiting), without_email=len(guests) - len(reachable))


def _say(
    letter: Letter,
    ways: Ways,
    guest: Guest,
    reference: str,
    *,
    now: datetime,
    left: Mapping[int, int],
    before: Before | None,
) -> Text:
    """Write a letter to one guest as the own channel takes it."""
    page = mark_of(reference)
    text = letter.write(
        ways.session,
        guest,
        page=page,
        page_octets=len(address_of(reference)),
        now=now,
        sequence=own_sequence(ways.session, left.get(guest.person.pk, 0)),
        before=before,
    )
    return ways.shorten(text, guest, page=page)


def _references(session: Session, guests: Sequence[Guest], now: datetime) -> list[str]:
    links = issue_links(
        wanted=[(guest.person, guest.seat) for guest in guests],
        purpose=PersonalLink.Purpose.SESSION,
        occasion=occasion_of(session),
        expires_at=max(session.starts_at, now) + LINK_LIFE,
        now=now,
    )
    return [links[guest.person.pk, guest.seat.pk].reference for guest in guests]


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
