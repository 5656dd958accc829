from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.rule.group_weights import group_weights, kinds_not_heard


def test_group_weights_divides_seats_by_interviewed():
    weights = group_weights({"rural": 160, "urbana": 90}, {"urbana": 60, "rural": 160})

    assert weights == {"rural": Fraction(1), "urbana": Fraction(3, 2)}


def test_group_weights_leaves_out_kinds_with_nobody_interviewed():
    seats = {"rural": 5, "mixta": 3, "urbana": 2, "insular": 0}
    interviewed = {"rural": 2, "mixta": 0}

    assert group_weights(seats, interviewed) == {"rural": Fraction(5, 2)}
    assert kinds_not_heard(seats, interviewed) == ("mixta", "urbana")


def test_group_weights_of_nothing_is_empty():
    assert group_weights({}, {}) == {}


@pytest.mark.parametrize(
    ("seats", "interviewed"),
    [
        ({"rural": 2}, {"rural": 3}),
        ({"rural": 2}, {"rural": -1}),
        ({"rural": 2}, {"urbana": 1}),
        ({"rural": -1}, {}),
    ],
)
def test_group_weights_refuses_counts_that_cannot_be(seats, interviewed):
    with pytest.raises(ValueError, match="in kind"):
        group_weights(seats, interviewed)


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(1, 400), st.integers(1, 400))))
def test_group_weights_make_each_kind_weigh_its_seats(pairs):
    seats = {kind: max(pair) for kind, pair in pairs.items()}
    interviewed = {kind: min(pair) for kind, pair in pairs.items()}

    weights = group_weights(seats, interviewed)

    assert {kind: weight * interviewed[kind] for kind, weight in weights.items()} == seats
