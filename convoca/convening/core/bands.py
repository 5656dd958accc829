"""Loyalty in four bands: how much of what was held each seat attended."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """How often a seat came, of the sessions held so far."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NEVER = "never"


@dataclass(frozen=True)
class BandCounts:
    """How many seats are in each band now, and how many could still end in each.

    `of` is the denominator: seats that accepted. The four counts of `now` add up to it, and
    so do those of `best`. With no session held `now` puts all of them in NEVER.
    """

    held: int
    sessions: int
    of: int
    now: dict[Band, int]
    best: dict[Band, int]


def band_of(attended: int, *, held: int) -> Band:
    """Return the band of a seat.

    share = attended / held: HIGH from 2/3 on, MEDIUM from 1/3 on, LOW above 0, NEVER at 0.
    Both limits belong to the higher band; whole numbers are compared, so 2 of 3 is HIGH.
    Excused sessions count in `held`: the band says how often the seat came, not why it did not.

    Args:
        attended: sessions with somebody of the seat present, 0 to `held`.
        held: sessions held so far; 0 gives NEVER.

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


def count_bands(attended: Iterable[int], *, held: int, sessions: int) -> BandCounts:
    """Count seats by band, now and at best.

    Args:
        attended: sessions attended by each accepted seat; empty gives zeros.
        held: sessions held so far.
        sessions: sessions the cycle is to have.
    """
    seats = list(attended)
    now = [band_of(count, held=held) for count in seats]
    best = [best_band_still_possible(count, held=held, sessions=sessions) for count in seats]
    return BandCounts(
        held=held,
        sessions=max(sessions, held),
        of=len(seats),
        now={band: now.count(band) for band in Band},
        best={band: best.count(band) for band in Band},
    )
