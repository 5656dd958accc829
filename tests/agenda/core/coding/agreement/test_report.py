import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convoca.agenda.core.coding.agreement.bootstrap import (
    Interval,
    draw_weights,
    percentile_interval,
)
from convoca.agenda.core.coding.agreement.confusion import Confusion, most_confused
from convoca.agenda.core.coding.agreement.kappa import kappa
from convoca.agenda.core.coding.agreement.report import (
    Measure,
    agreement_from_dict,
    agreement_to_dict,
    measure_agreement,
    measure_ratings,
)

GRANTS = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
NOTHING = Measure(None)


def pairs(*texts):
    return [(frozenset(one), frozenset(two)) for one, two in texts]


def test_kappa_of_fifty_proposals_is_the_textbooks():
    assert kappa(GRANTS) == pytest.approx(0.4)


@pytest.mark.parametrize("given_pairs", [[], [(True, True)] * 3, [(False, False)] * 3])
def test_kappa_without_any_difference_cannot_be_computed(given_pairs):
    assert kappa(given_pairs) is None


def test_kappa_of_who_never_agree_is_minus_one():
    assert kappa([(True, False), (False, True)]) == pytest.approx(-1)


def test_draw_weights_of_one_seed_are_the_same_and_draw_as_many():
    one, again, other = (draw_weights(7, seed=seed, resamples=50) for seed in (1, 1, 2))

    assert (one == again).all()
    assert not (one == other).all()
    assert set(one.sum(axis=1)) == {7}


def test_percentile_interval_leaves_out_the_tails():
    assert percentile_interval(np.arange(5.0), level=0.5) == Interval(1, 3)


def test_percentile_interval_of_mostly_uncomputable_resamples_is_none():
    assert percentile_interval(np.array([np.nan, 0.5, 0.5])) is None
    assert percentile_interval(np.array([])) is None


def test_most_confused_counts_what_only_one_gave_against_the_others():
    found = most_confused(pairs(("a", "b"), ("b", "a"), ("ab", "a"), ("ac", "ab"), ("a", "a")))

    assert found == [
        Confusion(("a", "b"), 2),
        Confusion(("", "b"), 1),
        Confusion(("b", "c"), 1),
    ]


def test_measure_agreement_tells_each_code_and_one_number():
    found = measure_agreement(pairs(*[("a", "a")] * 12, *[("b", "b")] * 12, ("a", "b")), seed=3)

    assert (found.count, found.same, found.level) == (25, 24, "good")
    assert [(one.code, one.first, one.second, one.both) for one in found.codes] == [
        ("a", 13, 12, 12),
        ("b", 12, 13, 12),
    ]
    assert found.alpha.value == pytest.approx(0.9216, abs=1e-3)
    assert found.alpha.low <= found.alpha.value <= found.alpha.high
    assert found.codes[0].kappa.value == pytest.approx(0.9201, abs=1e-3)


def test_measure_agreement_of_one_code_says_that_it_cannot_be_computed():
    found = measure_agreement(pairs(("a", "a"), ("a", "a")), seed=1)

    assert (found.alpha, found.level, found.same) == (NOTHING, "none", 2)


def test_measure_agreement_of_nothing_is_empty():
    found = measure_agreement([], seed=1)

    assert (found.count, found.same, found.alpha, found.codes) == (0, 0, NOTHING, ())


def test_measure_agreement_of_experts_who_disagree_is_weak():
    found = measure_agreement(pairs(*[("a", "b"), ("b", "c"), ("a", "a")] * 4), seed=1)

    assert found.level == "weak"


@given(st.lists(st.tuples(*[st.frozensets(st.sampled_from("abc"), max_size=2)] * 2), max_size=6))
@settings(deadline=None, max_examples=10)
def test_agreement_is_stored_and_read_back_the_same(given_pairs):
    found = measure_agreement(given_pairs, seed=5)

    stored = json.loads(json.dumps(agreement_to_dict(found)))

    assert agreement_from_dict(stored) == found


@pytest.mark.parametrize("broken", [{"count": "1"}, {"alpha": 3}, {"codes": "x"}])
def test_agreement_from_something_else_is_refused(broken):
    stored = agreement_to_dict(measure_agreement([], seed=1)) | broken

    with pytest.raises(TypeError):
        agreement_from_dict(stored)


def test_measure_ratings_of_people_who_agree_is_one_and_of_one_person_unknown():
    assert measure_ratings([[1, 1, None], [5, 5, 5], [3, 3, 3]], seed=1).value == pytest.approx(1)
    assert measure_ratings([[1, None], [5, None]], seed=1) == NOTHING
