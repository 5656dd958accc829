"""Reading raw mails, whatever their senders wrote."""

import pytest

from convoca.messaging.core.mails import (
    addressees_of,
    header_of,
    message_ids_in,
    parse_mail,
    sender_of,
    text_of,
    words_of,
)

ENCODED = b"=?utf-8?Q?Devoluci=C3=B3n?="


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (ENCODED, "Devolución"),
        ("Devolución".encode(), "Devolución"),
        ("Devolución".encode("latin-1"), "Devolución"),
        (b"=?nadie?Q?Hola?=", "=?nadie?Q?Hola?="),
        (b"En dos\n lineas", "En dos lineas"),
        (b"", ""),
    ],
)
def test_header_of_reads_what_hosts_write(raw, read):
    assert header_of(parse_mail(b"Subject: " + raw + b"\n\n"), "subject") == read


def test_words_of_prefers_plain_text_and_falls_back_to_html_without_tags():
    plain = parse_mail(
        b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        b"Llano\n\n--b\nContent-Type: text/html\n\n<p>Marcado</p>\n--b--\n"
    )
    markup = parse_mail(b"Content-Type: text/html\n\n<p>direcci&oacute;n</p>")

    assert (words_of(plain).strip(), words_of(markup).strip()) == ("Llano", "dirección")


def test_words_of_survives_a_charset_that_nobody_knows():
    mail = parse_mail("Content-Type: text/plain; charset=nadie\n\nbuzón".encode())

    assert words_of(mail) == "buzón"


def test_text_of_an_attached_mail_is_not_read_as_ours():
    mail = parse_mail(b"Content-Type: message/rfc822\n\nSubject: Dentro\n\nHola\n")

    assert text_of(mail) == ""


def test_addressees_of_gathers_what_servers_noted():
    mail = parse_mail(b"To: A <a@x.cl>, b@x.cl\nX-Original-To: c@x.cl\n\n")

    assert addressees_of(mail) == ["a@x.cl", "b@x.cl", "c@x.cl"]


@pytest.mark.parametrize(
    ("line", "address"), [(b"Ana <ANA@x.cl>", "ana@x.cl"), (b"", ""), (b"nadie", "nadie")]
)
def test_sender_of_is_the_bare_address(line, address):
    assert sender_of(parse_mail(b"From: " + line + b"\n\n")) == address


def test_message_ids_in_leaves_out_its_own():
    mail = parse_mail(
        b"Message-ID: <own@x.cl>\nIn-Reply-To: <ours@convoca>\n\nMessage-ID: <quoted@convoca>\n"
    )

    assert message_ids_in(mail) == ["<quoted@convoca>", "<ours@convoca>"]


def test_message_ids_in_reads_attached_headers():
    mail = parse_mail(
        b'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: text/rfc822-headers\n'
        b"\nSubject: x\nMessage-Id: <ours@convoca>\n\n--b--\n"
    )

    assert message_ids_in(mail) == ["<ours@convoca>"]
