import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.interviews.saturation import Window, count_new_codes


def test_count_new_codes_without_interviews_is_empty():
    assert count_new_codes([]) == []


def test_count_new_codes_counts_a_code_where_it_comes_first():
    windows = count_new_codes([{1, 2}, {2}, {2, 3}, {1}, {4}], width=2)

    assert windows == [
        Window(1, 2, new=2, known=2, uncoded=0, is_whole=True),
        Window(3, 4, new=1, known=3, uncoded=0, is_whole=True),
        Window(5, 5, new=1, known=4, uncoded=0, is_whole=False),
    ]


def test_count_new_codes_says_how_many_interviews_have_no_code_yet():
    windows = count_new_codes([{1}, set(), set()], width=2)

    assert [one.uncoded for one in windows] == [1, 1]


def test_count_new_codes_with_no_width_is_refused():
    with pytest.raises(ValueError, match="0 interviews"):
        count_new_codes([{1}], width=0)


@given(st.lists(st.frozensets(st.integers(1, 9))), st.integers(1, 12))
def test_count_new_codes_leaves_none_out_and_counts_none_twice(codes, width):
    windows = count_new_codes(codes, width=width)

    assert sum(one.new for one in windows) == len(frozenset().union(*codes))
    assert sum(one.last - one.first + 1 for one in windows) == len(codes)
