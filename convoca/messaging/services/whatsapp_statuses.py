"""What became of our messages, as Meta reports it: in any order, more than once, late."""

from datetime import datetime, timedelta

from convoca.foundation.queue import DELIVER, nudge_after_commit
from convoca.messaging.channels.whatsapp_errors import sentence_of
from convoca.messaging.channels.whatsapp_gate import keep_in_mind
from convoca.messaging.core.whatsapp_codes import MOST_TRIES, STOPS, Act, act_for
from convoca.messaging.core.whatsapp_events import StatusNews
from convoca.messaging.core.whatsapp_requests import NO_CODE
from convoca.messaging.core.whatsapp_statuses import FAILED, RANKS, later_state
from convoca.messaging.errors import StatusTooEarlyError
from convoca.messaging.models import Conversation, Message
from convoca.messaging.services.fallback import other_way
from convoca.messaging.services.pauses import pause_channel

State = Message.State
UNKNOWN_STILL = frozenset({State.QUEUED, State.LEASED, State.UNCERTAIN})
"""The states in which a status that names the message by our own reference settles it."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_REFERENCE = 18


def apply_status(news: StatusNews, *, now: datetime) -> bool:
    """Write what a status says of a message; return False where it is of none of ours.

    A message is found by Meta's name for it; one of which only the request is known (it is in
    hand, uncertain, or a person let it go again) by our own reference, and is thereby settled.

    Raises StatusTooEarlyError while the message may be one whose name is not written down yet.
    """
    ours = Message.objects.select_for_update().filter(channel=Message.Channel.WHATSAPP)
    message = ours.filter(provider_id=news.wamid).first()
    if message is not None:
        if message.state in Message.LEFT:
            _settle(message, news, now=now)
        return True
    message = _by_reference(news)
    if message is not None:
        _settle(message, news, now=now)
        return True
    if ours.filter(state=State.LEASED).exists():
        raise StatusTooEarlyError(news.wamid)
    return False


def _by_reference(news: StatusNews) -> Message | None:
    """Return the message whose fate is not known that bears our reference and goes to that number.

    The number must agree: another installation may report its own messages to this address.
    """
    if not news.reference.isdecimal() or len(news.reference) > LONGEST_REFERENCE:
        return None
    message = (
        Message.objects.select_for_update()
        .filter(pk=int(news.reference), channel=Message.Channel.WHATSAPP, state__in=UNKNOWN_STILL)
        .first()
    )
    if message is None or not news.wa_id:
        return message
    known = Conversation.objects.filter(address=message.to_address, wa_id=news.wa_id)
    is_same = message.to_address.removeprefix("+") == news.wa_id or known.exists()
    return message if is_same else None


def _settle(message: Message, news: StatusNews, *, now: datetime) -> None:
    state = later_state(message.state, news.status)
    if state == FAILED:
        code = NO_CODE if news.code is None else news.code
        _fail(message, news.wamid, act_for(code), now=now)
    elif state is not None:
        message.provider_id, message.state = news.wamid, State(state)
        message.sent_at = message.sent_at or news.at
        if RANKS[state] >= RANKS["delivered"]:
            message.delivered_at = message.delivered_at or news.at
        if state == State.READ:
            message.read_at = news.at
        message.leased_until, message.error = None, ""
        message.save()


def _fail(message: Message, wamid: str, act: Act, *, now: datetime) -> None:
    """Do what a failure asks: again later, all stopped, or another way.

    Meta's name for it stays on the row, so that a late status of that try changes nothing.
    """
    keep_in_mind(act, message.to_address, now=now)
    sentence = sentence_of(act)
    fields: dict[str, object] = {"provider_id": wamid, "leased_until": None, "sent_at": None}
    if act in STOPS:
        pause_channel(channel=message.channel, reason=sentence, now=now)
    if act in STOPS or _goes_again(act, message.attempts):
        wait = FIRST_WAIT * 2 ** min(max(message.attempts - 1, 0), 6)
        again = now if act in STOPS else now + wait
        fields |= {"state": State.QUEUED, "next_try_at": again, "error": sentence}
        nudge_after_commit(DELIVER)
    elif other := other_way(message, sentence, now=now):
        fields = other
        nudge_after_commit(DELIVER)
    else:
        fields |= {"state": State.FAILED, "error": sentence}
    Message.objects.filter(pk=message.pk).update(**fields)


def _goes_again(act: Act, attempts: int) -> bool:
    if act is Act.TRY_AGAIN:
        return attempts < MOST_TRIES
    return act in {Act.SLOW_DOWN, Act.PERSON_LATER}
