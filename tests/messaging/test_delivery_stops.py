"""What stops a message between its reservation and its start, and what stops a channel."""

from datetime import UTC, datetime, timedelta

import pytest

from convoca.foundation.hashes import hash_address
from convoca.messaging.channels import RehearsalChannel
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelError,
    ChannelLaterError,
    SignInRefusedError,
)
from convoca.messaging.models import ChannelPause, Message, Suppression
from convoca.messaging.queries import paused_channels
from convoca.messaging.services import (
    Recipient,
    cancel_messages,
    deliver_due,
    hold_channel,
    pause_channel,
    readdress_messages,
    resume_channel,
)
from convoca.messaging.services.delivery_rows import reserve, start
from tests.factories.messaging import make_message

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
Scope = Suppression.Scope


class Recorder(RehearsalChannel):
    """Takes every parcel and remembers where it went; `act` is done before each is taken."""

    def __init__(self, act=lambda parcel: None) -> None:
        self.taken: list[str] = []
        self._act = act

    def send(self, parcel):
        self._act(parcel)
        self.taken.append(parcel.to_address)
        return "ok"


def message(address: str = "ana@comuna.cl", **fields) -> Message:
    when = {"created_at": NOW, "next_try_at": NOW}
    return make_message(to_address=address, **(when | fields))


def deliver(channel=None, now=NOW) -> Recorder:
    channel = channel or Recorder()
    deliver_due(channel=channel, clock=lambda: now)
    return channel


def suppress(address: str, scope=Scope.ALL, reason="bounced") -> None:
    Suppression.objects.create(
        channel="email",
        address_hash=hash_address("email", address),
        scope=scope,
        reason=reason,
        since_at=NOW,
    )


def state_of(one: Message) -> str:
    one.refresh_from_db()
    return one.state


@pytest.mark.parametrize(
    ("scope", "is_list", "state"),
    [
        (Scope.ALL, False, "suppressed"),
        (Scope.ALL, True, "suppressed"),
        (Scope.LISTS, True, "suppressed"),
        (Scope.LISTS, False, "sent"),
    ],
)
def test_deliver_due_holds_back_what_is_suppressed(scope, is_list, state):
    held, free = message(is_list=is_list), message("eva@comuna.cl", is_list=is_list)
    suppress("Ana@Comuna.cl", scope)

    deliver()

    assert (state_of(held), state_of(free)) == (state, "sent")


def test_deliver_due_says_why_it_held_something_back():
    held = message()
    suppress("ana@comuna.cl")

    channel = deliver()

    held.refresh_from_db()
    assert (channel.taken, held.attempts) == ([], 0)
    assert held.error == (
        "No se envió: lo que se manda a esta dirección vuelve. "
        "Confírmela con la persona y corríjala: el correo saldrá de nuevo."
    )


def test_suppression_that_ended_holds_nothing_back():
    held = message()
    suppress("ana@comuna.cl")
    Suppression.objects.update(ended_at=NOW)

    deliver()

    assert state_of(held) == "sent"


def test_suppression_between_two_mails_holds_back_the_second():
    message()
    second = message("eva@comuna.cl", next_try_at=NOW)

    channel = deliver(Recorder(lambda _parcel: suppress("eva@comuna.cl")))

    assert (channel.taken, state_of(second)) == (["ana@comuna.cl"], "suppressed")


def test_cancelling_between_two_mails_stops_the_second_prv_13():
    message(occasion="session:1")
    second = message("eva@comuna.cl", occasion="session:2")

    channel = deliver(Recorder(lambda _parcel: cancel_messages(occasions=["session:2"])))

    assert (channel.taken, state_of(second)) == (["ana@comuna.cl"], "cancelled")


def test_pausing_between_two_mails_keeps_the_second_in_the_queue():
    message()
    second = message("eva@comuna.cl")

    channel = deliver(
        Recorder(lambda _parcel: pause_channel(channel="email", reason="Alto.", now=NOW))
    )

    assert (channel.taken, state_of(second), second.reserved_by) == (
        ["ana@comuna.cl"],
        "queued",
        "",
    )


def test_readdressing_what_is_reserved_sends_it_to_the_new_address_only():
    waiting = message(to_name="Ana")
    [reserved] = reserve(sender="w", channel="email", now=NOW)

    readdress_messages(
        association=waiting.association,
        to=Recipient("nueva@comuna.cl", "Ana"),
        former=["ana@comuna.cl"],
        now=NOW,
    )

    assert start(reserved, now=NOW) is False
    assert deliver().taken == ["nueva@comuna.cl"]


def test_readdressing_what_was_held_back_sends_it():
    held = message(to_name="Ana", state="suppressed")
    to = Recipient("nueva@comuna.cl", "Ana")

    readdress_messages(association=held.association, to=to, former=["ana@comuna.cl"], now=NOW)

    assert deliver().taken == ["nueva@comuna.cl"]


def test_paused_channel_lets_only_a_code_to_sign_in_leave():
    message()
    message("code@comuna.cl", is_urgent=True)
    pause_channel(channel="email", reason="Alto.", now=NOW)

    assert deliver().taken == ["code@comuna.cl"]


def test_pause_channel_twice_is_one_and_the_first_reason_stands():
    pauses = [pause_channel(channel="email", reason=why, now=NOW) for why in ("Uno.", "Dos.")]

    assert (pauses[0], pauses[1].reason) == (pauses[1], "Uno.")


def test_resume_channel_lets_everything_leave_again():
    message()
    pause_channel(channel="email", reason="Alto.", now=NOW, by_name="Rosa")

    counts = [resume_channel(channel="email", now=NOW) for _ in range(2)]

    assert (counts, deliver().taken) == ([1, 0], ["ana@comuna.cl"])


def refuse(error: Exception):
    """Return a channel that takes nothing and says so."""

    def act(_parcel):
        raise error

    return Recorder(act)


def test_refused_sign_in_pauses_the_channel_until_a_person_looks():
    waiting = message()

    deliver(refuse(SignInRefusedError("no")))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("queued", 0)
    assert ChannelPause.objects.get().reason == (
        "El servidor de correo no acepta la clave de la asociación. "
        "Nada se ha perdido: avise a quien administra."
    )
    assert deliver(now=NOW + timedelta(days=1)).taken == []


def test_channel_that_asks_to_wait_is_left_in_peace_until_then_prv_03():
    first, second = message(), message("eva@comuna.cl")
    channel = refuse(ChannelDownError("429", wait=timedelta(minutes=10)))

    deliver(channel)

    assert [state_of(one) for one in (first, second)] == ["queued", "queued"]
    assert deliver(now=NOW + timedelta(minutes=9)).taken == []
    assert sorted(deliver(now=NOW + timedelta(minutes=10)).taken) == [
        "ana@comuna.cl",
        "eva@comuna.cl",
    ]


def test_channel_that_is_down_without_a_word_is_tried_again_in_half_a_minute_prv_03():
    waiting = message()

    deliver(refuse(ChannelDownError("429")))

    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.next_try_at) == (0, NOW + timedelta(seconds=30))
    assert paused_channels(NOW) == {}


def test_held_channel_does_not_hold_back_the_other_prv_03():
    message()
    hold_channel(channel="whatsapp", reason="Espere.", until=NOW + timedelta(hours=1), now=NOW)

    assert deliver().taken == ["ana@comuna.cl"]


def test_message_that_must_wait_by_our_own_rule_counts_no_attempt_and_the_others_go():
    later = message()

    def act(parcel):
        if parcel.to_address == later.to_address:
            raise ChannelLaterError("pair rate", wait=timedelta(seconds=10))

    message("eva@comuna.cl")
    channel = deliver(Recorder(act))

    later.refresh_from_db()
    assert (channel.taken, later.attempts) == (["eva@comuna.cl"], 0)
    assert (later.state, later.next_try_at) == ("queued", NOW + timedelta(seconds=10))


def test_message_that_its_provider_puts_off_waits_as_long_as_asked_prv_03():
    asked = timedelta(minutes=20)
    waiting = message()

    deliver(refuse(ChannelError("429", permanent=False, wait=asked)))

    waiting.refresh_from_db()
    assert waiting.attempts == 1
    assert NOW + asked <= waiting.next_try_at <= NOW + asked * 1.2


def test_code_to_sign_in_that_comes_late_goes_before_the_rest_of_a_reserved_batch(monkeypatch):
    for number in range(3):
        message(f"d{number}@comuna.cl")
    seconds = iter(range(0, 1000, 2))
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))

    channel = deliver(
        Recorder(
            lambda parcel: (
                parcel.to_address == "d0@comuna.cl" and message("code@comuna.cl", is_urgent=True)
            )
        )
    )

    assert channel.taken == ["d0@comuna.cl", "code@comuna.cl", "d1@comuna.cl", "d2@comuna.cl"]


def test_domain_with_a_limit_gets_so_many_a_minute_and_the_others_are_not_held(settings):
    settings.EMAIL_PER_DOMAIN = 2
    for number in range(5):
        message(f"d{number}@comuna.cl")
    message("eva@otra.cl")

    counts = [len(deliver(now=NOW + timedelta(seconds=s)).taken) for s in (0, 59, 60, 119, 120)]

    assert counts == [3, 0, 2, 0, 1]
