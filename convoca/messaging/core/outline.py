"""What an event looks like from outside: its shape, without what it says of anybody."""

import email
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

MASK = "•••"
HARD_SPACE = "\u00a0"
TAIL = 4
MOST_LINES = 300
MOST_DEPTH = 12
SMALL_NUMBER = 1_000_000
PLAIN = frozenset({
    "action", "category", "code", "error_code", "event", "event_ts", "field", "language",
    "message_template_language", "message_template_name", "messaging_product", "object", "reason",
    "status", "timestamp", "title", "type",
})  # fmt: skip
"""The names of JSON values that tell of a machine, never of a person."""
NAMED = frozenset({"id", "meeting_id", "registrant_id", "uuid", "wamid"})
"""The names of JSON values that are references: their end is enough to know one again."""
HEADS = ("Date", "Content-Type", "Auto-Submitted", "Precedence", "X-Autoreply")
REPORT_HEADS = ("Action", "Status")


@dataclass(frozen=True)
class Line:
    """One line of an outline: how deep it stands, its name, and its value, masked or empty."""

    depth: int
    name: str
    value: str

    @property
    def indent(self) -> str:
        """Return the hard spaces that show how deep it stands."""
        return HARD_SPACE * 3 * self.depth


def outline_json(content: bytes) -> list[Line]:
    """Return the shape of a JSON body, with the values of all that may tell of a person masked.

    Texts are "•••" but for the names in PLAIN; of references the last 4 signs stay; numbers
    of a million or more are masked, as they may be telephones. At most 300 lines and 12 levels.
    What is no JSON gives [].
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return []
    lines = []
    for line in _walk("", value, 0):
        lines.append(line)
        if len(lines) == MOST_LINES:
            break
    return lines


def outline_mail(content: bytes) -> list[Line]:
    """Return the parts of a mail and the heads that tell of its kind; never addresses or texts.

    Of a notice of non-delivery also what was done and the status of each recipient. At most
    300 lines; bytes that are no mail give what the mail parser makes of them.
    """
    return list(_parts(email.message_from_bytes(content), 0))[:MOST_LINES]


def _walk(name: str, value: object, depth: int) -> Iterator[Line]:
    if depth > MOST_DEPTH:
        yield Line(depth, name, MASK)
    elif isinstance(value, dict):
        yield from [Line(depth, name, "")] if name else []
        for key, each in value.items():
            yield from _walk(str(key)[:80], each, depth + bool(name))
    elif isinstance(value, list):
        for place, each in enumerate(value, start=1):
            yield from _walk(f"{name} {place}".strip(), each, depth)
    else:
        yield Line(depth, name, _shown(name.partition(" ")[0], value))


def _shown(name: str, value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if name in PLAIN:
        return str(value)[:80]
    if name in NAMED:
        return f"…{str(value)[-TAIL:]}"
    if isinstance(value, int | float) and abs(value) < SMALL_NUMBER:
        return str(value)
    return MASK if value else ""


def _parts(part: Message, depth: int) -> Iterator[Line]:
    names = REPORT_HEADS if depth and not part.get("Content-Type") else HEADS
    for name in names:
        if name in part:
            yield Line(depth, name, str(part[name]).split(";")[0][:80])
    if part.is_multipart() and depth < MOST_DEPTH:
        for each in part.get_payload():
            if isinstance(each, Message):
                yield from _parts(each, depth + 1)
