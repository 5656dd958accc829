"""Asking experts and facilitators, by mail with a link of their own, when they can."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.directory.models import User
from convoca.directory.services import draw_address
from convoca.foundation.links import mark_of
from convoca.foundation.models import Association
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
from convoca.workplan.errors import AskedTodayError
from convoca.workplan.models import Expert, Facilitator, PoolLink
from convoca.workplan.queries.pool import (
    PURPOSE,
    Member,
    last_asking,
    letter_key,
    list_to_ask,
    pool_occasion,
)
from convoca.workplan.services.pool import lock_house

logger = logging.getLogger(__name__)
LETTER = "workplan/messages/pool.txt"
LINK_TIME = timedelta(days=120)


@transaction.atomic
def ask_pool(*, user: User, only: Member | None = None, now: datetime) -> int:
    """Write to those of whom it is not known when they can, or to one; return to how many.

    At most once a day to each, so pressing twice sends nothing twice. The mails wait, to be undone.

    Raises AskedTodayError when there is nobody to write to now.
    """
    association = user.association
    lock_house(association)
    members = members_to_ask(user, only=only, now=now)
    if not members:
        raise AskedTodayError
    queue_messages(
        association=association,
        purpose=PURPOSE,
        letters=[_letter(association, member, now=now) for member in members],
        now=now,
        not_before=now + UNDO_TIME,
    )
    logger.info("user %s asked %s of the pool", user.pk, len(members))
    return len(members)


@transaction.atomic
def undo_pool_asking(*, association: Association, now: datetime) -> int:
    """Stop the mails of the last press while they wait; return how many.

    Raises UndoTooLateError when they have left.
    """
    batch = last_asking(association, now=now)
    stopped = batch and undo_messages(
        occasions=[pool_occasion(association)], purposes=[PURPOSE], batch=batch
    )
    if not stopped:
        raise UndoTooLateError(association.pk)
    return len(stopped)


def members_to_ask(user: User, *, only: Member | None = None, now: datetime) -> list[Member]:
    """List who would be written to now; `only` one is asked again although they have answered."""
    chosen = list_to_ask(user) if only is None else [only]
    keys = {letter_key(one, now=now): one for one in chosen if one.is_active and one.email}
    asked = standing_keys(keys)
    return [one for key, one in keys.items() if key not in asked]


def write_pool_sample(*, association: Association, member: Member) -> Text:
    """Write the mail as somebody would get it, without any real link."""
    return _write(association, member, _("(aquí va el enlace personal de cada persona)"))


def send_pool_test(
    *, association: Association, member: Member, user: User, now: datetime
) -> Message:
    """Send the sample to who asks for it; once a minute, however often the button is pressed."""
    text = write_pool_sample(association=association, member=member)
    return queue_message(
        association=association,
        key=f"test:{PURPOSE}:{user.pk}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=f"test:{pool_occasion(association)}",
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )


@transaction.atomic
def send_pool_links_again(*, email: str, now: datetime) -> int:
    """Mail their link to the experts and facilitators who have this address; return to how many."""
    rows = {"is_active": True, "email__iexact": email}
    members: list[Member] = [
        *Expert.objects.filter(**rows).select_related("association"),
        *Facilitator.objects.filter(**rows).select_related("association"),
    ]
    for house in sorted({member.association for member in members}, key=lambda one: one.pk):
        lock_house(house)
    for member in members:
        letter = _letter(member.association, member, now=now)
        queue_message(
            association=member.association,
            key=f"renewal:{letter.key}:{now:%H%M%S}",
            purpose="renewal",
            occasion=letter.occasion,
            recipient=letter.recipient,
            text=letter.text,
            now=now,
            not_after=letter.not_after,
        )
    return len(members)


def issue_pool_link(*, member: Member, now: datetime) -> PoolLink:
    """Return the live link of an expert or a facilitator, made now if there is none.

    An earlier one keeps its address and gets the later expiry; one that has expired opens
    nothing any more, and there is a fresh one.
    """
    whose = {"expert": member} if isinstance(member, Expert) else {"facilitator": member}
    expires_at = now + LINK_TIME
    link = PoolLink.objects.select_for_update().filter(**whose, revoked_at__isnull=True).first()
    if link is not None and link.expires_at <= now:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        link = None
    if link is None:
        link = draw_address(PoolLink(**whose), expires_at=expires_at, now=now)
    link.expires_at = max(link.expires_at, expires_at)
    link.save()
    return link


def _letter(association: Association, member: Member, *, now: datetime) -> Letter:
    link = issue_pool_link(member=member, now=now)
    return Letter(
        key=letter_key(member, now=now),
        occasion=pool_occasion(association),
        recipient=Recipient(member.email, member.name),
        text=_write(association, member, mark_of(link.reference)),
        not_after=link.expires_at,
    )


def _write(association: Association, member: Member, link: str) -> Text:
    context: dict[str, object] = {
        "name": member.name,
        "association": association,
        "is_expert": isinstance(member, Expert),
        "link": link,
    }
    return write_text(LETTER, context)
