"""What is new since the last visit: kept by the reader's own browser, never by us."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SAME_VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Visit:
    """One visit: `seen_at` is its latest page, `since` the latest page of the visit before.

    `since` is None on the first visit: then nothing is marked, for all of it is new.
    """

    since: datetime | None
    seen_at: datetime

    def is_new(self, shown_at: datetime) -> bool:
        """Say whether something came after the visit before."""
        return self.since is not None and shown_at > self.since


def next_visit(known: Visit | None, *, now: datetime) -> Visit:
    """Return the visit that a page opened now belongs to.

    Pages less than SAME_VISIT apart are one visit, so that going back to the list, or
    loading it again, does not lose the marks. Exactly SAME_VISIT apart is still the same.
    """
    if known is None:
        return Visit(None, now)
    if now - known.seen_at <= SAME_VISIT:
        return Visit(known.since, now)
    return Visit(known.seen_at, now)


def write_visit(visit: Visit) -> str:
    """Write a visit in whole seconds: "since.seen_at", with 0 where there was none before."""
    since = int(visit.since.timestamp()) if visit.since else 0
    return f"{since}.{int(visit.seen_at.timestamp())}"


def read_visit(text: str) -> Visit | None:
    """Read what `write_visit` wrote; None for anything else."""
    since, _dot, seen_at = text.partition(".")
    if not (_is_second(since) and _is_second(seen_at)):
        return None
    return Visit(_moment(since) if int(since) else None, _moment(seen_at))


def _is_second(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len("9999999999")


def _moment(second: str) -> datetime:
    return datetime.fromtimestamp(int(second), tz=UTC)
