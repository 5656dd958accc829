"""How often people chose what the machine proposed, and whether seeing it swayed them."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.convening.core.proportion import Interval, Proportion, newcombe

SHOWN = 3
FEWEST_TO_COMPARE = 10


@dataclass(frozen=True)
class Decision:
    """What was proposed for one statement, and the codes that a person gave it.

    `proposed` is best first; `usual` is the code that was most used when this was proposed;
    `is_blind` says that the person did not see the proposals.
    """

    proposed: tuple[str, ...]
    usual: str
    chosen: frozenset[str]
    is_blind: bool

    @property
    def rank(self) -> int:
        """Return the place of the best proposal that was chosen, from 1; 0 when none was."""
        places = (place for place, code in enumerate(self.proposed, 1) if code in self.chosen)
        return next(places, 0)


@dataclass(frozen=True)
class Hits:
    """Of some decisions: how many chose the first, one of three, or the most used code."""

    first: Proportion
    three: Proportion
    usual: Proportion


@dataclass(frozen=True)
class HitRate:
    """The hits of all decisions, of those who saw the proposals, and of those who did not.

    `sway` is the 95 % interval of (first chosen when shown) - (first chosen when not shown); None
    with fewer than ten decisions of either sort.
    """

    all: Hits
    shown: Hits
    blind: Hits
    sway: Interval | None


def count_hits(decisions: Sequence[Decision]) -> HitRate:
    """Count how often the proposals were what people chose; of no decisions, of nothing.

    A statement with several codes is a hit if any of them was proposed there.
    """
    shown = _hits([one for one in decisions if not one.is_blind])
    blind = _hits([one for one in decisions if one.is_blind])
    return HitRate(_hits(decisions), shown, blind, _sway(shown.first, blind.first))


def _hits(decisions: Sequence[Decision]) -> Hits:
    ranks = [one.rank for one in decisions]
    whole = len(decisions)
    return Hits(
        first=Proportion(sum(rank == 1 for rank in ranks), whole),
        three=Proportion(sum(1 <= rank <= SHOWN for rank in ranks), whole),
        usual=Proportion(sum(one.usual in one.chosen for one in decisions), whole),
    )


def _sway(shown: Proportion, blind: Proportion) -> Interval | None:
    if min(shown.whole, blind.whole) < FEWEST_TO_COMPARE:
        return None
    return newcombe(
        (shown.part / shown.whole, shown.whole), (blind.part / blind.whole, blind.whole)
    )
