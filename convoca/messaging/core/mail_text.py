"""A mail as the bytes that go over the line. Pure: who builds it gives all that is in it."""

import re
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from functools import lru_cache
from html import escape

LINE_END = re.compile(r"\r\n|\r|\n")
LEADING_DOT = re.compile(rb"(?m)^\.")
BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
LONGEST_LINE = 998


@dataclass(frozen=True)
class Part:
    """One form of the text: `kind` is its type with what belongs to it, less the charset."""

    kind: str
    text: str


def text_as_html(text: str) -> str:
    """Return plain text as paragraphs of HTML, its web addresses as links; all else is escaped.

    Blank lines part paragraphs, single line ends stay. Points and brackets at the end of an
    address are not of it. Empty text gives an empty text.
    """
    plain = LINE_END.sub("\n", text).strip()
    paragraphs = (_linked(one).replace("\n", "<br>\n") for one in BLANK_LINES.split(plain) if one)
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in WEB_ADDRESS.finditer(text):
        address = escape(found[0])
        parts += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def assemble_mail(
    headers: Sequence[tuple[str, str]], parts: Sequence[Part], *, boundary: str
) -> bytes:
    """Return a mail whose parts say the same in several forms, the simplest first.

    Lines end in CRLF. Texts are UTF-8: as they are where no line is longer than 998 octets, in
    base64 otherwise. Headers with other letters than ASCII are encoded words.

    Args:
        headers: name and value in their order; `address_header` gives the value of an address.
        parts: one or more.
        boundary: letters and digits that occur in no part.

    Raises:
        ValueError: there is no part, or a header holds a line end that begins no folded line.

    Source: RFC 5322, 2045 to 2047; RFC 2046, section 5.1.4.
    """
    if not parts:
        raise ValueError("no parts")
    lines = [f"{name}: {_header_value(name, value)}" for name, value in headers]
    kind = f'multipart/alternative; boundary="{boundary}"'
    head = "\r\n".join([*lines, "MIME-Version: 1.0", f"Content-Type: {kind}", "", ""])
    pieces = [head.encode("ascii")]
    for part in parts:
        pieces += [f"--{boundary}\r\n".encode("ascii"), _part(part)]
    return b"".join([*pieces, f"--{boundary}--\r\n".encode("ascii")])


def as_data(mail: bytes) -> bytes:
    """Return a mail as DATA takes it: dots that begin a line doubled, and the one that ends it.

    Source: RFC 5321, section 4.5.2.
    """
    return LEADING_DOT.sub(b"..", mail) + b".\r\n"


def address_header(name: str, address: str) -> str:
    """Return a name and an address as the value of a header; the address is ASCII."""
    if not name:
        return address
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{_encoded('To', name)} <{address}>"


def _header_value(name: str, value: str) -> str:
    bare = value.replace("\r\n ", "")
    if "\r" in bare or "\n" in bare:
        raise ValueError(f"line end in {name}")
    is_plain = value.isascii() and len(value) <= LONGEST_LINE - len(name) - 2
    return value if is_plain else _encoded(name, value)


@lru_cache(maxsize=256)
def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def _part(part: Part) -> bytes:
    octets = LINE_END.sub("\r\n", part.text).encode("utf-8", "replace")
    encoding = "8bit"
    if max(map(len, octets.split(b"\r\n"))) > LONGEST_LINE:
        encoding, octets = "base64", encodebytes(octets).replace(b"\n", b"\r\n")
    head = f'Content-Type: {part.kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}'
    return head.encode("ascii") + b"\r\n\r\n" + octets + b"\r\n"
