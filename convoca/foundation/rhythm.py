"""When something comes round by the clock: pure, all moments aware."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rhythm:
    """Every `period`, `at` after each begins; periods are counted from midnight UTC.

    Twenty past ten each day (UTC) is Rhythm(timedelta(days=1), timedelta(hours=10, minutes=20)).
    """

    period: timedelta
    at: timedelta = timedelta()

    def next_after(self, moment: datetime) -> datetime:
        """Return the first moment of the rhythm that is later than `moment`."""
        passed = (moment - BEGINNING - self.at) // self.period
        return BEGINNING + self.at + (passed + 1) * self.period

    def is_due(self, due_at: datetime, now: datetime) -> bool:
        """Say whether what is due at `due_at` is to be done.

        Missed moments count as one. A moment more than two periods ahead is a clock that was
        put back, or a rhythm that was made faster: it is due as well, else it would be silent
        until the clock gets there. Up to two periods ahead it waits, so that a daily duty is
        not done twice when the clock goes back by an hour.
        """
        return due_at <= now or due_at > now + 2 * self.period
