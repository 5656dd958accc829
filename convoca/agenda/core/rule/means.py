"""Weighted means over the ratings, theme by theme."""

from collections.abc import Callable
from fractions import Fraction

from convoca.agenda.core.rule.ballots import Ballots, Rating


def weighted_mean(ballots: Ballots, score: Callable[[Rating], int]) -> dict[str, Fraction]:
    """Give sum of w_i * score_i / sum of w_i over those who rated each theme.

    "No aplica" and people who named their themes directly count neither for nor against. Themes
    nobody rated are absent; the rest keep the listed order.
    """
    sums = {theme.id: 0 for theme in ballots.themes}
    weights = dict(sums)
    for voter in ballots.voters:
        units = ballots.units_of(voter)
        for theme_id, rating in voter.ratings.items():
            sums[theme_id] += units * score(rating)
            weights[theme_id] += units
    return {
        theme_id: Fraction(sums[theme_id], weight) for theme_id, weight in weights.items() if weight
    }
