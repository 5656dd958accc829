"""What is new since the last visit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.notices.core.visits import Visit, next_visit, read_visit, write_visit

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECONDS = st.integers(1, 4_000_000_000).map(lambda n: datetime.fromtimestamp(n, tz=UTC))


def test_first_visit_marks_nothing_as_new():
    visit = next_visit(None, now=NOON)

    assert visit == Visit(since=None, seen_at=NOON)
    assert visit.is_new(NOON + MINUTE) is False


@pytest.mark.parametrize(
    ("minutes", "since"), [(0, None), (30, None), (31, NOON)], ids=["reload", "edge", "later"]
)
def test_page_within_half_an_hour_belongs_to_the_same_visit(minutes, since):
    known = Visit(since=None, seen_at=NOON)

    visit = next_visit(known, now=NOON + minutes * MINUTE)

    assert visit == Visit(since=since, seen_at=NOON + minutes * MINUTE)


def test_second_visit_marks_only_what_came_after_the_first():
    visit = next_visit(Visit(None, NOON), now=NOON + timedelta(days=2))

    shown = [NOON - MINUTE, NOON, NOON + MINUTE]
    assert [visit.is_new(at) for at in shown] == [False, False, True]


@given(st.builds(Visit, st.none() | SECONDS, SECONDS))
def test_visit_written_and_read_is_the_same(visit):
    assert read_visit(write_visit(visit)) == visit


@pytest.mark.parametrize(
    "text", ["", "5", "5.", ".5", "a.5", "5.-3", "1.99999999999", "²1.5", "1.2.3"]
)
def test_visit_of_any_other_text_is_none(text):
    assert read_visit(text) is None
