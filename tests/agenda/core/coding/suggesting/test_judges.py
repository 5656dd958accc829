import numpy as np
from sklearn.naive_bayes import ComplementNB

from convoca.agenda.core.coding.suggesting.judges import (
    SMOOTHING,
    judge_by_meaning,
    judge_by_words,
    learn_lexicon,
)
from tests.agenda.core.coding.suggesting.sayings import BY_CODE, CODES, TEXTS

LABELS = np.array([list(BY_CODE).index(code) for code in CODES])


def test_judge_by_words_says_what_complement_naive_bayes_says():
    _lexicon, rows = learn_lexicon(TEXTS)
    known = ComplementNB(alpha=SMOOTHING).fit(rows, LABELS)

    scores = judge_by_words(rows, LABELS, 3).score(rows)

    assert np.allclose(scores, known.predict_joint_log_proba(rows))


def test_judge_by_words_has_a_score_for_a_code_without_texts():
    _lexicon, rows = learn_lexicon(TEXTS)

    scores = judge_by_words(rows, LABELS, 4).score(rows)

    assert scores.shape == (24, 4)
    assert np.isfinite(scores).all()


def test_judge_by_meaning_finds_the_code_whose_vectors_point_the_same_way():
    vectors = np.eye(3, dtype=np.float32)[LABELS] + 0.01
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    scores = judge_by_meaning(vectors, LABELS, 4).score(vectors)

    assert scores.argmax(axis=1).tolist() == LABELS.tolist()
    assert scores[:, 3].max() < scores[:, :3].min()


def test_lexicon_reads_words_it_has_never_seen_as_nothing():
    lexicon, _rows = learn_lexicon(TEXTS)

    assert lexicon.rows(["xyzzy", ""]).nnz == 0
