"""Reading a mail that came in: its headers, its words, and which of ours it speaks of."""

import contextlib
import html
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import getaddresses

_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_MESSAGE_ID = re.compile(r"^[ \t]*message-id:[ \t]*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_ANY_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-RCPT-To")
MOST_LETTERS = 60_000
"""Of the words of one mail no more are read: notices say what they say at the beginning."""


def parse_mail(content: bytes) -> Mail:
    """Parse a raw mail; what is broken in it stays text, nothing is raised."""
    return message_from_bytes(content)


def header_of(mail: Mail, name: str) -> str:
    """Return a header as one line of text, decoded; empty where there is none.

    Bare 8-bit letters, which many hosts write, are read as UTF-8 or else as Latin-1.
    """
    raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    text = _unescaped(str(raw))
    with contextlib.suppress(ValueError, LookupError):  # a charset that nobody knows
        text = str(make_header(decode_header(text))) if "=?" in text else text
    return " ".join(text.split())


def _unescaped(text: str) -> str:
    octets = text.encode("utf-8", "surrogateescape")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def parts_of(mail: Mail) -> Iterator[Mail]:
    """Give the parts of a mail, itself first, without opening mails that are attached to it."""
    yield mail
    if mail.get_content_maintype() == "multipart":
        for part in inner_of(mail):
            yield from parts_of(part)


def inner_of(part: Mail) -> list[Mail]:
    """Return what a part holds, attached mails and groups of fields as well; [] for text."""
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Mail)] if isinstance(payload, list) else []


def text_of(part: Mail) -> str:
    """Return the words of one part, whatever its charset says; an attached mail has none."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def words_of(mail: Mail) -> str:
    """Return what a mail says: its plain text, or its HTML without tags where it has none."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in parts_of(mail):
        kind = part.get_content_type()
        if kind in found and part.get_content_disposition() != "attachment":
            found[kind].append(text_of(part))
    plain = "\n".join(found["text/plain"])
    markup = html.unescape(_TAG.sub(" ", "\n".join(found["text/html"])))
    return _SPACES.sub(" ", plain if plain.strip() else markup)[:MOST_LETTERS]


def addressees_of(mail: Mail) -> list[str]:
    """Return the addresses that a mail came to, the ones that its servers noted among them."""
    lines = [str(line) for name in _ADDRESSED for line in mail.get_all(name, [])]
    return [address for _name, address in getaddresses(lines) if address]


def sender_of(mail: Mail) -> str:
    """Return the bare address a mail says it is from, in small letters; empty without one."""
    [(_name, address), *_others] = getaddresses([header_of(mail, "From")]) or [("", "")]
    return address.casefold()


def message_ids_in(mail: Mail) -> list[str]:
    """Return the names of mails that a notice speaks of, the copies that came back first.

    They stand in the headers of an attached copy, in a text that quotes these headers, or in
    In-Reply-To and References. Its own Message-ID is not among them.
    """
    found: list[str] = []
    for part in parts_of(mail):
        kind = part.get_content_type()
        if kind in {"message/rfc822", "message/global"}:
            found += [str(copy.get("Message-ID", "")).strip() for copy in inner_of(part)]
        elif kind in {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}:
            found += _MESSAGE_ID.findall(_whole(part))
        elif kind == "text/plain":
            found += _MESSAGE_ID.findall(text_of(part))
    for name in ("In-Reply-To", "References", "X-Original-Message-ID"):
        found += _ANY_ID.findall(str(mail.get(name, "")))
    return list(dict.fromkeys(each for each in found if each))


def _whole(part: Mail) -> str:
    """Return a part that holds headers: the parser may have read them as a mail of its own."""
    return text_of(part) or "\n".join(copy.as_string() for copy in inner_of(part))
