"""Meta's list of templates, read page by page, and the request to approve one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from convoca.messaging.core.whatsapp_templates import count_blanks

EXAMPLE = "ejemplo"
"""Meta wants an example for each blank of a text that it is to approve."""


@dataclass(frozen=True)
class TheirTemplate:
    """A template as Meta keeps it; `body` is empty where it has no text, `reason` why not."""

    name: str
    language: str
    category: str
    status: str
    body: str
    reason: str = ""


@dataclass(frozen=True)
class Page:
    """A part of the list; `after` names where the next part begins, empty at the end."""

    templates: tuple[TheirTemplate, ...]
    after: str = ""


class ShelfAnswerError(ValueError):
    """An answer that is no list of templates."""


def read_page(content: bytes) -> Page:
    """Read one part of the list; what has no name or language is passed over.

    The address of the next part that Meta gives is not followed: only the word that names its
    beginning is taken from it, so that no answer sends our key elsewhere.

    Raises:
        ShelfAnswerError: the answer is not JSON, or holds no list.

    Source: Meta, WhatsApp Business Account, message_templates; cursors of the Graph API.
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ShelfAnswerError("not JSON") from error
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise ShelfAnswerError("no list")
    found = [_read_row(row) for row in rows if isinstance(row, dict)]
    kept = tuple(each for each in found if each.name and each.language)
    return Page(kept, _read_after(answer))


def approval_request(*, name: str, language: str, category: str, body: str) -> dict[str, object]:
    """Return the request that asks Meta to approve a text."""
    component: dict[str, object] = {"type": "BODY", "text": body}
    if blanks := count_blanks(body):
        component["example"] = {"body_text": [[f"{EXAMPLE} {n}" for n in range(1, blanks + 1)]]}
    return {
        "name": name,
        "language": language,
        "category": category.upper(),
        "components": [component],
    }


def _read_row(row: Mapping[str, object]) -> TheirTemplate:
    components = row.get("components")
    parts = components if isinstance(components, list) else []
    bodies = [
        _text(part, "text")
        for part in parts
        if isinstance(part, dict) and _text(part, "type").upper() == "BODY"
    ]
    reason = _text(row, "rejected_reason")
    return TheirTemplate(
        name=_text(row, "name"),
        language=_text(row, "language"),
        category=_text(row, "category").lower(),
        status=_text(row, "status").upper(),
        body=bodies[0] if bodies else "",
        reason="" if reason.upper() == "NONE" else reason,
    )


def _read_after(answer: Mapping[str, object]) -> str:
    paging = answer.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return ""
    cursors = paging.get("cursors")
    return _text(cursors, "after") if isinstance(cursors, dict) else ""


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
