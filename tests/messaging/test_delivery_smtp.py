"""How the mail channel behaves on the line with a real server."""

import email
import email.policy
import socket

import pytest
from django.conf import settings as django_settings

from convoca.config.env import as_mail_server
from convoca.messaging.channels import Parcel
from convoca.messaging.channels.mime import build_mail, mail_bytes
from convoca.messaging.channels.smtp import SmtpChannel
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelUncertainError,
    RefusedError,
    SenderRefusedError,
)

TEXT = "Estimada Ana:\n\n.Su enlace: https://a.cl/p/x/\n"


def parcel(address: str = "ana@comuna.cl", **more) -> Parcel:
    return Parcel(address, "Ana Núñez", "Sesión 1", TEXT, "<1@convoca>", **more)


@pytest.fixture
def channel(smtp_server):
    with SmtpChannel(as_mail_server(smtp_server.url), timeout_s=5, answer_s=5) as opened:
        yield opened


@pytest.fixture
def mute_server():
    """A port where somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_many_mails_go_over_one_connection(channel, smtp_server):
    for _ in range(3):
        channel.send(parcel())

    assert (len(smtp_server.messages), smtp_server.connections) == (3, 1)


def test_connection_is_renewed_after_a_hundred_mails(channel, smtp_server):
    for _ in range(101):
        channel.send(parcel())

    assert (len(smtp_server.messages), smtp_server.connections) == (101, 2)


@pytest.mark.parametrize("code", [451, 550])
def test_connection_stays_in_use_after_a_refused_recipient(channel, smtp_server, code):
    smtp_server.refuse("eva@comuna.cl", code)

    with pytest.raises(RefusedError):
        channel.send(parcel("eva@comuna.cl"))
    channel.send(parcel())

    assert (len(smtp_server.messages), smtp_server.connections) == (1, 1)


def test_connection_stays_in_use_after_a_refused_text(channel, smtp_server):
    smtp_server.answers["DATA"] = "451 later"
    with pytest.raises(RefusedError):
        channel.send(parcel())
    smtp_server.heal()

    channel.send(parcel())

    assert smtp_server.connections == 1


def test_server_that_hung_up_between_two_mails_is_called_again(channel, smtp_server):
    channel.send(parcel())
    smtp_server.hang_up()

    channel.send(parcel())

    assert (len(smtp_server.messages), smtp_server.connections) == (2, 2)


def test_address_that_no_server_can_take_is_refused_for_good(channel, smtp_server):
    with pytest.raises(RefusedError) as refused:
        channel.send(parcel("peñalolén@comuna.cl"))
    channel.send(parcel())

    assert (refused.value.permanent, str(refused.value)) == (True, "553 5.1.3")
    assert (len(smtp_server.messages), smtp_server.connections) == (1, 1)


def test_sender_that_is_refused_stops_the_channel_and_blames_nobody(channel, smtp_server):
    smtp_server.answers["MAIL"] = "550 5.7.1 not you"

    with pytest.raises(SenderRefusedError) as refused:
        channel.send(parcel())

    assert refused.value.user_message() == (
        "El servidor de correo no acepta al remitente de la asociación (550 5.7.1). "
        "Nada se ha perdido: avise a quien administra."
    )


def test_answer_that_is_none_leaves_it_uncertain(channel, smtp_server):
    smtp_server.answers["DATA"] = "100 what"

    with pytest.raises(ChannelUncertainError):
        channel.send(parcel())


def test_server_that_stalls_after_the_text_is_not_waited_for_for_ever_prv_02(smtp_server):
    smtp_server.stall_s = 1
    server = as_mail_server(smtp_server.url)

    with (
        SmtpChannel(server, timeout_s=5, answer_s=0.2) as channel,
        pytest.raises(ChannelUncertainError),
    ):
        channel.send(parcel())


def test_server_that_never_greets_is_down_prv_02(mute_server):
    server = as_mail_server(f"smtp://127.0.0.1:{mute_server}?tls=none")

    with SmtpChannel(server, timeout_s=0.2) as channel, pytest.raises(ChannelDownError):
        channel.send(parcel())


def test_bounces_come_back_to_the_return_address(channel, smtp_server):
    channel.send(parcel(return_address="rebote+1@comuna.cl"))

    assert smtp_server.deliveries[0].sender == "rebote+1@comuna.cl"


def read(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar_method": "REQUEST"},
        {"unsubscribe_address": "https://a.cl/p/baja/x/", "unsubscribe_mail": "mailto:b@a.cl"},
    ],
)
def test_mail_over_the_line_says_what_djangos_own_says(more):
    ours = read(mail_bytes(parcel(**more)))
    djangos = read(build_mail(parcel(**more)).message().as_bytes())

    names = set(djangos.keys()) - {"Content-Type", "Date"}
    assert {name: ours[name] for name in names} == {name: djangos[name] for name in names}
    assert [pair_of(part) for part in ours.iter_parts()] == [
        pair_of(part) for part in djangos.iter_parts()
    ]


def pair_of(part) -> tuple[object, ...]:
    words = dict(part["Content-Type"].params)
    return part.get_content_type(), words, part.get_content().replace("\r\n", "\n").strip()


def test_mail_to_a_list_says_how_to_leave_it():
    more = {"unsubscribe_address": "https://a.cl/p/baja/x/", "unsubscribe_mail": "mailto:b@a.cl"}

    mail = read(mail_bytes(parcel(**more)))

    assert mail["List-Unsubscribe"] == "<https://a.cl/p/baja/x/>, <mailto:b@a.cl>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_body(("plain",)).get_content().splitlines()[-1] == (
        "Para no recibir más estos correos: https://a.cl/p/baja/x/"
    )


def test_dots_that_begin_a_line_arrive_as_they_were(channel, smtp_server):
    channel.send(parcel())

    content = smtp_server.messages[0].get_body(("plain",)).get_content()
    assert content.replace("\r\n", "\n") == TEXT


def test_next_mail_that_was_built_in_the_wait_is_the_right_one(channel, smtp_server):
    first, second, third = (parcel(f"{name}@comuna.cl") for name in "abc")
    channel.prepare(second)
    channel.send(first)
    channel.send(third)
    channel.send(second)

    assert [one.recipients for one in smtp_server.deliveries] == [
        ("a@comuna.cl",),
        ("c@comuna.cl",),
        ("b@comuna.cl",),
    ]
    assert [str(m["To"].addresses[0].addr_spec) for m in smtp_server.messages] == [
        "a@comuna.cl",
        "c@comuna.cl",
        "b@comuna.cl",
    ]
    assert smtp_server.messages[0]["From"] == django_settings.EMAIL_FROM
