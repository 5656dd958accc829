"""The header with which a server asks to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from convoca.messaging.core.retry_after import read_retry_after

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        (" 5 ", timedelta(seconds=5)),
        ("9" * 40, timedelta(days=2)),
        ("Tue, 01 Dec 2026 12:01:00 GMT", timedelta(minutes=1)),
        ("2026-12-02T00:00:00Z", timedelta(hours=12)),
        ("2026-12-01T12:00:30", timedelta(seconds=30)),
        ("2026-11-01T00:00:00Z", timedelta()),
        ("2027-12-01T00:00:00Z", timedelta(days=2)),
        ("", None),
        ("pronto", None),
        ("-3", None),
    ],
)
def test_read_retry_after(value, wait):
    """PRV-03: as seconds, as a date of HTTP, and as Zoom writes it."""
    assert read_retry_after(value, now=NOW) == wait
