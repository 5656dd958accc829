"""Choosing seats by what they are, with how many each other choice would give."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Traits:
    """What a seat can be chosen by: its values under each facet, and its words, folded."""

    values: Mapping[str, frozenset[str]]
    words: str = ""


@dataclass(frozen=True)
class Choice:
    """The positions of the seats that fit, in order, and the counts beside each filter.

    `counts` says, by facet and value, how many seats would fit with that value under that
    facet and everything else as it is; a value that gives none is left out.
    """

    positions: list[int]
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)


def choose(
    seats: Sequence[Traits], *, facets: Sequence[str], wanted: Mapping[str, str], words: str = ""
) -> Choice:
    """Return the seats that fit every wanted value and hold every word.

    Args:
        seats: in the order in which they come back; empty gives nothing and no counts.
        facets: what is counted; a wanted facet that is not among them is not looked at.
        wanted: by facet, the value; an empty one wants nothing.
        words: folded; each must stand somewhere in the words of the seat. "" wants none.
    """
    asked = [(facet, wanted[facet]) for facet in facets if wanted.get(facet)]
    needles = words.split()
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
    positions = []
    for position, seat in enumerate(seats):
        if not all(needle in seat.words for needle in needles):
            continue
        unmet = [facet for facet, value in asked if value not in seat.values[facet]]
        if not unmet:
            positions.append(position)
        for facet in facets if not unmet else unmet[:1] if len(unmet) == 1 else ():
            counts[facet].update(seat.values[facet])
    return Choice(positions, counts)


def size_band(population: int, bounds: Sequence[int]) -> int:
    """Return the band of a population: how many of the bounds it reaches, 0 to len(bounds).

    Args:
        population: people, 0 or more.
        bounds: ascending; a population equal to a bound reaches it. Empty: all are in band 0.
    """
    return sum(population >= bound for bound in bounds)
