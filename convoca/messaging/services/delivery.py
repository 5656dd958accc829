"""Letting messages leave: claimed one by one, sent outside any transaction, then recorded.

A claim that is never recorded (the worker died) becomes *incierto* when its lease ends:
nobody can know whether the provider took the message, so it is never sent again by itself.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.foundation.links import reveal_links
from convoca.messaging.channels import Channel, Parcel, mail_channel
from convoca.messaging.errors import ChannelDownError, ChannelError, ChannelUncertainError
from convoca.messaging.models import Message

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3600
SIGN_IN = "sign_in"
State = Message.State


def deliver_due(
    *,
    limit: int | None = None,
    channel: Channel | None = None,
    clock: Callable[[], datetime] = timezone.now,
) -> int:
    """Send what is due; return how many left the outbox. Without a mail server all wait.

    `channel` takes the place of the configured one; `clock` says the moment, in a rehearsal
    one of its story.
    """
    settle_lost_leases(now=clock())
    channel = channel or mail_channel()
    if channel is None:
        return 0
    sent = 0
    with channel:
        while limit is None or sent < limit:
            message = claim_next(now=clock())
            if message is None:
                break
            try:
                sent += _send(channel, message, clock)
            except ChannelDownError as error:
                logger.warning("message %s waits: %s", message.pk, error)
                _give_back(message, error.user_message(), now=clock())
                break
    return sent


@transaction.atomic
def settle_lost_leases(*, now: datetime) -> int:
    """Mark what was claimed and never recorded as uncertain; drop what came too late."""
    Message.objects.filter(state=State.QUEUED, not_after__lte=now).update(
        state=State.CANCELLED, error=_("Ya no servía: pasó su hora.")
    )
    lost = Message.objects.filter(state=State.LEASED, leased_until__lte=now)
    return lost.update(state=State.UNCERTAIN, error=ChannelUncertainError().user_message())


@transaction.atomic
def claim_next(*, now: datetime) -> Message | None:
    """Claim a message so that no other worker takes it: the one that has waited longest.

    A code to sign in goes before all: somebody has a page open for it.
    """
    due = Message.objects.filter(state=State.QUEUED, next_try_at__lte=now).exclude(
        not_after__lte=now
    )
    urgent_first = Case(When(purpose=SIGN_IN, then=0), default=1)
    in_turn = due.order_by(urgent_first, "next_try_at", "pk")
    message = in_turn.select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.state = State.LEASED
    message.leased_until = now + LEASE
    message.attempts += 1
    message.save(update_fields=["state", "leased_until", "attempts"])
    return message


def _send(channel: Channel, message: Message, clock: Callable[[], datetime]) -> bool:
    """Send one claimed message and record what is known; say whether it left.

    Raises ChannelDownError when nothing could be tried.
    """
    try:
        provider_id = channel.send(_parcel(message))
    except ChannelDownError:
        raise
    except ChannelError as error:
        logger.warning("message %s was not taken: %s", message.pk, error)
        _record_failure(message, error, now=clock())
        return False
    except ChannelUncertainError as error:
        logger.warning("message %s is uncertain: %s", message.pk, error)
        _record(message, state=State.UNCERTAIN, error=error.user_message())
        return False
    except Exception:
        logger.exception("message %s could not be built", message.pk)
        sentence = _(
            "Este correo no se pudo armar. Avise a quien administra: quedó en el registro."
        )
        _record(message, state=State.FAILED, error=sentence)
        return False
    _record(message, state=State.SENT, sent_at=clock(), provider_id=provider_id, error="")
    return True


def _parcel(message: Message) -> Parcel:
    return Parcel(
        to_address=message.to_address,
        to_name=message.to_name,
        subject=message.subject,
        text=reveal_links(message.body),
        message_id=message.message_id,
        calendar=reveal_links(message.calendar),
        calendar_method=message.calendar_method,
    )


def _record(message: Message, **fields: object) -> None:
    """Write what became of a claimed message, unless its lease was already given up."""
    claimed = Message.objects.filter(pk=message.pk, state=State.LEASED, attempts=message.attempts)
    claimed.update(leased_until=None, **fields)


def _give_back(message: Message, error: str, *, now: datetime) -> None:
    """Put a claimed message back as if it had not been tried; the next sweep tries again."""
    later = now + timedelta(seconds=FIRST_WAIT_S)
    attempts = message.attempts - 1
    _record(message, state=State.QUEUED, next_try_at=later, attempts=attempts, error=error)


def _record_failure(message: Message, error: ChannelError, *, now: datetime) -> None:
    if error.permanent:
        _record(message, state=State.FAILED, error=error.user_message())
        return
    if message.attempts >= MOST_ATTEMPTS:
        sentence = _(
            "El servidor de correo no lo aceptó en %(n)s intentos. "
            "Llame a la persona, o envíelo otra vez más tarde."
        )
        _record(message, state=State.FAILED, error=sentence % {"n": message.attempts})
        return
    wait = min(FIRST_WAIT_S * 2 ** (message.attempts - 1), LONGEST_WAIT_S)
    wait_s = wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing
    later = now + timedelta(seconds=wait_s)
    _record(message, state=State.QUEUED, next_try_at=later, error=error.user_message())
