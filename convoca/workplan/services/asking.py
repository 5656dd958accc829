"""Asking, by the own channel of each and with a personal link, when somebody can."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.queries import links_end_at
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, User
from convoca.directory.queries import opted_out_among, read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.core.house_templates import GROUP as SHORT_TEXT
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_keys
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    OwnChannels,
    Recipient,
    Text,
    queue_message,
    queue_messages,
    read_own_channels,
    undo_messages,
    write_text,
)
from convoca.workplan.errors import AvailabilityClosedError, NoMailError
from convoca.workplan.queries.availability import (
    PURPOSE,
    AvailabilityRow,
    availability_rows,
    is_open,
    last_batch,
    letter_key,
)

logger = logging.getLogger(__name__)
LETTER = "workplan/messages/availability.txt"


@dataclass(frozen=True)
class Asking:
    """Who has no week of their own yet, and how each may be reached now.

    to_write: by a channel of their own, not asked today. asked: today already. to_call: by no
    channel. in_peace: those who asked not to be contacted; nobody writes to them nor calls.
    """

    channels: OwnChannels
    to_write: Sequence[AvailabilityRow]
    asked: Sequence[AvailabilityRow]
    to_call: Sequence[AvailabilityRow]
    in_peace: Sequence[AvailabilityRow]
    recipients: Mapping[int, Recipient]

    @property
    def by_whatsapp(self) -> int:
        """Return how many would be written to by WhatsApp."""
        channels = [self.recipients[row.invitation.pk].channel for row in self.to_write]
        return channels.count(Message.Channel.WHATSAPP)


@transaction.atomic
def ask_availability(
    *, cycle: Cycle, user: User | None, now: datetime, seat_ids: Collection[int] | None = None
) -> int:
    """Write to everybody who takes part and has no whole week of their own; return to how many.

    Only for some seats where they are given. Each by the own channel, at most once a day, so
    pressing twice sends nothing twice. Who has no channel is left out and stays in the list of
    those to be called. The messages wait, to be undone.

    Raises AvailabilityClosedError when the dates are set.
    """
    cycle = _lock(cycle)
    if not is_open(cycle):
        raise AvailabilityClosedError(cycle.pk)
    rows = [
        row
        for row in availability_rows(cycle)
        if seat_ids is None or row.invitation.seat_id in seat_ids
    ]
    asking = find_asking(cycle, rows, now=now)
    _queue_letters(cycle, asking, now=now)
    count = len(asking.to_write)
    logger.info("user %s asked %s of cycle %s", user and user.pk, count, cycle.pk)
    return count


@transaction.atomic
def undo_asking(*, cycle: Cycle, now: datetime) -> int:
    """Stop the messages of the last press while they wait; return how many.

    Raises UndoTooLateError when they have left.
    """
    batch = last_batch(cycle, now=now)
    stopped = batch and undo_messages(
        occasions=[cycle_occasion(cycle.pk)], purposes=[PURPOSE], batch=batch
    )
    if not stopped:
        raise UndoTooLateError(cycle.pk)
    return len(stopped)


def find_asking(cycle: Cycle, rows: Sequence[AvailabilityRow], *, now: datetime) -> Asking:
    """Find out who of these people is missing, and how each may be reached now."""
    missing = [row for row in rows if not row.has_answered]
    spared = opted_out_among([row.invitation.participant.pk for row in missing])
    wanted = [row for row in missing if row.invitation.participant.pk not in spared]
    channels = read_own_channels(
        cycle.community.association, SHORT_TEXT, [row.phone for row in wanted]
    )
    found = {row.invitation.pk: _recipient(channels, row) for row in wanted}
    recipients = {key: one for key, one in found.items() if one}
    reached = {
        letter_key(cycle, row.invitation, now=now): row
        for row in wanted
        if row.invitation.pk in recipients
    }
    asked = standing_keys(reached)
    return Asking(
        channels=channels,
        to_write=[row for key, row in reached.items() if key not in asked],
        asked=[row for key, row in reached.items() if key in asked],
        to_call=[row for row in wanted if row.invitation.pk not in recipients],
        in_peace=[row for row in missing if row.invitation.participant.pk in spared],
        recipients=recipients,
    )


def write_sample(*, cycle: Cycle, row: AvailabilityRow | None = None) -> Text:
    """Write the mail as somebody would get it, without any real link; as the first who is missing.

    Raises NoMailError when nobody is missing.
    """
    row = row or next((one for one in availability_rows(cycle) if not one.has_answered), None)
    if row is None:
        raise NoMailError(cycle.pk)
    return _write(cycle, row, _("(aquí va el enlace personal de cada persona)"))


def send_test(*, cycle: Cycle, user: User, now: datetime) -> Message:
    """Send the sample to who asks for it; once a minute, however often the button is pressed.

    Raises NoMailError when nobody is missing.
    """
    text = write_sample(cycle=cycle)
    return queue_message(
        association=cycle.community.association,
        key=f"test:{PURPOSE}:{user.pk}:{cycle.pk}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=f"test:{cycle.pk}",
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )


def _lock(cycle: Cycle) -> Cycle:
    held = Cycle.objects.select_for_update(of=("self",))
    return held.select_related("community__kind", "community__association").get(pk=cycle.pk)


def _recipient(channels: OwnChannels, row: AvailabilityRow) -> Recipient | None:
    name = row.invitation.participant.name
    return channels.recipient(email=row.email, phone=row.phone, name=name)


def _queue_letters(cycle: Cycle, asking: Asking, *, now: datetime) -> None:
    rows = asking.to_write
    links = issue_links(
        wanted=[(row.invitation.participant, row.invitation.seat) for row in rows],
        purpose=PersonalLink.Purpose.AVAILABILITY,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(links_end_at(cycle), now + timedelta(days=1)),
        now=now,
    )
    read_places(row.invitation.seat for row in rows)
    pairs = {(row.invitation.participant.pk, row.invitation.seat_id): row for row in rows}
    queue_messages(
        association=cycle.community.association,
        purpose=PURPOSE,
        letters=[_letter(cycle, row, asking, links[pair], now=now) for pair, row in pairs.items()],
        now=now,
        not_before=now + UNDO_TIME,
    )


def _letter(
    cycle: Cycle, row: AvailabilityRow, asking: Asking, link: PersonalLink, *, now: datetime
) -> Letter:
    recipient, page = asking.recipients[row.invitation.pk], mark_of(link.reference)
    text = _write(cycle, row, page)
    association = cycle.community.association
    blanks = [row.invitation.participant.name, association.name, text.subject, page]
    return Letter(
        key=letter_key(cycle, row.invitation, now=now),
        occasion=cycle_occasion(cycle.pk),
        recipient=recipient,
        text=asking.channels.text(recipient, text, blanks=blanks),
        not_after=link.expires_at,
    )


def _write(cycle: Cycle, row: AvailabilityRow, link: str) -> Text:
    seat = row.invitation.seat
    context: dict[str, object] = {
        "name": row.invitation.participant.name,
        "seat": seat,
        "association": cycle.community.association,
        "community": cycle.community,
        "plan_from": cycle.plan_from,
        "plan_until": cycle.plan_from + timedelta(weeks=cycle.plan_weeks, days=-1),
        "is_carried": row.state == "carried",
        "is_started": row.state == "started",
        "link": link,
    }
    return write_text(LETTER, context)
