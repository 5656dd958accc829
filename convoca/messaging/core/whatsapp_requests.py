"""What is asked of the Cloud API, and what it answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_TEXT = 4096
NO_CODE = -1


@dataclass(frozen=True)
class Answer:
    """What was understood of an answer.

    `wamid` is the name of what was taken, empty where nothing was; `wa_id` whom Meta takes the
    number for. `code` is that of the error, NO_CODE where the answer holds none.
    """

    wamid: str = ""
    wa_id: str = ""
    code: int = NO_CODE
    details: str = ""


def template_request(
    to: str, *, name: str, language: str, parameters: Sequence[str], reference: str
) -> dict[str, object]:
    """Return the request that sends a template to a number in E.164."""
    template: dict[str, object] = {"name": name, "language": {"code": language}}
    if parameters:
        texts = [{"type": "text", "text": each} for each in parameters]
        template["components"] = [{"type": "body", "parameters": texts}]
    return _envelope(to, reference) | {"type": "template", "template": template}


def text_request(to: str, *, text: str, reference: str) -> dict[str, object]:
    """Return the request that sends free text to a number in E.164; at most 4,096 letters go."""
    return _envelope(to, reference) | {
        "type": "text",
        "text": {"body": text.strip()[:LONGEST_TEXT], "preview_url": False},
    }


def read_answer(content: bytes) -> Answer:
    """Read an answer leniently: whatever is not as expected is as if it were not there."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return Answer()
    if not isinstance(answer, Mapping):
        return Answer()
    error = answer.get("error")
    if isinstance(error, Mapping):
        code = error.get("code")
        known = code if isinstance(code, int) and not isinstance(code, bool) else NO_CODE
        return Answer(code=known, details=_details(error))
    return Answer(wamid=_first(answer, "messages", "id"), wa_id=_first(answer, "contacts", "wa_id"))


def _envelope(to: str, reference: str) -> dict[str, object]:
    named = {"biz_opaque_callback_data": reference} if reference else {}
    whom = {"recipient_type": "individual", "to": to.removeprefix("+")}
    return {"messaging_product": "whatsapp", **whom, **named}


def _details(error: Mapping[str, object]) -> str:
    inner = error.get("error_data")
    details = inner.get("details") if isinstance(inner, Mapping) else None
    return str(details or error.get("message") or "")[:200]


def _first(answer: Mapping[str, object], many: str, name: str) -> str:
    rows = answer.get(many)
    row = rows[0] if isinstance(rows, list) and rows else None
    value = row.get(name) if isinstance(row, Mapping) else None
    return value if isinstance(value, str) else ""
