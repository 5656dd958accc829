"""What becomes of our messages, as Meta reports it."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from convoca.config.env import as_mail_server
from convoca.messaging.errors import StatusTooEarlyError
from convoca.messaging.models import ChannelPause, Conversation, Message, OptIn
from convoca.messaging.services import deliver_due
from convoca.messaging.services.whatsapp_events import apply_whatsapp
from tests.factories.directory import make_association
from tests.factories.whatsapp import ANA, agree, queue_whatsapp
from tests.fakes.whatsapp import NUMBER_ID, status_event

pytestmark = pytest.mark.django_db
State = Message.State
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def association(settings):
    settings.WHATSAPP_PHONE_NUMBER_ID = NUMBER_ID
    settings.WHATSAPP_TOKEN = ""
    return make_association()


@pytest.fixture
def sent(association):
    """A message that Meta took and named."""
    return make_sent(association)


def make_sent(association, **fields) -> Message:
    message = queue_whatsapp(association, fallback=fields.pop("fallback", ""))
    known = {"state": State.SENT, "provider_id": "wamid.1", "attempts": 1, "sent_at": AT}
    Message.objects.filter(pk=message.pk).update(**(known | fields))
    message.refresh_from_db()
    return message


def tell(body: dict) -> bool:
    return apply_whatsapp(json.dumps(body).encode(), received_at=timezone.now())


def told(message: Message) -> tuple[str, bool, bool]:
    message.refresh_from_db()
    return message.state, message.delivered_at is not None, message.read_at is not None


def failed(code: int, **more) -> dict:
    return status_event("wamid.1", "failed", errors=[{"code": code}], **more)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["sent"], (State.SENT, False, False)),
        (["sent", "delivered"], (State.DELIVERED, True, False)),
        (["delivered", "sent"], (State.DELIVERED, True, False)),
        (["read"], (State.READ, True, True)),
        (["read", "delivered", "sent", "delivered"], (State.READ, True, True)),
        (["delivered", "failed"], (State.DELIVERED, True, False)),
        (["failed", "delivered"], (State.FAILED, False, False)),
        (["deleted"], (State.SENT, False, False)),
    ],
)
def test_statuses_in_any_order_and_twice_never_go_back(sent, kinds, expected):
    for kind in kinds * 2:
        assert tell(status_event("wamid.1", kind, errors=[{"code": 131026}])) is True

    assert told(sent) == expected


def test_statuses_keep_the_moments_that_meta_names(sent):
    tell(status_event("wamid.1", "delivered", at=1_800_000_000))

    sent.refresh_from_db()
    assert sent.delivered_at == datetime.fromtimestamp(1_800_000_000, UTC)


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.LEASED, State.QUEUED])
def test_a_status_with_our_reference_settles_what_nobody_knew(association, state):
    """An uncertain message, one still in hand, and one that a person let go again."""
    message = make_sent(association, state=state, provider_id="", error="¿salió?", sent_at=None)

    tell(status_event("wamid.9", "delivered", reference=str(message.pk)))

    message.refresh_from_db()
    assert (message.state, message.provider_id, message.error) == (
        State.DELIVERED,
        "wamid.9",
        "",
    )
    assert message.sent_at is not None


@pytest.mark.parametrize(
    ("reference", "to"), [("1{pk}", "56911112222"), ("{pk}", "56999999999"), ("<x>", "56911112222")]
)
def test_a_reference_of_somebody_else_settles_nothing(association, reference, to):
    message = make_sent(association, state=State.UNCERTAIN, provider_id="")

    used = tell(
        status_event("wamid.9", "delivered", to=to, reference=reference.format(pk=message.pk))
    )

    message.refresh_from_db()
    assert (used, message.state) == (False, State.UNCERTAIN)


def test_an_uncertain_message_that_failed_for_certain_goes_by_mail(association):
    message = make_sent(
        association, state=State.UNCERTAIN, provider_id="", fallback="ana@comuna.cl"
    )

    tell(failed(131026, reference=str(message.pk)))

    message.refresh_from_db()
    assert (message.channel, message.to_address, message.state) == (
        "email",
        "ana@comuna.cl",
        State.QUEUED,
    )


def test_a_late_status_of_a_failed_try_does_not_settle_the_next(association):
    message = make_sent(association)
    tell(failed(131000, reference=str(message.pk)))

    tell(status_event("wamid.1", "sent", reference=str(message.pk)))

    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.QUEUED, "wamid.1")


def test_a_status_while_a_message_is_in_hand_is_tried_again_later(association):
    make_sent(association, state=State.LEASED, provider_id="")

    with pytest.raises(StatusTooEarlyError):
        tell(status_event("wamid.9", "sent"))


def test_a_status_of_a_message_of_nobody_is_of_no_use(association):
    assert tell(status_event("wamid.9", "sent")) is False


@pytest.mark.parametrize(
    ("code", "state", "words"),
    [
        (131026, State.FAILED, "Este número no recibe WhatsApp."),
        (131049, State.FAILED, "WhatsApp decidió no entregarlo"),
        (131047, State.FAILED, "Pasaron 24 horas"),
        (131000, State.QUEUED, "WhatsApp tuvo una falla."),
        (131056, State.QUEUED, "Espera su turno en WhatsApp."),
        (131042, State.QUEUED, "WhatsApp bloqueó la cuenta, o falta un pago."),
    ],
)
def test_a_failure_does_what_its_code_asks(sent, code, state, words):
    tell(failed(code))

    sent.refresh_from_db()
    assert (sent.state, sent.sent_at) == (state, None)
    assert sent.error.startswith(words)


def test_a_fault_of_theirs_ends_after_three_tries(association):
    message = make_sent(association, attempts=3)

    tell(failed(131000))

    assert told(message)[0] == State.FAILED


def test_a_failure_of_the_account_pauses_the_channel_once(association):
    make_sent(association)

    tell(failed(131031))
    tell(failed(131031))

    pause = ChannelPause.objects.get()
    assert (pause.channel, pause.ended_at) == ("whatsapp", None)


def test_a_failure_with_a_mail_address_goes_by_mail_with_the_same_key(
    association, smtp_server, settings
):
    settings.EMAIL_SERVER = as_mail_server(smtp_server.url)
    message = make_sent(association, fallback="ana@comuna.cl")

    tell(failed(131026))
    tell(failed(131026))
    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.channel, message.key) == (State.SENT, "email", f"test:{ANA}")
    assert [mail["To"].addresses[0].addr_spec for mail in smtp_server.messages] == ["ana@comuna.cl"]


@pytest.mark.parametrize(("code", "unreachable", "open_opt_ins"), [(131026, 1, 1), (131050, 0, 0)])
def test_what_a_failure_tells_of_a_person_is_kept(sent, code, unreachable, open_opt_ins):
    agree(sent.association)
    Conversation.objects.create(address=ANA)

    tell(failed(code))

    assert Conversation.objects.filter(is_unreachable=True).count() == unreachable
    assert OptIn.objects.filter(ended_at__isnull=True).count() == open_opt_ins
