"""WhatsApp by Meta's Cloud API: one request a message, and an honest word about each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.messaging.channels.base import Channel, Parcel
from convoca.messaging.channels.http import HttpAnswer, HttpClient, NoAnswerError, NotSentError
from convoca.messaging.channels.whatsapp_errors import (
    WhatsAppDownError,
    WhatsAppUncertainError,
    refusal_for,
)
from convoca.messaging.channels.whatsapp_gate import Pass, keep_in_mind, let_pass
from convoca.messaging.core.retry_after import read_retry_after
from convoca.messaging.core.whatsapp_codes import Act, act_for
from convoca.messaging.core.whatsapp_requests import (
    NO_CODE,
    Answer,
    read_answer,
    template_request,
    text_request,
)
from convoca.messaging.core.whatsapp_rules import Way
from convoca.messaging.errors import ChannelError
from convoca.messaging.models import Conversation, SenderNumber

logger = logging.getLogger(__name__)
OK = range(200, 300)
THEIR_FAULT = 500
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class WhatsAppAccount:
    """Where our number is, and the key to it."""

    api_url: str
    version: str
    number_id: str
    key: str

    @property
    def messages_url(self) -> str:
        """Return where messages are posted."""
        return f"{self.api_url}/{self.version}/{self.number_id}/messages"


def whatsapp_account() -> WhatsAppAccount | None:
    """Return the account of the settings, or None where there is none."""
    key, number_id = settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID
    if not key or not number_id:
        return None
    return WhatsAppAccount(settings.WHATSAPP_API_URL, settings.WHATSAPP_API_VERSION, number_id, key)


def whatsapp_channel(clock: Clock = timezone.now) -> Channel | None:
    """Return the channel for WhatsApp, or None without an account: then messages wait.

    In a rehearsal it keeps all the rules, and nothing leaves.
    """
    if settings.REHEARSAL:
        return WhatsAppRehearsal(clock)
    account = whatsapp_account()
    return WhatsAppChannel(account, clock=clock) if account else None


class WhatsAppChannel:
    """Sends by one number of the Cloud API.

    Until a connection stands, a failure is certain. After that only the answer says whether
    the message was taken: without one it is uncertain, and Meta's status settles it.
    """

    def __init__(
        self,
        account: WhatsAppAccount,
        *,
        clock: Clock = timezone.now,
        http: HttpClient | None = None,
    ) -> None:
        self._account = account
        self._clock = clock
        self._http = http or HttpClient(account.key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self._http.close()

    def send(self, parcel: Parcel) -> str:
        """Send one message, if it may leave now; return Meta's name for it."""
        allowed = _pass_gate(parcel, self._clock())
        try:
            reply = self._http.post(self._account.messages_url, build_request(parcel, allowed))
        except NotSentError as error:
            raise WhatsAppDownError(f"no connection: {error}") from error
        except NoAnswerError as error:
            raise WhatsAppUncertainError(f"no answer: {error}") from error
        answer = read_answer(reply.content)
        if reply.status in OK and answer.wamid:
            _remember_taken(allowed, answer)
            return answer.wamid
        if answer.code == NO_CODE and (reply.status in OK or reply.status >= THEIR_FAULT):
            raise WhatsAppUncertainError(f"HTTP {reply.status} without a word from WhatsApp")
        raise self._refused(allowed, reply, answer)

    def _refused(self, allowed: Pass, reply: HttpAnswer, answer: Answer) -> ChannelError:
        act = act_for(answer.code, status=reply.status)
        sender = allowed.sender
        error = refusal_for(
            act,
            name=f"HTTP {reply.status}, code {answer.code}",
            tries=allowed.tries,
            slow_downs=sender.slow_downs,
        )
        if act is Act.SLOW_DOWN:
            slow_downs = min(sender.slow_downs + 1, 30)
            SenderNumber.objects.filter(pk=sender.pk).update(slow_downs=slow_downs)
        keep_in_mind(act, allowed.conversation.address, now=self._clock())
        asked = read_retry_after(reply.headers.get("retry-after", ""), now=self._clock())
        if asked is not None and error.wait is not None:
            error.wait = max(asked, error.wait)
        return error


class WhatsAppRehearsal:
    """Takes every message that could really leave, and keeps it here."""

    def __init__(self, clock: Clock = timezone.now) -> None:
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        """Nothing to close."""

    def send(self, parcel: Parcel) -> str:
        """Build the request as it would leave; return where the message can be read."""
        build_request(parcel, _pass_gate(parcel, self._clock()))
        return _("buzón de ensayo")


def build_request(parcel: Parcel, allowed: Pass) -> dict[str, object]:
    """Return the request that sends a parcel the way it may go."""
    if allowed.way is Way.TEXT:
        return text_request(parcel.to_address, text=parcel.text, reference=parcel.reference)
    return template_request(
        parcel.to_address,
        name=parcel.template,
        language=allowed.language,
        parameters=allowed.parameters,
        reference=parcel.reference,
    )


def _pass_gate(parcel: Parcel, now: datetime) -> Pass:
    try:
        return let_pass(parcel, now=now)
    except DatabaseError as error:
        raise WhatsAppDownError("the database is busy") from error


def _remember_taken(allowed: Pass, answer: Answer) -> None:
    """Keep whom Meta takes the number for, and that it goes well; never at the message's cost."""
    try:
        if answer.wa_id and answer.wa_id != allowed.conversation.wa_id:
            known = Conversation.objects.filter(pk=allowed.conversation.pk)
            known.update(wa_id=answer.wa_id[:32])
        if allowed.sender.slow_downs:
            SenderNumber.objects.filter(pk=allowed.sender.pk).update(slow_downs=0)
    except DatabaseError:
        logger.exception("the message left; its number was not remembered")
