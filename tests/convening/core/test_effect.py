"""Whether looking after a seat helped."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.bands import Band
from convoca.convening.core.effect import Case, Effect, Outcome, Verdict, effect_of, outcome
from convoca.convening.core.proportion import Proportion, newcombe
from tests.convening.core.records import rec

CASES = st.lists(
    st.builds(
        Case,
        band=st.sampled_from([Band.HIGH, Band.LOW]),
        reasons=st.integers(1, 2),
        is_contacted=st.booleans(),
        came=st.booleans(),
    ),
    max_size=60,
)


def cases(contacted: bool, came: int, of: int, band: Band = Band.MEDIUM) -> list[Case]:
    return [Case(band, 2, contacted, number < came) for number in range(of)]


@pytest.mark.parametrize(
    ("marks", "came"),
    [("", None), ("p", None), ("ee", None), ("--", None), ("e-", None),
     ("pp", (True, True)), ("pa", (False, True)), ("ap", (False, True)), ("aa", (False, False)),
     ("ep", (True, True)), ("p-", (True, True)), ("ea", (False, False)), ("aap", (False, False))],
)  # fmt: skip
def test_outcome_waits_for_two_sessions_and_leaves_excuses_out(marks, came):
    assert outcome(rec(marks).marks) == (came and Outcome(*came))


@given(st.text("pae-", max_size=6))
def test_who_came_to_both_came_to_one(marks):
    came = outcome(rec(marks).marks)

    assert came is None or came.once >= came.both


def test_effect_of_one_group_of_similar_seats_is_the_difference_of_shares():
    effect = effect_of([*cases(True, 7, 10), *cases(False, 3, 10)])

    interval = newcombe((0.7, 10), (0.3, 10))
    assert effect.difference == pytest.approx(0.4)
    assert (effect.contacted, effect.alone, effect.unmatched) == (
        Proportion(7, 10),
        Proportion(3, 10),
        0,
    )
    assert effect.interval.low == pytest.approx(interval.low)
    assert effect.interval.high == pytest.approx(interval.high)


def test_effect_compares_only_similar_seats():
    """The seats left alone are mostly of another band: that band must not decide."""
    effect = effect_of(
        [
            *cases(True, 8, 10, Band.LOW),
            *cases(True, 2, 3, Band.NEVER),
            *cases(False, 5, 10, Band.LOW),
            *cases(False, 40, 40, Band.HIGH),
        ]
    )

    assert (effect.contacted, effect.alone) == (Proportion(8, 10), Proportion(5, 10))
    assert (effect.unmatched, effect.difference) == (3, pytest.approx(0.3))


def test_effect_weighs_groups_as_they_were_contacted():
    effect = effect_of(
        [
            *cases(True, 15, 20, Band.LOW),
            *cases(True, 1, 5, Band.HIGH),
            *cases(False, 5, 10, Band.LOW),
            *cases(False, 10, 50, Band.HIGH),
        ]
    )

    assert effect.alone_share == pytest.approx(0.8 * 0.5 + 0.2 * 0.2)
    assert effect.difference == pytest.approx(16 / 25 - 0.44)


@pytest.mark.parametrize(("contacted", "alone"), [(4, 30), (30, 4), (0, 0)])
def test_effect_says_nothing_of_few(contacted, alone):
    effect = effect_of([*cases(True, contacted, contacted), *cases(False, 0, alone)])

    assert (effect.verdict, effect.difference, effect.alone_share) == (Verdict.TOO_FEW, None, None)


@pytest.mark.parametrize(
    ("contacted", "alone", "verdict"),
    [(18, 4, Verdict.BETTER), (4, 18, Verdict.WORSE), (11, 9, Verdict.NO_DIFFERENCE)],
)
def test_verdict_needs_an_interval_without_zero(contacted, alone, verdict):
    assert effect_of([*cases(True, contacted, 20), *cases(False, alone, 20)]).verdict is verdict


def test_effect_of_nobody_is_empty():
    assert effect_of([]) == Effect(Proportion(0, 0), Proportion(0, 0), None, 0, None, None)


@given(CASES)
def test_effect_does_not_depend_on_order_and_keeps_its_bounds(given_cases):
    effect = effect_of(given_cases)
    turned = effect_of(reversed(given_cases))

    assert (effect.contacted, effect.alone) == (turned.contacted, turned.alone)
    if effect.interval:
        assert -1 <= effect.interval.low <= effect.difference <= effect.interval.high <= 1
        assert effect.difference == pytest.approx(turned.difference)
    contacted = sum(case.is_contacted for case in given_cases)
    assert effect.contacted.whole + effect.unmatched == contacted


def test_intervals_hold_the_true_effect_about_as_often_as_they_say():
    """400 rounds of 60 against 120 seats of two bands, with a true difference of 15 points."""
    source, held = random.Random(7), 0
    for _round in range(400):
        drawn = [
            Case(band, 2, contacted, source.random() < base + 0.15 * contacted)
            for band, base, split in ((Band.LOW, 0.2, (40, 40)), (Band.HIGH, 0.5, (20, 80)))
            for contacted, size in zip((True, False), split, strict=True)
            for _seat in range(size)
        ]
        interval = effect_of(drawn).interval
        held += interval.low <= 0.15 <= interval.high

    assert 0.92 <= held / 400 <= 0.98
