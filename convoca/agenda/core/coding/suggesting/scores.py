"""Scores of several judges about the same texts, made comparable and mixed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""One row a text, one column a code; the more, the likelier. Only comparable within a row."""
Labels = NDArray[np.intp]

FOLDS = 5
FEWEST_TO_TEST = 10
SHARES = np.linspace(0.0, 1.0, 11)
USUAL_SHARE, SHARE_SPREAD = 0.6, 0.4
TEMPERATURES = np.logspace(-1.0, 1.6, 27)


@dataclass(frozen=True)
class Rates:
    """How often the right code came first and among the first three, 0 to 1, of `tested`."""

    tested: int
    first: float
    three: float


def folds_of(texts: Sequence[str], folds: int = FOLDS) -> Labels:
    """Deal texts into folds, equal ones into the same, whatever their order.

    The distinct texts are ranked by their SHA-256 and dealt like cards.
    """
    digests = sorted({text: hashlib.sha256(text.encode()).digest() for text in texts}.items(),
                     key=lambda one: one[1])  # fmt: skip
    place = {text: rank % folds for rank, (text, _digest) in enumerate(digests)}
    return np.array([place[text] for text in texts], dtype=np.intp)


def spread(scores: Scores, known: Labels, codes: int) -> Scores:
    """Put the columns of a judge that knows some of the codes into a table of all.

    A code that it has never seen gets less than the least of the table.
    """
    whole = np.full((scores.shape[0], codes), scores.min(initial=0.0) - 1.0)
    whole[:, known] = scores
    return whole


def spread_of(scores: Scores) -> float:
    """Return the mean over the rows of their standard deviation: the scale of a judge."""
    return float(scores.std(axis=1).mean()) or 1.0


def centred(scores: Scores, scale: float) -> Scores:
    """Return the scores less the mean of their row, in units of the judge's scale."""
    middle: Scores = (scores - scores.mean(axis=1, keepdims=True)) / scale
    return middle


def ranks(scores: Scores, truth: Labels) -> Labels:
    """Return the place of the right code in each row, from 1; who ties with it comes before."""
    right = scores[np.arange(len(truth)), truth]
    places: Labels = (scores >= right[:, None]).sum(axis=1)
    return places


def rates(scores: Scores, truth: Labels) -> Rates:
    """Return how often the right code came first and among three; of nothing, 0."""
    if not len(truth):
        return Rates(0, 0.0, 0.0)
    places = ranks(scores, truth)
    return Rates(len(truth), float((places <= 1).mean()), float((places <= 3).mean()))  # noqa: PLR2004 (three are shown)


def share_of_second(first: Scores, second: Scores, truth: Labels) -> float:
    """Say how much of a mixture (1 - w) first + w second is to come from the second judge.

    w is the mean of 0, 0.1 … 1 under the weights exp(n/4 · MRR(w)) · exp(-((w - 0.6)/0.4)²/2),
    where MRR is the mean of 1/rank of the right code over n texts that neither judge had learnt:
    what was seen decides where there is much of it, 0.6 where there is little.

    Args:
        first, second: centred scores of the same texts; no texts give about 0.55.
    """
    fit = np.array([
        (1.0 / ranks((1 - share) * first + share * second, truth)).sum() for share in SHARES
    ])  # fmt: skip
    weight = fit / 4 - ((SHARES - USUAL_SHARE) / SHARE_SPREAD) ** 2 / 2
    odds = np.exp(weight - weight.max())
    return float((SHARES * odds).sum() / odds.sum())


def fit_sharpness(scores: Scores, truth: Labels) -> float:
    """Return t so that softmax(t · scores) is the least surprised by the truth (log loss).

    Looked for among 27 values from 0.1 to 40; no texts give 1.
    """
    if not len(truth):
        return 1.0
    rows = np.arange(len(truth))
    losses = [-np.log(shares_of(t * scores)[rows, truth] + 1e-12).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def shares_of(scores: Scores) -> Scores:
    """Turn each row into shares that sum to 1 (softmax)."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Scores = powers / powers.sum(axis=1, keepdims=True)
    return shares
