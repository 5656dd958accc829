"""What Meta tells us in one call of the web hook, read leniently.

What is not as expected is left out, never a failure: unknown fields and kinds come without
notice, and what was stored can be read again by a later version.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

OBJECT = "whatsapp_business_account"
UNLIMITED = 2_000_000_000
_THOUSAND = 1000
_ENDS = {"DISABLED_UPDATE", "ACCOUNT_RESTRICTION", "ACCOUNT_DELETED"}
Row = Mapping[str, object]


@dataclass(frozen=True)
class StatusNews:
    """What became of a message; `code` is that of its error, None where it has none."""

    wamid: str
    status: str
    at: datetime
    wa_id: str = ""
    reference: str = ""
    code: int | None = None


@dataclass(frozen=True)
class TextNews:
    """Something that a person wrote; `kind` is text, button or other (with no text)."""

    wamid: str
    wa_id: str
    at: datetime
    kind: str
    text: str = ""
    name: str = ""


@dataclass(frozen=True)
class TemplateNews:
    """A change of a template: an `event` of its review, or a new `category`."""

    name: str
    language: str
    event: str = ""
    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class NumberNews:
    """A change of our own number or account: a word of Meta's, a limit of people in 24 hours.

    `stops` says that Meta has closed or restricted the account.
    """

    event: str = ""
    limit: int | None = None
    stops: bool = False


@dataclass(frozen=True)
class PreferenceNews:
    """Somebody stopped, or resumed, what Meta calls marketing, in the application itself."""

    wa_id: str
    stops: bool


News = StatusNews | TextNews | TemplateNews | NumberNews | PreferenceNews


def read_events(content: bytes, *, number_id: str = "") -> list[News]:
    """Read all that one call tells, in its order; over all entries, changes and rows.

    Args:
        content: the raw body.
        number_id: our number at Meta; what names another one is left out. Empty takes all.

    Returns:
        Empty where nothing was understood, or where it is not a call about WhatsApp.
    """
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return []
    if not isinstance(body, Mapping) or body.get("object") != OBJECT:
        return []
    news: list[News] = []
    for entry in _rows(body, "entry"):
        for change in _rows(entry, "changes"):
            value = _row(change, "value")
            if number_id in {"", _text(_row(value, "metadata"), "phone_number_id") or number_id}:
                news += _read_change(_text(change, "field"), value)
    return news


def limit_of(tier: object) -> int | None:
    """Return how many people a limit names: 250, "TIER_2K", "TIER_UNLIMITED", -1 for no limit.

    None for what is not understood.
    """
    if isinstance(tier, bool) or not isinstance(tier, int | str):
        return None
    if isinstance(tier, int):
        return UNLIMITED if tier < 0 else tier
    word = tier.upper().removeprefix("TIER_")
    if word == "UNLIMITED":
        return UNLIMITED
    number = word.removesuffix("K")
    if not number.isdecimal():
        return None
    return int(number) * (_THOUSAND if word.endswith("K") else 1)


def _read_change(field: str, value: Row) -> Iterator[News]:
    if field == "messages":
        yield from _statuses(value)
        yield from _texts(value)
    elif field in {"message_template_status_update", "template_category_update"}:
        yield from _template(field, value)
    elif field == "user_preferences":
        yield from _preferences(value)
    elif field in {"phone_number_quality_update", "business_capability_update", "account_update"}:
        yield _number(field, value)


def _statuses(value: Row) -> Iterator[News]:
    for row in _rows(value, "statuses"):
        at = _moment(row)
        if not _text(row, "id") or at is None:
            continue
        errors = [_code(error) for error in _rows(row, "errors")]
        yield StatusNews(
            wamid=_text(row, "id"),
            status=_text(row, "status"),
            at=at,
            wa_id=_text(row, "recipient_id"),
            reference=_text(row, "biz_opaque_callback_data"),
            code=errors[0] if errors else None,
        )


def _texts(value: Row) -> Iterator[News]:
    names = {
        _text(contact, "wa_id"): _text(_row(contact, "profile"), "name")
        for contact in _rows(value, "contacts")
    }
    for row in _rows(value, "messages"):
        at, sender = _moment(row), _text(row, "from")
        if at is None or not sender or not _text(row, "id"):
            continue
        kind, text = _what_was_written(row)
        yield TextNews(_text(row, "id"), sender, at, kind, text, names.get(sender, ""))


def _what_was_written(row: Row) -> tuple[str, str]:
    """Return the kind and the text of what somebody wrote or pressed."""
    kind = _text(row, "type")
    if kind == "text":
        return "text", _text(_row(row, "text"), "body")
    if kind == "button":
        return "button", _text(_row(row, "button"), "text")
    if kind == "interactive":
        inner = _row(row, "interactive")
        chosen = _row(inner, "button_reply") or _row(inner, "list_reply")
        return "button", _text(chosen, "title")
    return "other", ""


def _template(field: str, value: Row) -> Iterator[News]:
    name, language = (_text(value, f"message_template_{each}") for each in ("name", "language"))
    if not name:
        return
    if field == "message_template_status_update":
        reason = _text(value, "reason")
        reason = "" if reason == "NONE" else reason
        yield TemplateNews(name, language, event=_text(value, "event"), reason=reason)
    else:
        yield TemplateNews(name, language, category=_text(value, "new_category").lower())


def _number(field: str, value: Row) -> News:
    names = (
        "max_daily_conversations_per_business",
        "max_daily_conversation_per_phone",
        "current_limit",
    )
    limits = (limit_of(value.get(name)) for name in names)
    limit = next((each for each in limits if each is not None), None)
    event = _text(value, "event")
    is_back = "REINSTATE" in str(_row(value, "ban_info").get("waba_ban_state"))
    stops = field == "account_update" and event in _ENDS and not is_back
    return NumberNews(event, limit, stops=stops)


def _preferences(value: Row) -> Iterator[News]:
    for row in _rows(value, "user_preferences"):
        if _text(row, "wa_id") and _text(row, "category") in {"", "marketing_messages"}:
            yield PreferenceNews(_text(row, "wa_id"), stops=_text(row, "value") == "stop")


def _rows(row: Row, name: str) -> list[Row]:
    rows = row.get(name)
    return [each for each in rows if isinstance(each, Mapping)] if isinstance(rows, list) else []


def _row(row: Row, name: str) -> Row:
    inner = row.get(name)
    return inner if isinstance(inner, Mapping) else {}


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value.replace("\0", "") if isinstance(value, str) else ""


def _code(error: Row) -> int:
    code = error.get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else -1


def _moment(row: Row) -> datetime | None:
    """Read `timestamp`: a text, or a number, of seconds since 1970."""
    try:
        return datetime.fromtimestamp(int(str(row.get("timestamp"))), UTC)
    except (ValueError, OverflowError, OSError):
        return None
