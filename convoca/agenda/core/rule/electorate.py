"""Who finds what urgent: the view of the ballots that the rules work on."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from convoca.agenda.core.rule.ballots import Approval, Ballots
from convoca.agenda.core.rule.means import weighted_mean

TieKey = tuple[int, Fraction, int]


@dataclass(frozen=True)
class Bloc:
    """People who approve exactly the same themes; under these rules they always fare alike.

    `units` is their weight in whole parts of 1/scale of the electorate.
    """

    approvals: frozenset[str]
    units: int


@dataclass(frozen=True)
class Electorate:
    """Themes in the order of the list, the blocs, and what breaks ties.

    Weights are whole numbers of 1/scale: sums over thousands of fractions were a hundred times
    slower. `mean_urgency` is the weighted mean of the urgency ratings (1 to 5) of those who rated
    the theme, 0 where nobody did. `support` is the units of those who approve a theme.
    """

    themes: tuple[str, ...]
    blocs: tuple[Bloc, ...]
    scale: int
    mean_urgency: Mapping[str, Fraction]
    support: Mapping[str, int]

    @property
    def total_weight(self) -> Fraction:
        return self.weight_of(sum(bloc.units for bloc in self.blocs))

    @property
    def approved_themes(self) -> tuple[str, ...]:
        """Give the themes that somebody approves, in the order of the list."""
        return tuple(theme for theme in self.themes if self.support[theme])

    def weight_of(self, units: int) -> Fraction:
        return Fraction(units, self.scale)

    def tie_key(self, theme: str) -> TieKey:
        """Order tied themes: more approving weight, higher mean urgency, listed first."""
        place = self.themes.index(theme)
        return (-self.support[theme], -self.mean_urgency[theme], place)


def build_electorate(ballots: Ballots) -> Electorate:
    """Gather the people of the ballots in blocs.

    People who approve nothing make a bloc too: they count in every denominator.
    """
    return gather_blocs(ballots, ballots.approval, mean_urgency(ballots))


def mean_urgency(ballots: Ballots) -> dict[str, Fraction]:
    """Give the weighted mean urgency of every theme, 0 where nobody rated it.

    It does not depend on the approval rule: who tries eight rules measures it once.
    """
    found = weighted_mean(ballots, lambda rating: rating.urgency)
    return {theme.id: found.get(theme.id, Fraction(0)) for theme in ballots.themes}


def gather_blocs(
    ballots: Ballots, approval: Approval, urgency: Mapping[str, Fraction]
) -> Electorate:
    """Gather the people in blocs under an approval rule, with their urgencies known already."""
    units: dict[frozenset[str], int] = {}
    for voter in ballots.voters:
        approvals = voter.approved_themes(approval)
        units[approvals] = units.get(approvals, 0) + ballots.units_of(voter)
    support = {theme.id: 0 for theme in ballots.themes}
    for approvals, weight in units.items():
        for theme_id in approvals:
            support[theme_id] += weight
    return Electorate(
        themes=tuple(support),
        blocs=tuple(Bloc(approvals, weight) for approvals, weight in units.items()),
        scale=ballots.scale,
        mean_urgency=urgency,
        support=support,
    )
