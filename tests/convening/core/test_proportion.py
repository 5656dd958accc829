"""Shares with their uncertainty, against published figures."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convoca.convening.core.proportion import Interval, Proportion, newcombe, wilson

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def rounded(interval: Interval, digits: int = 4) -> tuple[float, float]:
    return round(interval.low, digits), round(interval.high, digits)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (81, 263, (0.2553, 0.3662)),  # the first four: Newcombe (1998a), table I, method 3
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (20, 20, (0.8389, 1.0)),
    ],
)
def test_wilson_gives_the_published_interval(part, whole, expected):
    assert rounded(Proportion(part, whole).interval) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),  # Newcombe (1998b), table II, method 10
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ],
)
def test_newcombe_gives_the_published_interval(first, second, expected):
    pairs = [(part / whole, whole) for part, whole in (first, second)]

    assert rounded(newcombe(*pairs)) == expected


def test_share_of_nobody_is_unknown_and_hidden():
    nobody = Proportion(0, 0)

    assert (nobody.share, nobody.interval, nobody.is_shown) == (None, Interval(0.0, 1.0), False)


def test_share_is_told_from_five_on():
    assert [Proportion(0, size).is_shown for size in (4, 5)] == [False, True]


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (1, 0)])
def test_proportion_refuses_part_out_of_whole(part, whole):
    with pytest.raises(ValueError, match=f"{part} of {whole}"):
        Proportion(part, whole)


@pytest.mark.parametrize(("share", "size"), [(-0.1, 5), (1.1, 5), (0.5, 0)])
def test_wilson_refuses_what_is_no_share(share, size):
    with pytest.raises(ValueError, match="a share of"):
        wilson(share, size)


def test_interval_excludes_zero_only_when_both_ends_are_on_one_side():
    ends = [(0.1, 0.2), (-0.2, -0.1), (-0.1, 0.2), (0.0, 0.2)]

    assert [Interval(*pair).excludes_zero for pair in ends] == [True, True, False, False]


@given(COUNTS)
def test_wilson_holds_its_share_and_narrows_with_more(counts):
    part, whole = counts
    small, large = wilson(part / whole, whole), wilson(part / whole, 4 * whole)

    assert 0 <= small.low <= large.low <= part / whole <= large.high <= small.high <= 1


@given(COUNTS, COUNTS)
def test_newcombe_turns_around_with_its_groups(one, two):
    first, second = (one[0] / one[1], one[1]), (two[0] / two[1], two[1])
    straight, turned = newcombe(first, second), newcombe(second, first)

    assert straight.low == pytest.approx(-turned.high)
    assert straight.low <= first[0] - second[0] <= straight.high


@given(COUNTS)
def test_newcombe_of_equal_groups_says_no_difference(counts):
    assume(counts[1] >= 2)
    group = (counts[0] / counts[1], counts[1])

    assert not newcombe(group, group).excludes_zero
