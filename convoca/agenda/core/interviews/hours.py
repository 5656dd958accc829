"""From a wall time in somebody's zone to the instants that it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def instants_of(wall: datetime, zone: str) -> tuple[datetime, ...]:
    """Return every instant at which the clocks of a zone show a wall time, the first one first.

    One, as a rule; none when the clock jumps over it; two when the clock goes back over it.

    Args:
        wall: without a zone, to the minute.
        zone: a name of the tz database.

    Returns:
        Instants in UTC.

    Raises:
        ValueError: the wall time has a zone.
        zoneinfo.ZoneInfoNotFoundError: no such zone.

    Source: PEP 495, the two readings of a wall time (fold).
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall time has no zone")
    place = ZoneInfo(zone)
    read = {wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(
        sorted(at for at in read if at.astimezone(place).replace(tzinfo=None, fold=0) == wall)
    )
