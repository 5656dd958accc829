"""Two simpler orders, shown beside the agenda rule to see what would change."""

from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.electorate import Electorate
from convoca.agenda.core.rule.means import weighted_mean


def rank_by_mean(ballots: Ballots) -> tuple[str, ...]:
    """Order themes by the weighted mean of interest * urgency (1 to 25), the highest first.

    The mean is over those who rated the theme: "no aplica" counts neither for nor against.
    Themes nobody rated are left out. Ties go by the order of the list.
    """
    means = weighted_mean(ballots, lambda rating: rating.interest * rating.urgency)
    return tuple(sorted(means, key=lambda theme: -means[theme]))


def rank_by_approvals(electorate: Electorate) -> tuple[str, ...]:
    """Order themes by approving weight, the most approved first; themes with none are left out.

    Ties go by higher mean urgency, then by the order of the list.
    """
    return tuple(sorted(electorate.approved_themes, key=electorate.tie_key))
