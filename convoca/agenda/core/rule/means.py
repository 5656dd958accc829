"""Weighted means over the ratings, theme by theme."""

from collections.abc import Callable
from fractions import Fraction

from convoca.agenda.core.rule.ballots import Ballots, Rating


def weighted_mean(ballots: Ballots, score: Callable[[Rating], int]) -> dict[str, Fraction]:
    """Give sum of w_i * score_i / sum of w_i over those who rated each theme.

    "No aplica" and people who named their themes directly count neither for nor against. Themes
    nobody rated are absent; the rest keep the listed order.
    """
    sums: dict[str, Fraction] = {}
    weights: dict[str, Fraction] = {}
    # Whole numbers first, one weight at a time: fractions are slow and weights are few.
    for weight, ratings in _ratings_by_weight(ballots).items():
        for theme, scored in ratings.items():
            total = sum(score(rating) for rating in scored)
            sums[theme] = sums.get(theme, Fraction(0)) + weight * total
            weights[theme] = weights.get(theme, Fraction(0)) + weight * len(scored)
    return {
        theme.id: sums[theme.id] / weights[theme.id] for theme in ballots.themes if theme.id in sums
    }


def _ratings_by_weight(ballots: Ballots) -> dict[Fraction, dict[str, list[Rating]]]:
    found: dict[Fraction, dict[str, list[Rating]]] = {}
    for voter in ballots.voters:
        of_weight = found.setdefault(voter.weight, {})
        for theme, rating in voter.ratings.items():
            of_weight.setdefault(theme, []).append(rating)
    return found
