"""Who judges a text: one by its words and letters, one by its meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from convoca.agenda.core.coding.suggesting.scores import Labels, Scores, centred, spread, spread_of
from convoca.agenda.core.coding.suggesting.words import letters_of, stems_of

SMOOTHING = 0.3
SOFTNESS = 3.0
MOST_STEPS, CLOSE_ENOUGH = 300, 1e-3

Vectors = NDArray[np.float32]
Rows = Any
"""What a judge reads, one row a text: a sparse table of scipy, which has no types, or vectors."""


class Judge(Protocol):
    """Says how well each code fits a text, once it has learnt."""

    def score(self, rows: Rows) -> Scores: ...


class Learn(Protocol):
    """Makes a judge of rows and their codes; `codes` counts the columns of its scores."""

    def __call__(self, rows: Rows, labels: Labels, codes: int) -> Judge: ...


@dataclass(frozen=True)
class Lexicon:
    """The stems, and the pieces of three to five letters, that the texts of a training hold.

    The pieces see what the stems miss: missing accents, slips of the keyboard, short forms.
    """

    stems: Any  # scikit-learn has no types
    letters: Any

    def rows(self, texts: Sequence[str]) -> Rows:
        """Return texts as TF-IDF rows, stems and then letters, each part of length 1."""
        from scipy.sparse import hstack  # noqa: PLC0415 # a second to load

        return hstack([self.stems.transform(texts), self.letters.transform(texts)], format="csr")

    def columns(self, word: str) -> list[int]:
        """Return in which columns a word counts: its stem and its letters."""
        first = len(self.stems.vocabulary_)
        stems = (self.stems.vocabulary_.get(stem) for stem in stems_of(word))
        letters = (self.letters.vocabulary_.get(piece) for piece in set(letters_of(word)))
        return [
            *(column for column in stems if column is not None),
            *(first + column for column in letters if column is not None),
        ]


def learn_lexicon(texts: Sequence[str]) -> tuple[Lexicon, Rows]:
    """Learn the stems and letters of texts; return them with the rows of these texts.

    Term frequency is 1 + ln(count), document frequency smoothed by one, as scikit-learn does.

    Raises:
        ValueError: not one word of two letters in all texts.
    """
    from scipy.sparse import hstack  # noqa: PLC0415 # a second to load
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 # two seconds

    stems = TfidfVectorizer(analyzer=stems_of, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer=letters_of, sublinear_tf=True)
    rows = hstack([stems.fit_transform(texts), letters.fit_transform(texts)], format="csr")
    return Lexicon(stems, letters), rows


@dataclass(frozen=True)
class WordJudge:
    """Complement naive Bayes: how unlike the texts of all other codes a text is."""

    weights: Scores

    def score(self, rows: Rows) -> Scores:
        scores: Scores = rows @ self.weights.T
        return scores

    def margins(self) -> Scores:
        """Return how much each column speaks for a code rather than for the others, by code."""
        margins: Scores = self.weights - self.weights.mean(axis=0)
        return margins


def judge_by_words(rows: Rows, labels: Labels, codes: int) -> WordJudge:
    """Learn complement naive Bayes, smoothed by 0.3.

    The weight of column f for code c is -ln((0.3 + N) / sum of (0.3 + N) over all columns), N the
    sum of f over the rows of all other codes. A code that no row has is the complement of nothing.

    Source: Rennie et al. (2003), Tackling the Poor Assumptions of Naive Bayes, section 4.
    """
    belongs = np.zeros((len(labels), codes))
    belongs[np.arange(len(labels)), labels] = 1.0
    sums = np.asarray(rows.T @ belongs).T
    others = SMOOTHING + sums.sum(axis=0) - sums
    return WordJudge(np.log(others.sum(axis=1, keepdims=True)) - np.log(others))


@dataclass(frozen=True)
class MeaningJudge:
    """Logistic regression over sentence vectors, and nearness to the middle of each code."""

    model: Any  # scikit-learn has no types
    model_scale: float
    middles: Vectors
    middle_scale: float
    codes: int

    def score(self, rows: Rows) -> Scores:
        known = self.model.classes_
        regression = centred(_log_shares(self.model, rows), self.model_scale)
        nearness = centred((rows @ self.middles.T).astype(np.float64), self.middle_scale)
        return spread(regression + nearness, known, self.codes)


def judge_by_meaning(rows: Rows, labels: Labels, codes: int) -> MeaningJudge:
    """Learn from sentence vectors of length 1.

    Two opinions with the same say: logistic regression with equal weight for each code (C = 3),
    better with many examples, and the cosine with the mean vector of the code, better with few.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 # two seconds to load

    model = LogisticRegression(
        C=SOFTNESS, class_weight="balanced", max_iter=MOST_STEPS, tol=CLOSE_ENOUGH
    )
    model.fit(rows, labels)
    middles = np.vstack([rows[labels == label].mean(axis=0) for label in model.classes_])
    middles /= np.linalg.norm(middles, axis=1, keepdims=True) + 1e-9
    regression_scale = spread_of(_log_shares(model, rows))
    nearness_scale = spread_of((rows @ middles.T).astype(np.float64))
    return MeaningJudge(model, regression_scale, middles, nearness_scale, codes)


def _log_shares(model: Any, rows: Rows) -> Scores:  # scikit-learn has no types
    logs: Scores = np.log(model.predict_proba(rows) + 1e-9)
    return logs
