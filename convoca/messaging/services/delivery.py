"""Letting messages leave: reserved, started one by one, sent outside any transaction, recorded.

At any moment a sender has at most one message in hand, so that no more than that is *incierto*
when it dies; whatever cancels, pauses or suppresses takes effect before the next one.
"""

import logging
import random
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.messaging.channels import Channel, Parcel, PreparingChannel, channel_for
from convoca.messaging.core.backoff import is_spent, wait_after
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelError,
    ChannelLaterError,
    ChannelStopError,
    ChannelUncertainError,
)
from convoca.messaging.models import Message
from convoca.messaging.queries import paused_channels
from convoca.messaging.services.delivery_rows import (
    BATCH,
    Sent,
    record,
    record_sent,
    release,
    reserve,
    settle_lost_leases,
    start,
)
from convoca.messaging.services.delivery_stops import set_aside
from convoca.messaging.services.delivery_turns import in_turn
from convoca.messaging.services.fallback import other_way
from convoca.messaging.services.parcels import parcel_of
from convoca.messaging.services.pauses import hold_channel, pause_channel

logger = logging.getLogger(__name__)
DOWN_WAIT = timedelta(seconds=30)
URGENT_EVERY_S = 1.0
State = Message.State
Clock = Callable[[], datetime]


def deliver_due(
    *,
    limit: int | None = None,
    channel: Channel | None = None,
    clock: Clock = timezone.now,
    until: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due, one channel after the other; return how many left the outbox.

    `channel` takes the place of the mail server, and then nothing leaves by another one;
    `clock` says the moment, in a rehearsal one of its story; `until` says when to stop early.
    """
    settle_lost_leases(now=clock())
    if channel is not None:
        return _Sender(Message.Channel.EMAIL, channel, clock, until).run(limit)
    sent = 0
    for name in Message.Channel:
        left = None if limit is None else limit - sent
        sent += deliver_channel(name=name, limit=left, clock=clock, until=until)
    return sent


def deliver_channel(
    *,
    name: Message.Channel,
    limit: int | None = None,
    clock: Clock = timezone.now,
    until: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due by one channel; return how many left. Where it is not set up all wait."""
    channel = channel_for(name, clock)
    return 0 if channel is None else _Sender(name, channel, clock, until).run(limit)


class _Sender:
    """Sends by one channel until nothing is due: its name is on the rows that it holds."""

    def __init__(
        self, name: Message.Channel, channel: Channel, clock: Clock, until: Callable[[], bool]
    ) -> None:
        self._name, self._channel, self._clock, self._until = name, channel, clock, until
        self._sender = uuid4().hex
        self._waiting: deque[Message] = deque()
        self._ready: dict[int, Parcel] = {}
        self._unrecorded: Sent | None = None
        self._looked_s = 0.0
        self._urgent_only = False
        self._is_over = False

    def run(self, limit: int | None) -> int:
        """Send until nothing is due, the channel is down or `limit` have left; count those."""
        sent = 0
        self._look_for_pauses()
        try:
            with self._channel:
                while not self._is_over and (limit is None or sent < limit):
                    message = None if self._until() else self._next()
                    if message is None:
                        break
                    sent += self._try(message)
        finally:
            self._write_down()
            release(sender=self._sender)
        return sent

    def _look_for_pauses(self) -> None:
        pause = paused_channels(self._clock()).get(self._name)
        if pause is not None:
            self._waiting.clear()
            release(sender=self._sender)
            self._urgent_only, self._is_over = True, pause.ended_at is not None

    def _next(self) -> Message | None:
        """Return the next message: one that is urgent never waits behind a reserved batch."""
        now_s = time.monotonic()
        if not self._waiting:
            self._write_down()
            self._waiting.extend(self._reserve(urgent_only=self._urgent_only))
            self._looked_s = now_s
        elif now_s - self._looked_s > URGENT_EVERY_S:
            self._waiting.extendleft(reversed(self._reserve(urgent_only=True)))
            self._looked_s = now_s
        return self._waiting.popleft() if self._waiting else None

    def _reserve(self, *, urgent_only: bool) -> list[Message]:
        now = self._clock()
        batch = reserve(
            sender=self._sender, channel=self._name, now=now, most=BATCH, urgent_only=urgent_only
        )
        return in_turn(batch, now=now)

    def _try(self, message: Message) -> bool:
        """Start a message and send it; say whether it left."""
        before, self._unrecorded = self._unrecorded, None
        if not start(message, now=self._clock(), before=before):
            if set_aside(message, now=self._clock()):
                self._look_for_pauses()
            return False
        try:
            provider_id = self._send(message)
        except ChannelStopError as error:
            logger.warning("%s is paused at message %s: %s", self._name, message.pk, error)
            pause_channel(channel=self._name, reason=error.user_message(), now=self._clock())
            self._end(message, error)
        except ChannelDownError as error:
            logger.warning("message %s waits: %s", message.pk, error)
            self._end(message, error)
        except ChannelError as error:
            logger.warning("message %s was not taken: %s", message.pk, error)
            _record_failure(message, error, now=self._clock())
        except ChannelUncertainError as error:
            logger.warning("message %s is uncertain: %s", message.pk, error)
            record(message, state=State.UNCERTAIN, error=error.user_message())
        except Exception:
            logger.exception("message %s could not be built", message.pk)
            record(message, state=State.FAILED, error=_not_built())
        else:
            self._unrecorded = Sent(message, self._clock(), provider_id)
            return True
        return False

    def _send(self, message: Message) -> str:
        """Send one message, and let the channel prepare the next while it waits for an answer."""
        parcel = self._ready.get(message.pk) or parcel_of(message)
        self._ready = {}
        if self._waiting and isinstance(self._channel, PreparingChannel):
            following = self._waiting[0]
            self._ready = {following.pk: parcel_of(following)}
            self._channel.prepare(self._ready[following.pk])
        return self._channel.send(parcel)

    def _end(self, message: Message, error: ChannelDownError) -> None:
        """Put a message back as if it had not been tried, and leave the channel in peace."""
        now, sentence = self._clock(), error.user_message()
        wait = error.wait or DOWN_WAIT
        if error.wait is not None:
            hold_channel(channel=self._name, reason=sentence, until=now + wait, now=now)
        _put_back(message, now=now, wait=wait, error=sentence)
        self._is_over = True

    def _write_down(self) -> None:
        if self._unrecorded is not None:
            record_sent(self._unrecorded)
            self._unrecorded = None


def _put_back(message: Message, *, now: datetime, wait: timedelta, error: str) -> None:
    attempts = message.attempts - 1
    record(message, state=State.QUEUED, next_try_at=now + wait, attempts=attempts, error=error)


def _record_failure(message: Message, error: ChannelError, *, now: datetime) -> None:
    sentence = error.user_message()
    if isinstance(error, ChannelLaterError) and error.wait is not None:
        _put_back(message, now=now, wait=error.wait, error=sentence)
    elif error.permanent:
        _give_up(message, sentence, now=now)
    elif is_spent(message.attempts):
        words = _(
            "El servidor de correo no lo aceptó en %(n)s intentos. "
            "Llame a la persona, o envíelo otra vez más tarde."
        )
        _give_up(message, words % {"n": message.attempts}, now=now)
    else:
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        later = now + wait_after(message.attempts, asked=error.wait, chance=chance)
        record(message, state=State.QUEUED, next_try_at=later, error=sentence)


def _give_up(message: Message, sentence: str, *, now: datetime) -> None:
    """Write that it failed; or that it goes another way, where there is one."""
    other = other_way(message, sentence, now=now)
    record(message, **(other or {"state": State.FAILED, "error": sentence}))


def _not_built() -> str:
    return _("Este correo no se pudo armar. Avise a quien administra: quedó en el registro.")
