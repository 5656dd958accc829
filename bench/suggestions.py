"""How well codes are proposed: any file of coded texts, after 100, 200 and 400 of them.

`python bench/suggestions.py [FILE] [--shuffles 10] [--json]`; FILE has the columns `text` and
`code`, and is read as `convoca themes suggest` reads it. Each shuffle has its seed: the first so
many texts are learnt, all the others are guessed. Beside levels 0 and 1 stand the code that is most
used and TF-IDF of words with logistic regression. Ends with 1 when the file cannot be used.
"""
# ruff: noqa: T201 -- a tool for the terminal

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from convoca.agenda.core.coding.suggesting.files import Coded, SuggestionFileError, read_coded
from convoca.agenda.core.coding.suggesting.likeness import condense, nearest, reading_order, twins
from convoca.agenda.core.coding.suggesting.meaning import is_meaning_known, vectors_of
from convoca.agenda.core.coding.suggesting.model import SHOWN, learn

STATEMENTS = Path(__file__).with_name("statements.csv")
SIZES = (100, 200, 400)
FEWEST_GUESSED = 50
MANY = 5_000

Guesses = list[list[str]]
Guess = Callable[[np.ndarray, np.ndarray], Guesses]


@dataclass(frozen=True)
class Accuracy:
    """How often a way of guessing hits, mean over the shuffles, 0 to 1."""

    way: str
    learnt: int
    guessed: int
    first: float
    three: float


@dataclass(frozen=True)
class Timing:
    """How long something takes, in milliseconds, the best of several times."""

    what: str
    ms: float


class Ways:
    """The ways of guessing, over one file."""

    def __init__(self, rows: Sequence[Coded]) -> None:
        self.texts = np.array([row.text for row in rows], dtype=object)
        self.codes = np.array([row.code for row in rows], dtype=object)
        self.vectors = vectors_of(list(self.texts)) if is_meaning_known() else None

    def all(self) -> Iterator[tuple[str, Guess]]:
        yield "el código más usado", self.most_used
        yield "TF-IDF de palabras + regresión logística", self.regression
        yield "nivel 0", self.level_0
        if self.vectors is not None:
            yield "nivel 1", self.level_1

    def most_used(self, seen: np.ndarray, unseen: np.ndarray) -> Guesses:
        best = [code for code, _uses in Counter(self.codes[seen]).most_common(SHOWN)]
        return [best] * len(unseen)

    def regression(self, seen: np.ndarray, unseen: np.ndarray) -> Guesses:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 # two seconds
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

        words = TfidfVectorizer()
        model = LogisticRegression(max_iter=1000)
        model.fit(words.fit_transform(self.texts[seen]), self.codes[seen])
        shares = model.predict_proba(words.transform(self.texts[unseen]))
        return [list(model.classes_[best]) for best in np.argsort(-shares, axis=1)[:, :SHOWN]]

    def level_0(self, seen: np.ndarray, unseen: np.ndarray) -> Guesses:
        model = learn(list(self.texts[seen]), list(self.codes[seen]))
        return [[one.code for one in found] for found in model.propose(list(self.texts[unseen]))]

    def level_1(self, seen: np.ndarray, unseen: np.ndarray) -> Guesses:
        assert self.vectors is not None  # `all` leaves this way out otherwise
        model = learn(list(self.texts[seen]), list(self.codes[seen]), self.vectors[seen])
        found = model.propose(list(self.texts[unseen]), self.vectors[unseen])
        return [[one.code for one in best] for best in found]


def measure(rows: Sequence[Coded], shuffles: int) -> list[Accuracy]:
    """Measure all ways with all sizes that leave at least 50 texts to guess."""
    ways = Ways(rows)
    return [
        _accuracy(ways, way, guess, size, shuffles)
        for size in SIZES
        if len(rows) - size >= FEWEST_GUESSED
        for way, guess in ways.all()
    ]


def _accuracy(ways: Ways, way: str, guess: Guess, size: int, shuffles: int) -> Accuracy:
    hits = []
    for seed in range(shuffles):
        order = np.random.default_rng(seed).permutation(len(ways.texts))
        seen, unseen = order[:size], order[size:]
        if len(set(ways.codes[seen])) == 1:
            continue
        guesses = guess(seen, unseen)
        right = list(zip(guesses, ways.codes[unseen], strict=True))
        hits.append((np.mean([g[0] == c for g, c in right]), np.mean([c in g for g, c in right])))
    first, three = np.mean(hits, axis=0)
    return Accuracy(way, size, len(ways.texts) - size, float(first), float(three))


def time_all(rows: Sequence[Coded]) -> list[Timing]:
    """Time level 0: 200 learnt and 200 proposed; 200 learnt, 5,000 proposed and put in order."""
    texts, codes = [row.text for row in rows], [row.code for row in rows]
    rng = np.random.default_rng(0)
    many = [" ".join(texts[one] for one in rng.choice(len(texts), 2)) for _ in range(MANY)]
    few = texts[-200:]

    def learn_and_propose(waiting: Sequence[str]) -> None:
        learn(texts[:200], codes[:200]).propose(waiting)

    def order(waiting: Sequence[str]) -> None:
        vectors = condense(waiting)
        reading_order(vectors)
        twins(waiting, nearest(vectors))

    learn_and_propose(few)  # loads what it takes
    return [
        Timing("nivel 0: aprender 200 y proponer 200", _best_of(10, learn_and_propose, few)),
        Timing("nivel 0: aprender 200 y proponer 5.000", _best_of(2, learn_and_propose, many)),
        Timing("ordenar 5.000 por parecido, con los casi iguales", _best_of(1, order, many)),
    ]


def _best_of(times: int, act: Callable[[Sequence[str]], None], texts: Sequence[str]) -> float:
    best = float("inf")
    for _time in range(times):
        begun = time.perf_counter()
        act(texts)
        best = min(best, time.perf_counter() - begun)
    return 1000 * best


def show(rows: Sequence[Coded], found: Sequence[Accuracy], timings: Sequence[Timing]) -> None:
    """Print the tables."""
    print(f"{len(rows)} textos, {len({row.code for row in rows})} códigos")
    print(f"{'':42} {'aprendidos':>10} {'adivinados':>10} {'primero':>8} {'de tres':>8}")
    for one in found:
        print(
            f"{one.way:42} {one.learnt:>10} {one.guessed:>10} {one.first:>8.3f} {one.three:>8.3f}"
        )
    for timing in timings:
        print(f"{timing.what:50} {timing.ms:>10.0f} ms")


def main() -> int:
    """Measure a file; see the top of this one."""
    parser = argparse.ArgumentParser(description="Mide las propuestas de códigos.")
    parser.add_argument("file", nargs="?", type=Path, default=STATEMENTS, metavar="FILE")
    parser.add_argument("--shuffles", type=int, default=10, choices=range(1, 101), metavar="N")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        rows = read_coded(options.file.read_bytes())
    except OSError:
        print(f"No se pudo leer «{options.file}». Revise la ruta.", file=sys.stderr)
        return 2
    except SuggestionFileError as error:
        print("\n".join(error.sentences), file=sys.stderr)
        return 1
    if len(rows) < SIZES[0] + FEWEST_GUESSED:
        print("Hacen falta al menos 150 textos codificados.", file=sys.stderr)
        return 1
    found, timings = measure(rows, options.shuffles), time_all(rows)
    if options.json:
        told = {"accuracy": [asdict(one) for one in found], "ms": [asdict(one) for one in timings]}
        print(json.dumps(told, ensure_ascii=False))
    else:
        show(rows, found, timings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
