"""Who finds what urgent: the view of the ballots that the rules work on."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from convoca.agenda.core.rule.ballots import Approval, Ballots
from convoca.agenda.core.rule.means import weighted_mean


@dataclass(frozen=True)
class Bloc:
    """People who approve exactly the same themes; under these rules they always fare alike."""

    approvals: frozenset[str]
    weight: Fraction


@dataclass(frozen=True)
class Electorate:
    """Themes in the order of the list, the blocs, and what breaks ties.

    `mean_urgency` is the weighted mean of the urgency ratings (1 to 5) of those who rated the
    theme, 0 where nobody did. `supporters_weight` is the sum of the weights of its approvers.
    """

    themes: tuple[str, ...]
    blocs: tuple[Bloc, ...]
    mean_urgency: Mapping[str, Fraction]
    supporters_weight: Mapping[str, Fraction]

    @property
    def total_weight(self) -> Fraction:
        return sum((bloc.weight for bloc in self.blocs), Fraction(0))

    @property
    def approved_themes(self) -> tuple[str, ...]:
        """Give the themes that somebody approves, in the order of the list."""
        return tuple(theme for theme in self.themes if self.supporters_weight[theme])

    def tie_key(self, theme: str) -> tuple[Fraction, Fraction, int]:
        """Order tied themes: more approving weight, higher mean urgency, listed first."""
        place = self.themes.index(theme)
        return (-self.supporters_weight[theme], -self.mean_urgency[theme], place)


def build_electorate(ballots: Ballots, approval: Approval | None = None) -> Electorate:
    """Gather the people of the ballots in blocs, under their approval rule or another one.

    People who approve nothing make a bloc too: they count in every denominator.
    """
    weights: dict[frozenset[str], Fraction] = {}
    for voter in ballots.voters:
        approvals = voter.approved_themes(approval or ballots.approval)
        weights[approvals] = weights.get(approvals, Fraction(0)) + voter.weight
    themes = tuple(theme.id for theme in ballots.themes)
    support = dict.fromkeys(themes, Fraction(0))
    for approvals, weight in weights.items():
        for theme in approvals:
            support[theme] += weight
    blocs = tuple(Bloc(approvals, weight) for approvals, weight in weights.items())
    urgency = weighted_mean(ballots, lambda rating: rating.urgency)
    mean_urgency = {theme: urgency.get(theme, Fraction(0)) for theme in themes}
    return Electorate(themes, blocs, mean_urgency, support)
