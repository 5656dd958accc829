"""The header with which a server asks to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=2)


def read_retry_after(value: str, *, now: datetime) -> timedelta | None:
    """Return how long `Retry-After` asks to wait; None where it is absent or not understood.

    It comes as seconds ("120"), as a date of HTTP, or, from Zoom, as an ISO 8601 date. A moment
    that has passed gives zero; more than two days counts as two.

    Source: RFC 9110, section 10.2.3; VENDORS, section 1.3.
    """
    text = value.strip()
    if text.isdecimal():
        return min(timedelta(seconds=min(int(text), 10**6)), LONGEST)
    moment = _moment(text)
    if moment is None:
        return None
    return min(max(moment - now, timedelta()), LONGEST)


def _moment(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = parse(text)
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
