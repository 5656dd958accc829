"""The mail server of the tests keeps what it takes and fails as ordered."""

import smtplib
from email.message import EmailMessage

import pytest


def letter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "ana@asociacion.example", to
    message["Subject"] = "Sesión del martes en Ñuñoa"
    message.set_content("Le esperamos: mañana a las 10:00.\n.\n")
    return message


def send(server, to, *, timeout=10):
    with smtplib.SMTP("127.0.0.1", server.port, timeout=timeout) as client:
        client.send_message(letter(to))


def test_mail_server_keeps_the_parsed_message_and_its_envelope(smtp_server):
    send(smtp_server, "pedro@comuna.example")

    [delivery] = smtp_server.deliveries
    assert delivery.sender == "ana@asociacion.example"
    assert delivery.recipients == ("pedro@comuna.example",)
    assert smtp_server.messages[0]["Subject"] == "Sesión del martes en Ñuñoa"
    assert delivery.message.get_content() == "Le esperamos: mañana a las 10:00.\r\n.\r\n"


@pytest.mark.parametrize("code", [451, 550])
def test_mail_server_refuses_a_recipient_with_the_code_ordered(smtp_server, code):
    smtp_server.refuse("nadie@comuna.example", code)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(smtp_server, "nadie@comuna.example")
    send(smtp_server, "pedro@comuna.example")

    assert refusal.value.recipients == {"nadie@comuna.example": (code, b"no")}
    assert [delivery.recipients for delivery in smtp_server.deliveries] == [
        ("pedro@comuna.example",)
    ]


def test_mail_server_takes_the_message_without_an_answer_when_it_drops(smtp_server):
    smtp_server.drop_after_data = True

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(smtp_server, "pedro@comuna.example")

    assert [message["To"] for message in smtp_server.messages] == ["pedro@comuna.example"]


def test_mail_server_keeps_the_sender_waiting_when_it_stalls_until_healed(smtp_server):
    smtp_server.stall_s = 60

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(smtp_server, "pedro@comuna.example", timeout=0.3)
    smtp_server.heal()
    send(smtp_server, "juana@comuna.example")

    assert [message["To"] for message in smtp_server.messages] == ["juana@comuna.example"]
