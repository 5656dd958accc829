"""What leaves the outbox, over a real SMTP server on loopback."""

from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.config.env import as_mail_server
from convoca.messaging.channels import RehearsalChannel
from convoca.messaging.models import Message
from convoca.messaging.services import (
    Recipient,
    Text,
    cancel_messages,
    deliver_due,
    queue_message,
    settle_lost_leases,
    settle_message,
)
from convoca.messaging.services.delivery_rows import reserve, start
from tests.factories.directory import make_association

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def mail(smtp_server, settings):
    settings.EMAIL_SERVER = as_mail_server(smtp_server.url)
    return smtp_server


def queue(key: str = "a", name: str = "Ana Núñez", **more) -> Message:
    return queue_message(
        association=more.pop("association", None) or make_association(key),
        key=key,
        purpose=more.pop("purpose", "test"),
        occasion="test:1",
        recipient=Recipient(f"{key}@comuna.cl", name),
        text=more.pop("text", Text("Sesión 1: Ñuñoa", "Estimada Ana:\n\nUn abrazo.\n")),
        now=timezone.now(),
        **more,
    )


def take(sender: str = "w1") -> list[Message]:
    return reserve(sender=sender, channel="email", now=timezone.now())


def test_deliver_due_sends_each_message_once(mail):
    first, second = queue("a"), queue("b")

    assert (deliver_due(), deliver_due()) == (2, 0)

    assert sorted(message["To"].addresses[0].addr_spec for message in mail.messages) == [
        "a@comuna.cl",
        "b@comuna.cl",
    ]
    assert {m.state for m in Message.objects.filter(pk__in=[first.pk, second.pk])} == {State.SENT}


def test_deliver_due_writes_text_html_and_our_message_id(mail):
    message = queue()

    deliver_due()

    received = mail.messages[0]
    assert received["Message-ID"] == message.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Subject"] == "Sesión 1: Ñuñoa"
    assert [part.get_content_type() for part in received.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


def test_deliver_due_sends_a_long_mail_in_lines_that_servers_take(mail):
    message = queue(text=Text("Hola", "Una línea con eñes y tildes.\n" * 200))

    deliver_due()

    message.refresh_from_db()
    text = mail.messages[0].get_body(("plain",)).get_content()
    assert (message.state, text.count("\n")) == (State.SENT, 200)


def test_queue_message_with_the_same_key_is_one_message():
    association = make_association()

    first, second = queue(association=association), queue(association=association)

    assert first == second
    assert Message.objects.count() == 1


def test_deliver_due_keeps_what_the_server_refuses_for_now(mail):
    mail.refuse("a@comuna.cl", 451)
    message = queue()

    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert message.next_try_at > timezone.now()


def test_deliver_due_gives_up_on_what_the_server_refuses_for_good(mail):
    mail.refuse("a@comuna.cl", 550)
    refused, taken = queue("a"), queue("b")

    deliver_due()

    refused.refresh_from_db()
    taken.refresh_from_db()
    assert (refused.state, taken.state) == (State.FAILED, State.SENT)
    assert refused.error == (
        "El servidor de correo no reconoce esta dirección (550). "
        "Confírmela con la persona y corríjala: el correo saldrá de nuevo."
    )


def test_deliver_due_says_uncertain_when_the_line_is_cut_after_the_text(mail):
    mail.drop_after_data = True
    message = queue()

    deliver_due()
    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.UNCERTAIN, 1)
    assert message.error.startswith("El envío se cortó; puede que el correo haya salido.")


def test_deliver_due_without_a_mail_server_loses_nothing(settings):
    settings.EMAIL_SERVER = None
    message = queue()

    assert deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)


def test_what_was_started_and_never_recorded_becomes_uncertain_and_is_not_sent_again(mail):
    message = queue()
    start(take()[0], now=timezone.now())

    settle_lost_leases(now=timezone.now() + timedelta(minutes=6))
    deliver_due()

    message.refresh_from_db()
    assert (message.state, mail.messages) == (State.UNCERTAIN, [])


def test_reserve_gives_a_message_to_one_sender():
    message = queue()

    assert [take("w1"), take("w2")] == [[message], []]


def test_deliver_due_drops_what_came_too_late(mail):
    message = queue(not_after=timezone.now() - timedelta(minutes=1))

    deliver_due()

    message.refresh_from_db()
    assert (message.state, mail.messages) == (State.CANCELLED, [])


def test_cancel_messages_stops_only_what_waits(mail):
    sent = queue("a")
    deliver_due()
    waiting = queue("b")

    assert cancel_messages(occasions=["test:1"]) == 1

    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.state, waiting.state) == (State.SENT, State.CANCELLED)


@pytest.mark.parametrize(("was_sent", "state"), [(True, State.SENT), (False, State.QUEUED)])
def test_settle_message_takes_a_persons_word(was_sent, state):
    message = queue()
    Message.objects.update(state=State.UNCERTAIN)

    assert settle_message(message=message, was_sent=was_sent, now=timezone.now()).state == state


@pytest.mark.parametrize(
    "name", ["Ana\r\nBcc: robo@mal.cl", "=?utf-8?q?Ana=0D=0ABcc:_robo@mal.cl?="]
)
def test_a_name_with_a_header_in_it_adds_no_recipient(mail, name):
    queue(name=name, text=Text("Hola\r\nBcc: robo@mal.cl", "Texto\n"))

    deliver_due()

    received = mail.messages[0]
    assert received["Bcc"] is None
    assert [address.addr_spec for address in received["To"].addresses] == ["a@comuna.cl"]
    assert mail.deliveries[0].recipients == ("a@comuna.cl",)


def test_deliver_due_while_the_server_is_away_counts_no_attempt_and_stops(settings):
    settings.EMAIL_SERVER = as_mail_server("smtp://127.0.0.1:9?tls=none")
    first, second = queue("a"), queue("b")

    assert deliver_due() == 0

    first.refresh_from_db()
    second.refresh_from_db()
    assert [(m.state, m.attempts) for m in (first, second)] == [(State.QUEUED, 0)] * 2
    assert first.error.startswith("Sin conexión con el servidor de correo.")
    assert second.error == ""


def test_deliver_due_gives_up_after_many_attempts_and_says_what_to_do(mail):
    mail.refuse("a@comuna.cl", 451)
    message = queue()
    Message.objects.update(attempts=11)

    deliver_due()

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.error == (
        "El servidor de correo no lo aceptó en 12 intentos. "
        "Llame a la persona, o envíelo otra vez más tarde."
    )


class BrokenChannel(RehearsalChannel):
    """A channel with a fault of our own in it."""

    def send(self, parcel):
        raise KeyError(parcel.subject)


def test_deliver_due_with_a_fault_of_ours_says_a_sentence_without_its_name():
    message = queue()

    deliver_due(channel=BrokenChannel())

    message.refresh_from_db()
    assert (message.state, message.error) == (
        State.FAILED,
        "Este correo no se pudo armar. Avise a quien administra: quedó en el registro.",
    )


def test_reserve_takes_a_code_to_sign_in_before_what_waits_longer():
    first, code = queue("a"), queue("b", purpose="sign_in")

    assert take() == [code, first]
