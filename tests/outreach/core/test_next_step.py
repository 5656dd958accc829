"""What follows a call."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.outreach.core.hours import Part, Place
from convoca.outreach.core.next_step import Next, Outcome, Step, Tried, count_misses, next_step

PLACE = Place(ZoneInfo("America/Santiago"), {date(2027, 1, 8)})
MORNING = datetime(2027, 1, 7, 13, 30, tzinfo=UTC)  # Thursday; Friday is a holiday
TODAY, MONDAY = date(2027, 1, 7), date(2027, 1, 11)


def tries(*outcomes: Outcome, at: datetime = MORNING) -> list[Tried]:
    """Return tries, the newest first, a day apart."""
    return [Tried(each, at - timedelta(days=n)) for n, each in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("misses", "step"),
    [
        (1, Step(Next.CALL, MONDAY, Part.AFTERNOON)),
        (2, Step(Next.CALL, date(2027, 1, 12), Part.AFTERNOON)),
        (3, Step(Next.CALL, date(2027, 1, 14), Part.AFTERNOON)),
        (4, Step(Next.OTHER_WAY)),
        (5, Step(Next.OTHER_WAY)),
    ],
)
def test_after_no_answer_comes_the_other_half_of_a_later_day(misses, step):
    assert next_step(tries(*[Outcome.NO_ANSWER] * misses), place=PLACE) == step


def test_an_afternoon_without_answer_is_followed_by_a_morning():
    afternoon = tries(Outcome.NO_ANSWER, at=MORNING + timedelta(hours=5))

    assert next_step(afternoon, place=PLACE) == Step(Next.CALL, MONDAY, Part.MORNING)


@pytest.mark.parametrize(
    ("outcome", "asked_on", "step"),
    [
        (Outcome.CALL_LATER, date(2027, 1, 20), Step(Next.CALL, date(2027, 1, 20))),
        (Outcome.CALL_LATER, date(2027, 1, 16), Step(Next.CALL, date(2027, 1, 18))),
        (Outcome.CALL_LATER, date(2026, 1, 16), Step(Next.CALL, TODAY)),
        (Outcome.CALL_LATER, None, Step(Next.CALL, MONDAY)),
        (Outcome.REACHED, None, Step(Next.CALL, date(2027, 1, 13))),
        (Outcome.WRONG, None, Step(Next.FIND_CONTACT)),
        (Outcome.REPLACED, None, Step(Next.FIND_SUCCESSOR)),
        (Outcome.ACCEPTS, None, Step(Next.NOTHING)),
        (Outcome.REFUSES, None, Step(Next.NOTHING)),
    ],
)
def test_each_result_has_its_next_step(outcome, asked_on, step):
    assert next_step(tries(outcome), place=PLACE, asked_on=asked_on) == step


def test_nothing_follows_nothing():
    with pytest.raises(ValueError, match="no try"):
        next_step([], place=PLACE)


def test_misses_count_from_the_last_time_that_something_else_happened():
    miss, talk = Outcome.NO_ANSWER, Outcome.REACHED

    found = [count_misses(tries(*each)) for each in ([], [talk, miss], [miss, miss, talk, miss])]

    assert found == [0, 0, 2]


@given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=8))
def test_a_call_always_has_a_working_day_from_today_on(outcomes):
    step = next_step(tries(*outcomes), place=PLACE)

    assert (step.next is Next.CALL) == (step.on is not None)
    assert step.on is None or (step.on >= TODAY and PLACE.is_working_day(step.on))
