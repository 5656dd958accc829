"""From a wall time and its zone to an instant; clock changes are refused or told, never hidden."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST_GAP_MIN = 48 * 60
WALL_FORMAT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Instant:
    """When a wall time is; `happens_twice` when the clock goes back over it: then the first one."""

    at: datetime
    happens_twice: bool


class NoSuchTimeError(ValueError):
    """The clock jumps over this wall time; `suggestion` is the next one that exists."""

    def __init__(self, wall: str, zone: str, suggestion: str) -> None:
        super().__init__(f"{wall} does not exist in {zone}")
        self.wall, self.zone, self.suggestion = wall, zone, suggestion


def find_instant(wall: str, zone: str) -> Instant:
    """Find the instant of a wall time.

    A wall time that occurs twice (the clock goes back) is the first of the two: fold = 0.

    Args:
        wall: "2027-03-09T10:00", to the minute, without an offset.
        zone: a name of the tz database.

    Returns:
        The instant in UTC, and whether the wall time occurs twice.

    Raises:
        NoSuchTimeError: the clock jumps over it; it carries the next wall time that exists.
        ValueError: not such a wall time.
        zoneinfo.ZoneInfoNotFoundError: no such zone.

    Source: RFC 5545 reads repeated times so too; zoneinfo, PEP 495.
    """
    local = datetime.strptime(wall, WALL_FORMAT)  # noqa: DTZ007 - a wall time has no zone yet
    place = ZoneInfo(zone)
    if not _exists(local, place):
        raise NoSuchTimeError(wall, zone, _next_existing(local, place).strftime(WALL_FORMAT))
    first = local.replace(tzinfo=place, fold=0)
    second = local.replace(tzinfo=place, fold=1)
    return Instant(first.astimezone(UTC), first.utcoffset() != second.utcoffset())


def wall_of(moment: datetime, zone: str) -> str:
    """Write the wall time that clocks of a zone show at an aware instant, to the minute."""
    return moment.astimezone(ZoneInfo(zone)).strftime(WALL_FORMAT)


def _exists(local: datetime, place: ZoneInfo) -> bool:
    """Say whether a wall time comes back from a walk through UTC; one in a gap does not."""
    there_and_back = local.replace(tzinfo=place).astimezone(UTC).astimezone(place)
    return there_and_back.replace(tzinfo=None) == local


def _next_existing(local: datetime, place: ZoneInfo) -> datetime:
    """Return the first minute after a gap; no zone has ever skipped more than two days."""
    later = (local + timedelta(minutes=n) for n in range(1, LONGEST_GAP_MIN + 1))
    return next(moment for moment in later if _exists(moment, place))
