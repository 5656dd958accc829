"""Sharing the day's calls among those who call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """A seat to call; the region counts from north to south.

    `named` are the people named for it, who goes first before: for the errand, for the seat.
    """

    seat_id: int
    region: int
    named: tuple[int, ...] = ()


def split_calls(loads: Sequence[Load], *, done: Mapping[int, int]) -> dict[int, int]:
    """Return who calls each seat, so that all have the same day and few regions are cut.

    Each person's day is what they did plus what they are given. A seat goes to the first of
    those named for it who calls today, however long their day gets; the rest, from north to
    south, is cut into one stretch a person in the order of their ids, long enough to bring each
    day up to the same level. Days differ by at most one, unless somebody is above the level
    already: they are given nothing more. At most one region fewer than there are people is cut.

    Args:
        loads: in any order, which changes nothing; seats come once each. Who is named and does
            not call (away, left the team) counts as nobody: the seat is shared like the rest.
        done: by person, how many calls of today are behind them; the people who call.

    Returns:
        By seat, the person; empty without people. Of two with the same day the lower id is
        given one more.
    """
    split = {
        load.seat_id: next(person for person in load.named if person in done)
        for load in loads
        if not done.keys().isdisjoint(load.named)
    }
    day = dict(done)
    for person in split.values():
        day[person] += 1
    free = sorted(
        (load for load in loads if load.seat_id not in split),
        key=lambda load: (load.region, load.seat_id),
    )
    start = 0
    for person, count in _fill(day, len(free)).items():
        split |= {load.seat_id: person for load in free[start : start + count]}
        start += count
    return split


def _fill(day: Mapping[int, int], count: int) -> dict[int, int]:
    """Return how many of `count` each gets, so that the lowest days rise together."""
    given = dict.fromkeys(sorted(day), 0)
    if not given:
        return {}
    for _one in range(count):
        lowest = min(given, key=lambda person: (day[person] + given[person], person))
        given[lowest] += 1
    return given
