"""The quotes that somebody has read and chosen for the published agenda."""

from django.http import QueryDict

from convoca.foundation.numbers import read_id


def read_pairs(given: QueryDict) -> set[tuple[int, int]]:
    """Return the pairs of theme and statement that were ticked; what is no pair is left out."""
    pairs = set()
    for value in given.getlist("quote"):
        theme, _colon, statement = value.partition("-")
        pairs.add((read_id(theme), read_id(statement)))
    return {pair for pair in pairs if all(pair)}
