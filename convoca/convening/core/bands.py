"""Loyalty in four bands: how much of what it was awaited at a seat attended."""

from enum import StrEnum


class Band(StrEnum):
    """How often a seat came, of the sessions that are for or against."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NEVER = "never"


def band_of(attended: int, *, held: int) -> Band:
    """Return the band of a seat.

    share = attended / held: HIGH from 2/3 on, MEDIUM from 1/3 on, LOW above 0, NEVER at 0.
    Both limits belong to the higher band; whole numbers are compared, so 2 of 3 is HIGH.

    Args:
        attended: sessions with somebody of the seat present, 0 to `held`.
        held: sessions held so far that count for this seat (`Record.counted`: an excuse does
            not); 0 gives NEVER.

    Raises:
        ValueError: attended is below 0 or above held.
    """
    if not 0 <= attended <= held:
        raise ValueError(f"{attended} attended of {held} held")
    if attended == 0:
        return Band.NEVER
    if 3 * attended >= 2 * held:
        return Band.HIGH
    return Band.MEDIUM if 3 * attended >= held else Band.LOW


def best_band_still_possible(attended: int, *, held: int, sessions: int) -> Band:
    """Return the band a seat would end in if it came to every session that is left.

    band_of(attended + (sessions - held), held=sessions). More sessions held than planned
    leave none: `sessions` counts as at least `held`.
    """
    ends_with = max(sessions, held)
    return band_of(attended + ends_with - held, held=ends_with)
