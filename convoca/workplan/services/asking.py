"""Asking, by mail with a personal link, when somebody can."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.queries import links_end_at
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, User
from convoca.directory.queries import read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_keys
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    Recipient,
    Text,
    queue_message,
    queue_messages,
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


@transaction.atomic
def ask_availability(*, cycle: Cycle, user: User | None, now: datetime) -> int:
    """Write to everybody who takes part and has no whole week of their own; return to how many.

    At most once a day to each, so pressing twice sends nothing twice. Who has no e-mail is left
    out and stays in the list of those to be called. The mails wait, to be undone.

    Raises AvailabilityClosedError when the dates are set.
    """
    cycle = _lock(cycle)
    if not is_open(cycle):
        raise AvailabilityClosedError(cycle.pk)
    rows = rows_to_ask(cycle, now=now)
    _queue_letters(cycle, rows, now=now)
    logger.info("user %s asked %s of cycle %s", user and user.pk, len(rows), cycle.pk)
    return len(rows)


@transaction.atomic
def undo_asking(*, cycle: Cycle, now: datetime) -> int:
    """Stop the mails of the last press while they wait; return how many.

    Raises UndoTooLateError when they have left.
    """
    batch = last_batch(cycle, now=now)
    stopped = batch and undo_messages(
        occasions=[cycle_occasion(cycle.pk)], purposes=[PURPOSE], batch=batch
    )
    if not stopped:
        raise UndoTooLateError(cycle.pk)
    return len(stopped)


def rows_to_ask(cycle: Cycle, *, now: datetime) -> list[AvailabilityRow]:
    """List who would be written to now: no week of their own, an address, not asked today."""
    rows = {
        letter_key(cycle, row.invitation, now=now): row
        for row in availability_rows(cycle)
        if not row.has_answered and row.email
    }
    asked = standing_keys(rows)
    return [row for key, row in rows.items() if key not in asked]


def write_sample(*, cycle: Cycle) -> Text:
    """Write the mail as somebody who is missing would get it, without any real link.

    Raises NoMailError when nobody is missing.
    """
    row = next((one for one in availability_rows(cycle) if not one.has_answered), None)
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


def _queue_letters(cycle: Cycle, rows: Sequence[AvailabilityRow], *, now: datetime) -> None:
    links = issue_links(
        wanted=[(row.invitation.participant, row.invitation.seat) for row in rows],
        purpose=PersonalLink.Purpose.AVAILABILITY,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(links_end_at(cycle), now + timedelta(days=1)),
        now=now,
    )
    read_places(row.invitation.seat for row in rows)
    queue_messages(
        association=cycle.community.association,
        purpose=PURPOSE,
        letters=[
            _letter(
                cycle, row, links[row.invitation.participant.pk, row.invitation.seat_id], now=now
            )
            for row in rows
        ],
        now=now,
        not_before=now + UNDO_TIME,
    )


def _letter(cycle: Cycle, row: AvailabilityRow, link: PersonalLink, *, now: datetime) -> Letter:
    return Letter(
        key=letter_key(cycle, row.invitation, now=now),
        occasion=cycle_occasion(cycle.pk),
        recipient=Recipient(row.email, row.invitation.participant.name),
        text=_write(cycle, row, mark_of(link.reference)),
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
