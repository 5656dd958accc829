"""What leaves by WhatsApp, over HTTP against a Cloud API on loopback."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.foundation.links import address_of, mark_of
from convoca.messaging.channels import channel_for
from convoca.messaging.channels.http import HttpClient
from convoca.messaging.channels.whatsapp import WhatsAppChannel, whatsapp_account
from convoca.messaging.errors import ChannelUncertainError
from convoca.messaging.models import ChannelPause, Conversation, Message, OptIn, SenderNumber
from convoca.messaging.services import deliver_due
from convoca.messaging.services.parcels import parcel_of
from tests.factories.directory import make_association
from tests.factories.whatsapp import ANA, agree, make_template, queue_whatsapp, use_whatsapp
from tests.fakes.whatsapp import NUMBER_ID, Refusal

pytestmark = pytest.mark.django_db
State = Message.State
HOLD = timedelta(minutes=20)


@pytest.fixture
def server(whatsapp_server, settings):
    use_whatsapp(settings, whatsapp_server)
    return whatsapp_server


@pytest.fixture
def association(server):
    association = make_association()
    agree(association)
    make_template(association)
    return association


def deliver(message: Message, *, after: timedelta = timedelta()) -> Message:
    deliver_due(clock=lambda: timezone.now() + after)
    message.refresh_from_db()
    return message


def test_a_template_leaves_with_its_name_language_parameters_and_our_reference(association, server):
    message = deliver(queue_whatsapp(association))

    assert (message.state, message.provider_id) == (State.SENT, server.accepted[0].wamid)
    path, headers, body = server.requests[0]
    assert (path, headers["Authorization"]) == (
        f"/v23.0/{NUMBER_ID}/messages",
        "Bearer clave-de-prueba",
    )
    texts = [{"type": "text", "text": each} for each in ("Ana", "jueves 3 de diciembre")]
    assert body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "56911112222",
        "biz_opaque_callback_data": str(message.pk),
        "type": "template",
        "template": {
            "name": "recordatorio",
            "language": {"code": "es"},
            "components": [{"type": "body", "parameters": texts}],
        },
    }


def test_free_text_leaves_in_the_24_hours_after_the_person_wrote(association, server):
    wrote_at = timezone.now() - timedelta(hours=23)
    Conversation.objects.create(address=ANA, last_inbound_at=wrote_at)

    message = deliver(queue_whatsapp(association, template=""))

    assert message.state == State.SENT
    assert server.accepted[0].body["text"] == {"body": "Le esperamos.", "preview_url": False}


def test_a_personal_link_in_a_parameter_leaves_as_its_address(association, server):
    make_template(association, "enlace", body="Su página es {{1}}, ábrala.")
    message = queue_whatsapp(association, template="enlace")
    Message.objects.filter(pk=message.pk).update(parameters=[mark_of("abcdefghijkl")])

    deliver(message)

    component = server.accepted[0].body["template"]["components"][0]
    assert component["parameters"] == [{"type": "text", "text": address_of("abcdefghijkl")}]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: OptIn.objects.all().delete(), "No consta que esta persona haya aceptado"),
        (
            lambda: Conversation.objects.create(address=ANA, is_unreachable=True),
            "Este número no recibe WhatsApp.",
        ),
        (
            lambda: Message.objects.update(template=""),
            "Pasaron 24 horas desde que la persona escribió",
        ),
        (
            lambda: Message.objects.update(template="otra"),
            "La plantilla de este mensaje no está aprobada.",
        ),
        (
            lambda: Message.objects.update(parameters=["Ana"]),
            "La plantilla cambió y sus datos ya no calzan.",
        ),
    ],
)
def test_what_a_rule_bars_fails_without_a_request(association, server, change, sentence):
    message = queue_whatsapp(association)
    change()

    deliver(message)

    assert (message.state, server.requests) == (State.FAILED, [])
    assert message.error.startswith(sentence)


def test_what_whatsapp_cannot_take_goes_by_mail_as_the_same_message(association):
    OptIn.objects.all().delete()
    message = queue_whatsapp(association, fallback="ana@comuna.cl")

    deliver(message)

    assert (message.channel, message.to_address, message.fallback_address, message.state) == (
        "email",
        "ana@comuna.cl",
        "",
        State.QUEUED,
    )
    assert message.error.startswith("Sale por correo. No consta que")
    assert Message.objects.count() == 1


def test_a_second_message_to_a_person_waits_ten_seconds_and_counts_no_attempt(association, server):
    first, second = queue_whatsapp(association), queue_whatsapp(association, key="otra")

    deliver(first)
    second.refresh_from_db()
    waits = second.next_try_at - timezone.now()
    assert (second.state, second.attempts) == (State.QUEUED, 0)
    assert timedelta(seconds=5) < waits <= timedelta(seconds=10)

    assert deliver(second, after=timedelta(seconds=11)).state == State.SENT


def test_people_beyond_the_limit_of_24_hours_wait_until_the_window_moves(
    association, server, settings
):
    settings.WHATSAPP_DAILY_LIMIT = 2
    people = [f"+5691111000{n}" for n in range(4)]
    for address in people:
        agree(association, address)
    messages = [queue_whatsapp(association, address) for address in people]

    deliver_due()
    assert [each.to for each in server.accepted] == ["56911110000", "56911110001"]

    for message in messages:
        message.refresh_from_db()
    waits = [message.next_try_at - timezone.now() for message in messages[2:]]
    assert all(timedelta(hours=23, minutes=59) < wait <= timedelta(hours=24) for wait in waits)
    assert [message.attempts for message in messages] == [1, 1, 0, 0]
    deliver_due(clock=lambda: timezone.now() + timedelta(hours=24, seconds=5))
    assert len(server.accepted) == 4


def test_who_is_counted_already_or_wrote_to_us_needs_no_place_in_the_limit(
    association, server, settings
):
    settings.WHATSAPP_DAILY_LIMIT = 1
    now = timezone.now()
    other = "+56922223333"
    agree(association, other)
    Conversation.objects.create(address=ANA, last_template_at=now - timedelta(hours=1))
    Conversation.objects.create(address=other, last_inbound_at=now - timedelta(hours=1))
    queue_whatsapp(association)
    queue_whatsapp(association, other)

    assert deliver_due() == 2


def test_the_limit_that_meta_tells_goes_before_the_setting(association, server, settings):
    settings.WHATSAPP_DAILY_LIMIT = 250
    SenderNumber.objects.create(number_id=NUMBER_ID, daily_limit=0)

    message = deliver(queue_whatsapp(association))

    assert (message.state, server.requests) == (State.QUEUED, [])


def test_without_a_connection_nothing_is_tried_and_all_wait(association, server, settings):
    settings.WHATSAPP_API_URL = "http://127.0.0.1:9"

    message = deliver(queue_whatsapp(association))

    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert message.error == "Sin conexión con WhatsApp. Se intenta de nuevo sin más."


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "answers_nonsense"])
def test_without_a_clear_answer_a_message_is_uncertain_and_not_sent_again(
    association, server, fault
):
    setattr(server, fault, True)

    message = deliver(queue_whatsapp(association))
    deliver_due(clock=lambda: timezone.now() + HOLD)

    assert (message.state, len(server.requests)) == (State.UNCERTAIN, 1)
    assert message.error.startswith("WhatsApp no respondió; puede que el mensaje haya salido.")


def test_a_stall_ends_with_the_time_to_read_as_uncertain(association, server):
    """PRV-02: a provider that takes a minute to answer holds nobody for longer than we allow."""
    server.stall_s = 3.0
    channel = WhatsAppChannel(whatsapp_account(), http=HttpClient(server.token, read_timeout_s=0.2))
    began = time.monotonic()

    with pytest.raises(ChannelUncertainError), channel:
        channel.send(parcel_of(queue_whatsapp(association)))

    assert time.monotonic() - began < 2


def test_a_bad_key_stops_the_channel_after_one_request(association, server, settings):
    """PRV-07: 401 once, then a pause that a person ends; nothing is lost."""
    settings.WHATSAPP_TOKEN = "vencida"
    agree(association, "+56922223333")
    message = queue_whatsapp(association)
    queue_whatsapp(association, "+56922223333")

    deliver(message)
    deliver_due(clock=lambda: timezone.now() + HOLD)

    assert len(server.requests) == 1
    assert set(Message.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    pause = ChannelPause.objects.get()
    assert (pause.channel, pause.ended_at) == ("whatsapp", None)
    assert pause.reason.startswith("WhatsApp no acepta la clave de la asociación, o venció.")


@pytest.mark.parametrize(
    ("retry_after", "least", "most"), [("", 4, 5), ("30", 30, 31), ("nonsense", 4, 5)]
)
def test_a_rate_limit_holds_the_channel_as_long_as_asked(
    association, server, retry_after, least, most
):
    """PRV-03: with Retry-After and without."""
    server.next_refusals.append(Refusal(130429, 429, retry_after))
    message = deliver(queue_whatsapp(association))

    deliver_due(clock=lambda: timezone.now() + timedelta(seconds=least - 1))
    assert (len(server.requests), message.attempts) == (1, 0)

    message = deliver(message, after=timedelta(seconds=most + 10))
    assert (message.state, SenderNumber.objects.get().slow_downs) == (State.SENT, 0)


def test_being_slowed_down_again_doubles_the_wait(association, server):
    server.next_refusals.extend([Refusal(130429, 429)] * 3)
    message = queue_whatsapp(association)

    for after_s in (0, 60, 120):
        deliver(message, after=timedelta(seconds=after_s))

    last = ChannelPause.objects.latest("since_at")
    assert SenderNumber.objects.get().slow_downs == 3
    assert round((last.ended_at - last.since_at).total_seconds()) == 16


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (131026, "Este número no recibe WhatsApp."),
        (131049, "WhatsApp decidió no entregarlo a esta persona por ahora."),
        (131050, "Esta persona pidió no recibir estos mensajes por WhatsApp."),
        (131047, "Pasaron 24 horas desde que la persona escribió"),
        (131030, "El número de prueba de Meta solo escribe a los de su lista."),
        (132001, "WhatsApp no tiene esta plantilla aprobada"),
        (999999, "WhatsApp rechazó el mensaje."),
    ],
)
def test_a_refusal_for_good_fails_with_what_to_do(association, server, code, sentence):
    server.refusals["56911112222"] = Refusal(code)

    message = deliver(queue_whatsapp(association))

    assert (message.state, len(server.requests)) == (State.FAILED, 1)
    assert message.error.startswith(sentence)


def test_what_a_refusal_tells_of_a_person_is_kept(association, server):
    server.refusals["56911112222"] = Refusal(131026)
    deliver(queue_whatsapp(association))
    server.refusals["56911112222"] = Refusal(131050)
    Conversation.objects.update(is_unreachable=False)

    deliver(queue_whatsapp(association, key="otra"), after=HOLD)

    assert OptIn.objects.get().ended_at is not None
    deliver(queue_whatsapp(association, key="tercera"), after=2 * HOLD)
    assert len(server.requests) == 2


def test_a_fault_of_theirs_is_tried_three_times(association, server):
    server.refusals["56911112222"] = Refusal(131016, 503)
    message = queue_whatsapp(association)

    for n in range(5):
        deliver(message, after=n * timedelta(hours=2))

    assert (message.state, len(server.requests)) == (State.FAILED, 3)


def test_a_pair_rate_makes_only_that_person_wait(association, server):
    other = "+56922223333"
    agree(association, other)
    server.refusals["56911112222"] = Refusal(131056)
    first, second = queue_whatsapp(association), queue_whatsapp(association, other)

    deliver(first)

    second.refresh_from_db()
    assert (first.state, first.attempts, second.state) == (State.QUEUED, 0, State.SENT)
    assert first.next_try_at - timezone.now() > timedelta(seconds=50)


def test_the_number_that_meta_knows_a_person_by_is_kept(association, server):
    server.wa_ids["56911112222"] = "5611112222"

    deliver(queue_whatsapp(association))

    assert Conversation.objects.get(address=ANA).wa_id == "5611112222"


def test_without_an_account_messages_wait(association, settings):
    settings.WHATSAPP_TOKEN = ""

    message = deliver(queue_whatsapp(association))

    assert (channel_for("whatsapp"), message.state) == (None, State.QUEUED)


def test_a_rehearsal_keeps_the_rules_and_sends_nothing(association, server, settings):
    settings.REHEARSAL = True
    allowed = queue_whatsapp(association)
    barred = queue_whatsapp(association, "+56900000000")

    deliver_due()

    allowed.refresh_from_db()
    barred.refresh_from_db()
    assert (allowed.state, barred.state, server.requests) == (State.SENT, State.FAILED, [])


def test_one_connection_carries_many_messages(association, server):
    for n in range(5):
        address = f"+5691111000{n}"
        agree(association, address)
        queue_whatsapp(association, address)

    deliver_due()

    assert (len(server.accepted), server.connections) == (5, 1)
