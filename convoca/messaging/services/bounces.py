"""What comes of a mail that could not be delivered: its message, its address, who asks about it."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.foundation.hashes import hash_address
from convoca.foundation.queue import nudge_after_commit
from convoca.messaging.core.dsn import Kind, Notice
from convoca.messaging.core.refusals import Refusal
from convoca.messaging.models import Bounce, Message, Suppression
from convoca.messaging.services.suppressions import suppress_address

logger = logging.getLogger(__name__)
ADDRESS_DIED = "address_died"
"""The nudge after an address was found dead: rooms above ask who holds the seat today."""
SOFT_DAYS = 3
SOFT_WINDOW = timedelta(days=14)
State = Message.State
KNOWN = {
    Kind.HARD: Bounce.Kind.HARD,
    Kind.SOFT: Bounce.Kind.SOFT,
    Kind.DELAYED: Bounce.Kind.DELAYED,
}
LEAVING = frozenset({State.LEASED, State.UNCERTAIN})
MAY_HAVE_COME = LEAVING | {State.SENT, State.DELIVERED}


@dataclass(frozen=True)
class ReturnedMail:
    """A notice about a message; `is_certain` where the message's own return address named it."""

    message: Message
    notice: Notice
    is_certain: bool = True


@transaction.atomic
def settle_bounce(*, returned: ReturnedMail, now: datetime) -> Message:
    """Apply a notice to the message it speaks of; the same notice again changes nothing.

    Hard: the message failed, its address gets nothing more. Soft: the message failed; on the
    third day with one within 14 the address counts as dead, unless servers refused what we
    are or send (a policy), which says nothing of the address. Delayed: only noted. Delivered:
    the message was. Any of these settles what was uncertain.
    """
    message = Message.objects.select_for_update().get(pk=returned.message.pk)
    notice = _about(message, returned)
    if notice.kind is Kind.DELIVERED:
        return _move(message, {*LEAVING, State.SENT}, State.DELIVERED, delivered_at=now)
    if notice.kind not in KNOWN:
        return message
    _bounce, is_new = Bounce.objects.get_or_create(
        message=message,
        kind=KNOWN[notice.kind],
        at=now,
        defaults={
            "address_hash": hash_address(message.channel, message.to_address),
            "status": notice.status,
            "refusal": notice.refusal or "",
        },
    )
    if notice.kind is Kind.DELAYED:  # its provider has it, so it left
        return _move(message, LEAVING, State.SENT, sent_at=now)
    is_dead = notice.kind is Kind.HARD or _is_worn_out(message, now=now)
    if is_new and is_dead:
        _bury(message, now=now)
    sentence = _sentence(notice, returned, is_dead=is_dead)
    logger.info("message %s bounced: %s %s", message.pk, notice.kind, notice.status)
    return _move(message, MAY_HAVE_COME, State.FAILED, sent_at=None, error=sentence)


def note_complaint(*, message: Message, now: datetime) -> None:
    """Send no lists any more to who marked a message as unwanted."""
    _suppress(message, Suppression.Scope.LISTS, Suppression.Reason.COMPLAINED, now=now)


def _about(message: Message, returned: ReturnedMail) -> Notice:
    """Return the notice as far as it is about the message's own address.

    Where another one failed for good, as the one that a box forwards to, the address is not
    dead. A mail system may call the same box by another name of its own domain: that counts
    where the return address names the message.
    """
    notice, to = returned.notice, message.to_address.casefold()
    if notice.kind is not Kind.HARD or notice.recipient in {"", to}:
        return notice
    is_same_house = notice.recipient.rpartition("@")[2] == to.rpartition("@")[2]
    if returned.is_certain and is_same_house:
        return notice
    return replace(notice, kind=Kind.SOFT, refusal=Refusal.POLICY)


def _is_worn_out(message: Message, *, now: datetime) -> bool:
    """Say whether the box refused on three days within 14; several on one day are one."""
    bounces = Bounce.objects.filter(
        address_hash=hash_address(message.channel, message.to_address),
        kind=Bounce.Kind.SOFT,
        at__gt=now - SOFT_WINDOW,
        at__lte=now,
    ).exclude(refusal=Refusal.POLICY)
    return len({at.date() for at in bounces.values_list("at", flat=True)}) >= SOFT_DAYS


def _bury(message: Message, *, now: datetime) -> None:
    _suppress(message, Suppression.Scope.ALL, Suppression.Reason.BOUNCED, now=now)
    nudge_after_commit(ADDRESS_DIED)


def _suppress(
    message: Message, scope: Suppression.Scope, reason: Suppression.Reason, *, now: datetime
) -> None:
    channel = Message.Channel(message.channel)
    suppress_address(
        channel=channel,
        address_hash=hash_address(channel, message.to_address),
        scope=scope,
        reason=reason,
        now=now,
    )


def _move(
    message: Message, states: set[State] | frozenset[State], to: State, **more: object
) -> Message:
    """Move a message on; one that waits again, was cancelled or read keeps its state."""
    if message.state not in states:
        return message
    fields = {"state": to, "error": "", "leased_until": None, **more}
    for name, value in fields.items():
        setattr(message, name, value)
    message.save(update_fields=list(fields))
    return message


def _sentence(notice: Notice, returned: ReturnedMail, *, is_dead: bool) -> str:
    """Say to the staff what happened and what to do."""
    if returned.notice.kind is Kind.HARD and notice.kind is Kind.SOFT:
        return _(
            "El correo volvió desde otra dirección: la casilla de esta persona lo reenvía a una "
            "que no existe. Pregúntele si le llegó y si tiene otra."
        )
    if notice.kind is Kind.SOFT and is_dead:
        return _(
            "El correo volvió varias veces en dos semanas. Ya no se escribe a esta dirección: "
            "llame a la persona y pídale otra."
        )
    sentence = {
        Refusal.ADDRESS: _(
            "El correo volvió: esta dirección no existe%(code)s. "
            "Confírmela con la persona y corríjala: el correo saldrá de nuevo."
        ),
        Refusal.FULL: _(
            "El correo volvió: el buzón de esta persona está lleno%(code)s. "
            "Llámele o pídale otra dirección."
        ),
        Refusal.POLICY: _(
            "El correo volvió: el servidor de la persona lo rechazó%(code)s. "
            "Avise a quien administra el correo de la asociación."
        ),
        Refusal.FOR_NOW: _(
            "El correo volvió: el servidor de la persona no lo recibió a tiempo%(code)s. "
            "Envíelo otra vez más tarde, o llámele."
        ),
    }[notice.refusal or Refusal.FOR_NOW]
    return sentence % {"code": f" ({notice.status})" if notice.status else ""}
