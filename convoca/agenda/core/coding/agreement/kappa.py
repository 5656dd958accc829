"""Cohen's kappa: agreement of two people on one code, given or not given."""

from collections.abc import Sequence

import numpy as np

from convoca.agenda.core.coding.agreement.alpha import Numbers

Pair = tuple[bool, bool]


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Return kappa over statements: whether each of the two gave the code.

    kappa = (po - pe) / (1 - pe): po is the share on which they agree, pe what two people who give
    the code as often as they did would agree on by chance. 1 is whole agreement, 0 chance.

    Returns:
        None where it cannot be computed: no statement, or both gave it always, or both never.

    Source: J. Cohen, A coefficient of agreement for nominal scales (1960).
    """
    found = float(kappas(pairs, np.ones((1, len(pairs))))[0])
    return None if np.isnan(found) else found


def kappas(pairs: Sequence[Pair], weights: Numbers) -> Numbers:
    """Return kappa for each row of weights (R x U): how often each statement counts; or NaN."""
    first = np.array([one for one, _two in pairs], dtype=float)
    second = np.array([two for _one, two in pairs], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = weights.sum(axis=1)
        one, two = weights @ first / total, weights @ second / total
        observed = weights @ (first == second) / total
        chance = one * two + (1 - one) * (1 - two)
        return np.where(chance < 1, (observed - chance) / (1 - chance), np.nan)
