"""Who stays from cycle to cycle, and session by session."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.proportion import Proportion
from convoca.convening.core.retention import (
    CurvePoint,
    kept,
    retention_curve,
    stopped_after,
)
from tests.convening.core.records import rec, recs

IDS = st.lists(st.integers(1, 9))


def shares(curve: list[CurvePoint]) -> list[tuple[int, int]]:
    return [(point.still.part, point.still.whole) for point in curve]


def test_kept_counts_those_of_before_only():
    assert kept([1, 2, 2, 3], [2, 3, 4, 5]) == Proportion(2, 3)


def test_kept_of_nobody_is_of_zero():
    assert kept([], [1]) == Proportion(0, 0)


@given(IDS, IDS)
def test_kept_of_oneself_is_everybody_and_never_grows_by_losing(before, after):
    assert kept(before, before).part == len(set(before))
    assert kept(before, after[:-1]).part <= kept(before, after).part


def test_curve_counts_who_came_then_or_later():
    curve = retention_curve(recs("pppp", "paap", "ppaa", "paaa", "apaa", "aaaa"), held=4)

    assert shares(curve) == [(5, 5), (4, 5), (2, 5), (2, 5)]


def test_curve_leaves_out_whose_rest_is_excused():
    assert shares(retention_curve(recs("ppe", "pap", "pee"), held=3)) == [(3, 3), (2, 2), (1, 1)]


def test_curve_of_nobody_and_of_no_session():
    assert shares(retention_curve([], held=2)) == [(0, 0), (0, 0)]
    assert retention_curve(recs("p"), held=0) == []


def test_curve_tells_how_sure_it_is():
    point = retention_curve(recs(*["pa"] * 10, *["pp"] * 10), held=2)[1]

    assert (round(point.interval.low, 3), round(point.interval.high, 3)) == (0.299, 0.701)


@given(st.lists(st.text("pa", min_size=5, max_size=5), max_size=20))
def test_curve_without_excuses_starts_whole_and_never_rises(marks):
    curve = retention_curve(recs(*marks), held=5)

    parts = [point.still.part for point in curve]
    assert parts == sorted(parts, reverse=True)
    assert {point.still.whole for point in curve} == {curve[0].still.part}


def test_stopped_after_is_the_last_session_before_only_absences():
    stops = {marks: stopped_after(rec(marks)) for marks in ("ppaa", "paea", "pe", "pp", "aa", "")}

    assert stops == {"ppaa": 2, "paea": 1, "pe": 0, "pp": 0, "aa": 0, "": 0}


@given(st.lists(st.text("pa", min_size=4, max_size=4), max_size=20))
def test_who_stopped_is_what_the_curve_loses(marks):
    records = recs(*marks)
    parts = [point.still.part for point in retention_curve(records, held=4)]

    lost = [before - after for before, after in pairwise(parts)]
    stops = [stopped_after(record) for record in records]
    assert lost == [stops.count(number) for number in (1, 2, 3)]
