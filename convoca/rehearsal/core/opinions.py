"""How an invented director sees the themes: it depends on the region and the kind of comuna."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

LOWEST, HIGHEST = 1, 5
URGENT = 4
APPLIES_SHARE = 0.92
RURAL_WORDS = ("rural", "agua", "caminos", "conectividad", "honorarios", "profesionales")
URBAN_WORDS = ("regulador", "territorio", "trámite", "línea", "seguridad", "datos")
LEAN = 1.0
"""How many points a theme of the own kind of comuna gets more, and one of the other kind less."""
OWN_SPREAD, REGION_SPREAD = 1.1, 0.7


@dataclass(frozen=True)
class Opinion:
    """How somebody sees one theme, 1 to 5; both None where it does not apply."""

    interest: int | None
    urgency: int | None

    @property
    def is_urgent(self) -> bool:
        """Say whether it presses: 4 or 5."""
        return self.urgency is not None and self.urgency >= URGENT

    @property
    def weight(self) -> int:
        """Return interest + urgency, 0 where it does not apply."""
        return (self.interest or 0) + (self.urgency or 0)


def draw_level(random: Random) -> float:
    """Draw how a theme stands in the whole country, 2.2 to 4.2 of 5."""
    return 2.2 + 2.0 * random.random()


def draw_region_shift(random: Random) -> float:
    """Draw how much a region differs from the country on a theme, in points around 0."""
    return random.gauss(0.0, REGION_SPREAD)


def lean_of(title: str, settlement: str) -> float:
    """Return how much a theme leans to a kind of comuna by its words: -1, 0 or +1 points.

    `settlement` is "urban", "mixed" or "rural"; "mixed" and "" lean to nothing.
    """
    words = title.casefold()
    rural = any(word in words for word in RURAL_WORDS)
    urban = any(word in words for word in URBAN_WORDS)
    if rural == urban or settlement not in {"rural", "urban"}:
        return 0.0
    return LEAN if rural == (settlement == "rural") else -LEAN


def draw_opinion(random: Random, level: float) -> Opinion:
    """Draw how one person sees a theme that stands at `level`; sometimes it does not apply."""
    applies = random.random() < APPLIES_SHARE
    interest = _points(random.gauss(level + 0.4, OWN_SPREAD))
    urgency = _points(random.gauss(level, OWN_SPREAD))
    return Opinion(interest, urgency) if applies else Opinion(None, None)


def dearest(opinions: Mapping[str, Opinion], count: int) -> Sequence[str]:
    """List the themes somebody cares most about, the most first; ties by title."""
    known = [title for title in opinions if opinions[title].weight]
    return sorted(known, key=lambda title: (-opinions[title].weight, title))[:count]


def _points(value: float) -> int:
    return max(LOWEST, min(HIGHEST, round(value)))
