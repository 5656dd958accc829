import numpy as np
import pytest

from convoca.agenda.core.coding.suggesting.model import NAMES, learn
from tests.agenda.core.coding.suggesting.sayings import BY_CODE, CODES, TEXTS

SAID = "Otra rendición devuelta, la plataforma no abre"
VECTORS = np.eye(3, dtype=np.float32)[[list(BY_CODE).index(code) for code in CODES]]


@pytest.fixture(scope="module")
def model():
    return learn(TEXTS, CODES)


def test_model_proposes_three_codes_with_shares_that_sum_to_one(model):
    ((first, second, third),) = model.propose([SAID])

    assert first.code == "rendiciones"
    assert first.score > second.score >= third.score
    assert first.score + second.score + third.score == pytest.approx(1.0)


def test_model_proposes_at_most_so_many_codes_as_there_are(model):
    assert [len(found) for found in model.propose([SAID, ""], top=9)] == [3, 3]
    assert [len(found) for found in model.propose([SAID], top=1)] == [1]
    assert model.propose([]) == []


def test_model_says_which_words_of_the_text_weighed(model):
    ((all_words, others), (nothing,)) = model.reasons(
        [SAID, ""], [["rendiciones", "aseo"], ["aseo"]], most=9
    )

    assert all_words[:2] == ["plataforma", "rendición"]
    assert "la" not in all_words
    assert "plataforma" not in others
    assert (nothing, model.reasons([], [])) == ([], [])


def test_model_sees_a_word_with_a_slip_and_without_its_accent(model):
    ((best, *_others),) = model.propose(["las rendiciónes y la platforma"])

    assert best.code == "rendiciones"


def test_model_does_not_depend_on_the_order_of_what_was_coded(model):
    other = learn(TEXTS[::-1], CODES[::-1])

    ((one, *_),), ((two, *_),) = model.propose([SAID]), other.propose([SAID])
    assert one.code == two.code
    assert one.score == pytest.approx(two.score)
    assert other.rates == model.rates


def test_model_tells_how_it_did_on_texts_it_had_not_learnt(model):
    assert model.rates.tested == 24
    assert 0.5 < model.rates.first <= model.rates.three == 1.0


def test_model_takes_a_text_with_two_codes():
    model = learn([*TEXTS, TEXTS[0]], [*CODES, "personal"])

    ((first, second, *_),) = model.propose([TEXTS[0]])
    assert {first.code, second.code} == {"aseo", "personal"}


@pytest.mark.parametrize(
    ("texts", "codes"), [([], []), (["Basura"], ["aseo"]), (["Basura"] * 3, ["aseo"] * 3)]
)
def test_learn_refuses_fewer_than_two_codes(texts, codes):
    with pytest.raises(ValueError, match="two codes"):
        learn(texts, codes)


def test_learn_takes_two_texts_without_testing_anything():
    model = learn(["Hay basura", "Falta personal"], ["aseo", "personal"])

    assert model.propose(["basura"])[0][0].code == "aseo"
    assert model.rates.tested == 0


def test_model_of_level_one_listens_to_the_meaning():
    model = learn(TEXTS, CODES, VECTORS)

    found = model.propose(["xyzzy"] * 3, np.eye(3, dtype=np.float32))

    assert [best.code for best, *_ in found] == list(BY_CODE)
    assert (model.level, NAMES[model.level]) == (1, "sentido-1")
    with pytest.raises(ValueError, match="vectors"):
        model.propose([SAID])
