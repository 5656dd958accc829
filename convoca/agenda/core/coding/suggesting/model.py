"""What is learnt from coded texts, and the codes proposed for others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convoca.agenda.core.coding.suggesting.judges import (
    Judge,
    Learn,
    Lexicon,
    Rows,
    Vectors,
    WordJudge,
    judge_by_meaning,
    judge_by_words,
    learn_lexicon,
)
from convoca.agenda.core.coding.suggesting.scores import (
    FEWEST_TO_TEST,
    FOLDS,
    Labels,
    Rates,
    Scores,
    centred,
    fit_sharpness,
    folds_of,
    rates,
    share_of_second,
    shares_of,
    spread_of,
)
from convoca.agenda.core.coding.suggesting.words import COMMON, fold, words_of

SHOWN = 3
"""How many codes are proposed."""
NAMES = {0: "palabras-1", 1: "sentido-1"}
"""What a model is called where its proposals are kept: level and version."""


@dataclass(frozen=True)
class Proposal:
    """A code for a text; `score` is the share of the belief, 0 to 1, all codes sum to 1."""

    code: str
    score: float


@dataclass(frozen=True)
class Opinion:
    """A judge who has learnt, how much it says (0 to 1), and the scale of its scores."""

    judge: Judge
    say: float
    scale: float

    def told(self, rows: Rows) -> Scores:
        return self.say * centred(self.judge.score(rows), self.scale)


@dataclass(frozen=True)
class Model:
    """What was learnt: `codes` in alphabetical order, and how it did on texts not yet learnt."""

    codes: tuple[str, ...]
    lexicon: Lexicon
    by_words: Opinion
    by_meaning: Opinion | None
    sharpness: float
    rates: Rates

    @property
    def level(self) -> int:
        """Return 1 if it reads meanings too, else 0."""
        return 0 if self.by_meaning is None else 1

    def propose(
        self, texts: Sequence[str], vectors: Vectors | None = None, *, top: int = SHOWN
    ) -> list[list[Proposal]]:
        """Propose codes for each text, the likeliest first; ties go by the name of the code.

        Args:
            vectors: the meanings of the texts, for a model of level 1; not read by one of level 0.
            top: at most so many codes a text.

        Raises:
            ValueError: a model of level 1 and no vectors.
        """
        if not texts:
            return []
        scores = self.by_words.told(self.lexicon.rows(texts))
        if self.by_meaning is not None:
            if vectors is None:
                raise ValueError("a model of level 1 reads vectors")
            scores = scores + self.by_meaning.told(vectors)
        shares = shares_of(self.sharpness * scores)
        best = np.argsort(-shares, axis=1, kind="stable")[:, :top]
        return [
            [Proposal(self.codes[code], float(shares[row, code])) for code in codes]
            for row, codes in enumerate(best)
        ]

    def reasons(
        self, texts: Sequence[str], codes: Sequence[Sequence[str]], *, most: int = SHOWN
    ) -> list[list[list[str]]]:
        """Return for each text, and each code named beside it, the words that weigh most for it.

        Each word gets what its stem and its letters add to the code beyond their mean over all
        codes (complement naive Bayes); only words that speak for the code, each once, as written
        but in small letters, the weightiest first. Words that tell nothing by themselves are left
        out.
        """
        judge = self.by_words.judge
        if not isinstance(judge, WordJudge):
            raise TypeError(type(judge))
        if not texts:
            return []
        place = {name: number for number, name in enumerate(self.codes)}
        labels = [[place[code] for code in named] for named in codes]
        rows, reader = self.lexicon.rows(texts), _WordReader(self.lexicon, judge.margins())
        return [reader.read(text, rows[row], labels[row], most) for row, text in enumerate(texts)]


class _WordReader:
    """Says which words of a text weigh; remembers in which columns each word counts."""

    def __init__(self, lexicon: Lexicon, margins: Scores) -> None:
        self._lexicon, self._margins = lexicon, margins
        self._columns: dict[str, list[int]] = {}
        self._values = np.zeros(margins.shape[1])

    def read(self, text: str, row: Rows, labels: Sequence[int], most: int) -> list[list[str]]:
        words = [word for word in dict.fromkeys(map(str.lower, words_of(text))) if _tells(word)]
        columns = [self._columns_of(word) for word in words]
        flat = [column for some in columns for column in some]
        owner = np.repeat(np.arange(len(words)), [len(some) for some in columns])
        self._values[row.indices] = row.data
        told = self._margins[np.ix_(labels, flat)] * self._values[flat] if flat else None
        self._values[row.indices] = 0.0
        if told is None:
            return [[] for _label in labels]
        heavy: list[Scores] = [
            np.bincount(owner, weights=one, minlength=len(words)).astype(np.float64) for one in told
        ]
        return [_heaviest(words, weights, most) for weights in heavy]

    def _columns_of(self, word: str) -> list[int]:
        if word not in self._columns:
            self._columns[word] = self._lexicon.columns(word)
        return self._columns[word]


def _tells(word: str) -> bool:
    return not word.isdigit() and fold(word) not in COMMON


def _heaviest(words: Sequence[str], weights: Scores, most: int) -> list[str]:
    speaking = [place for place in range(len(words)) if weights[place] > 0]
    return [
        words[place] for place in sorted(speaking, key=lambda one: (-weights[one], words[one]))
    ][:most]


def learn(texts: Sequence[str], codes: Sequence[str], vectors: Vectors | None = None) -> Model:
    """Learn from coded texts; a text with several codes comes several times.

    Level 0 without vectors: complement naive Bayes over stems and letters. Level 1: a mixture of
    that and of the meanings; how much each says is weighed on five folds that neither had learnt,
    equal texts always together. The same folds give the sharpness of the shares and the rates.
    With fewer than ten texts nothing is weighed.

    Args:
        texts, codes: of the same length, in any order.
        vectors: the meanings of the texts, rows of length 1, or None.

    Raises:
        ValueError: fewer than two codes, or not one word in the texts.
    """
    names = tuple(sorted(set(codes)))
    if len(names) < 2:  # noqa: PLR2004 (a choice takes two)
        raise ValueError("a choice takes two codes")
    place = {name: number for number, name in enumerate(names)}
    truth = np.array([place[code] for code in codes], dtype=np.intp)
    lexicon, rows = learn_lexicon(texts)
    folds = folds_of(texts) if len(set(texts)) >= FEWEST_TO_TEST else None
    words = _test(judge_by_words, rows, truth, folds, len(names))
    if vectors is None:
        share, mixed, meaning = 0.0, words.scores, None
    else:
        seen = _test(judge_by_meaning, vectors, truth, folds, len(names))
        share = share_of_second(words.scores, seen.scores, words.truth)
        mixed = (1 - share) * words.scores + share * seen.scores
        meaning = Opinion(judge_by_meaning(vectors, truth, len(names)), share, seen.scale)
    judge = judge_by_words(rows, truth, len(names))
    return Model(
        codes=names,
        lexicon=lexicon,
        by_words=Opinion(judge, 1 - share, words.scale),
        by_meaning=meaning,
        sharpness=fit_sharpness(mixed, words.truth),
        rates=rates(mixed, words.truth),
    )


@dataclass(frozen=True)
class Tested:
    """What a judge said of texts that it had not learnt, centred, with the scale of its scores."""

    scores: Scores
    truth: Labels
    scale: float


def _test(learn_from: Learn, rows: Rows, truth: Labels, folds: Labels | None, codes: int) -> Tested:
    """Let a judge learn all folds but one and judge that one, in turn.

    Without folds nothing is tested: no rows, and the scale of what it says of its own texts.
    """
    if folds is None:
        nothing: Labels = np.zeros(0, dtype=np.intp)
        scale = spread_of(learn_from(rows, truth, codes).score(rows))
        return Tested(np.zeros((0, codes)), nothing, scale)
    scores = np.zeros((len(truth), codes))
    for fold_number in range(FOLDS):
        out = folds == fold_number
        if len(set(truth[~out].tolist())) < 2:  # noqa: PLR2004 (a choice takes two)
            continue
        scores[out] = learn_from(rows[~out], truth[~out], codes).score(rows[out])
    scale = spread_of(scores)
    return Tested(centred(scores, scale), truth, scale)
