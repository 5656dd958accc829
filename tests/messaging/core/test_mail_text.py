import email
import email.policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as some

from convoca.messaging.core.mail_text import (
    Part,
    address_header,
    as_data,
    assemble_mail,
    text_as_html,
)

LETTERS = some.characters(blacklist_categories=["Cs"], blacklist_characters="\r\x00")


def read(headers, *texts: str):
    parts = [Part("text/plain", text) for text in texts]
    mail = assemble_mail(headers, parts, boundary="abc123")
    return email.message_from_bytes(mail, policy=email.policy.default)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Hola <b>", "<p>Hola &lt;b&gt;</p>"),
        ("Uno\ndos\r\n\r\n \ntres\n", "<p>Uno<br>\ndos</p>\n<p>tres</p>"),
        (
            "Vea https://a.cl/?a=1&b=2.",
            '<p>Vea <a href="https://a.cl/?a=1&amp;b=2">https://a.cl/?a=1&amp;b=2</a>.</p>',
        ),
        ("(http://a.cl/)", '<p>(<a href="http://a.cl/">http://a.cl/</a>)</p>'),
        (
            'https://a.cl/"onclick=x',
            '<p><a href="https://a.cl/">https://a.cl/</a>&quot;onclick=x</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_text_as_html(text, html):
    assert text_as_html(text) == html


@given(some.lists(some.text(LETTERS, max_size=300), min_size=1, max_size=3))
def test_assemble_mail_keeps_every_letter(texts):
    mail = read([("Subject", "x")], *texts)

    kept = [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]
    assert kept == texts


def test_assemble_mail_with_a_line_too_long_for_servers_encodes_it():
    text = "ñ" * 600 + "\n"

    mail = assemble_mail([("Subject", "x")], [Part("text/plain", text)], boundary="abc123")

    assert max(map(len, mail.split(b"\r\n"))) <= 998
    content = read([("Subject", "x")], text).get_payload(0).get_content()
    assert content.replace("\r\n", "\n") == text


@pytest.mark.parametrize("subject", ["Sesión 1: Ñuñoa", "á" * 180, "plain" * 30, ""])
def test_assemble_mail_gives_back_its_subject(subject):
    assert read([("Subject", subject)], "x")["Subject"] == subject


@pytest.mark.parametrize("name", ["Ana Núñez", 'Ana "la jefa", DOM', "", "María José " * 15])
def test_address_header_gives_back_the_name(name):
    value = address_header(name.strip(), "ana@comuna.cl")

    shown, address = parseaddr(value.replace("\r\n", ""))
    assert (str(make_header(decode_header(shown))), address) == (name.strip(), "ana@comuna.cl")


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y.cl", "a\nb", "a\rb"])
def test_assemble_mail_refuses_a_header_with_a_line_end(value):
    with pytest.raises(ValueError, match="line end in Subject"):
        read([("Subject", value)], "x")


def test_assemble_mail_without_parts_is_refused():
    with pytest.raises(ValueError, match="no parts"):
        read([("Subject", "x")])


def test_as_data_doubles_the_dots_that_begin_a_line():
    assert as_data(b".a\r\n..\r\nb.\r\n") == b"..a\r\n...\r\nb.\r\n.\r\n"
