"""What a seat did, session by session; an excuse counts neither for nor against."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.bands import Band
from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.record import Record, count_bands, record_of
from tests.convening.core.records import rec

MARKS = st.text("pae-", max_size=8)


def test_record_of_follows_the_numbers_of_the_sessions_held():
    presences = Presences({3: Presence.ABSENT, 1: Presence.PRESENT, 9: Presence.PRESENT})

    assert record_of(presences, held={3, 1, 2}) == Record((Presence.PRESENT, None, Presence.ABSENT))


def test_record_counts_excuses_apart():
    record = rec("pea-p")

    assert (record.attended, record.excused, record.counted) == (2, 1, 3)


@pytest.mark.parametrize(
    ("marks", "misses"),
    [("", 0), ("p", 0), ("pa", 1), ("paa", 2), ("paea", 2), ("pa-ea", 2), ("aap", 0), ("aa", 2)],
)
def test_misses_in_a_row_skip_excuses_and_missing_marks(marks, misses):
    assert rec(marks).misses_in_a_row == misses


@pytest.mark.parametrize(
    ("marks", "cooling"),
    [
        ("", False), ("a", False), ("pa", False), ("pap", False), ("aap", False),
        ("aa", True), ("paa", True), ("paea", True), ("pa-a", True), ("paa-", True),
        ("paae", False), ("e", False), ("--", False),
    ],
)  # fmt: skip
def test_seat_is_cooling_after_two_misses_in_a_row_without_a_word(marks, cooling):
    assert rec(marks).is_cooling is cooling


@given(MARKS)
def test_who_comes_or_sends_an_excuse_is_not_cooling(marks):
    assert [rec(marks + last).is_cooling for last in "pe"] == [False, False]


@given(MARKS.filter(lambda marks: "p" not in marks[-1:] and "e" not in marks[-1:]))
def test_seat_that_is_cooling_stays_so_with_one_more_miss(marks):
    assert rec(marks + "a").is_cooling >= rec(marks).is_cooling


@pytest.mark.parametrize(
    ("marks", "last", "came_last"), [("", 0, False), ("aa", 0, False), ("pap", 3, True)]
)
def test_last_attended_is_a_place_from_one(marks, last, came_last):
    record = rec(marks)

    assert (record.last_attended, record.came_last) == (last, came_last)


@pytest.mark.parametrize(
    ("marks", "now", "best"),
    [
        ("", Band.NEVER, Band.HIGH),
        ("aa", Band.NEVER, Band.MEDIUM),
        ("pe", Band.HIGH, Band.HIGH),
        ("ae", Band.NEVER, Band.HIGH),
        ("aaa", Band.NEVER, Band.LOW),
        ("aaaa", Band.NEVER, Band.NEVER),
        ("eeee", Band.NEVER, Band.NEVER),
        ("paaaa", Band.LOW, Band.LOW),
    ],
)
def test_best_band_adds_all_sessions_that_are_left(marks, now, best):
    assert (rec(marks).band, rec(marks).best_band(sessions=4)) == (now, best)


@given(MARKS)
def test_an_excuse_changes_no_figure_but_the_excuses(marks):
    with_one, without = rec(marks + "e"), rec(marks)

    def figures(record):
        return record.attended, record.counted, record.misses_in_a_row, record.band

    assert figures(with_one) == figures(without)
    assert with_one.excused == without.excused + 1


@given(MARKS)
def test_best_band_is_never_below_the_band(marks):
    order = [Band.NEVER, Band.LOW, Band.MEDIUM, Band.HIGH]
    record = rec(marks)

    assert order.index(record.best_band(sessions=10)) >= order.index(record.band)


@given(st.lists(MARKS, max_size=20))
def test_count_bands_adds_up_to_its_denominator(all_marks):
    counts = count_bands(map(rec, all_marks), sessions=4)

    totals = (sum(counts.now.values()), sum(counts.best.values()), counts.of)
    assert totals == (len(all_marks), len(all_marks), len(all_marks))


def test_count_bands_of_four_seats_says_now_and_best_without_the_excuse():
    counts = count_bands([rec("pp"), rec("pa"), rec("aa"), rec("pe")], sessions=4)

    assert (counts.held, counts.sessions, counts.of) == (2, 4, 4)
    assert (counts.now, counts.best) == (
        {Band.HIGH: 2, Band.MEDIUM: 1, Band.LOW: 0, Band.NEVER: 1},
        {Band.HIGH: 3, Band.MEDIUM: 1, Band.LOW: 0, Band.NEVER: 0},
    )
