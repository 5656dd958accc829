"""Whom to call next, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.outreach.core.hours import Place
from convoca.outreach.core.next_step import Outcome, Tried
from convoca.outreach.core.queue import Candidate, Due, Reason, Rest, look_at, order_queue

PLACE = Place(ZoneInfo("America/Santiago"))
NOW = datetime(2027, 1, 7, 13, 30, tzinfo=UTC)  # Thursday 10:30
TODAY = date(2027, 1, 7)
DAY = timedelta(days=1)
SILENT = Candidate(
    1, 1, "RM", PLACE, phone_since=NOW - 90 * DAY, written_at=NOW - 3 * DAY
)  # fmt: skip


def tried(outcome: Outcome, *, days: int = 1, **more) -> Candidate:
    return replace(SILENT, tries=(Tried(outcome, NOW - days * DAY),), **more)


@pytest.mark.parametrize(
    ("candidate", "found"),
    [
        (SILENT, Reason.SILENT),
        (replace(SILENT, written_at=NOW - DAY), Rest.NOT_YET),
        (replace(SILENT, written_at=None), Rest.NOT_YET),
        (replace(SILENT, has_email=False, written_at=None), Reason.NO_EMAIL),
        (replace(SILENT, has_mail_trouble=True, written_at=NOW), Reason.MAIL_TROUBLE),
        (replace(SILENT, opted_out=True, errand_on=TODAY), Rest.OPTED_OUT),
        (replace(SILENT, answered=True), Rest.ANSWERED),
        (replace(SILENT, answered=True, errand_on=TODAY), Reason.ERRAND),
        (replace(SILENT, answered=True, errand_on=TODAY + DAY), Rest.NOT_YET),
        (replace(SILENT, phone_since=None), Rest.NO_PHONE),
        (replace(SILENT, rested_until=NOW + DAY / 24), Rest.NOT_YET),
        (replace(SILENT, rested_until=NOW), Reason.SILENT),
        (tried(Outcome.WRONG), Rest.WRONG_PHONE),
        (tried(Outcome.WRONG, phone_since=NOW), Reason.SILENT),
        (tried(Outcome.REPLACED), Rest.LEFT),
        (tried(Outcome.CALL_LATER, next_on=TODAY), Reason.PROMISED),
        (tried(Outcome.CALL_LATER, next_on=TODAY + DAY, errand_on=TODAY), Rest.NOT_YET),
        (tried(Outcome.REACHED, next_on=TODAY), Reason.AGAIN),
        (tried(Outcome.REACHED, next_on=TODAY + DAY), Rest.NOT_YET),
        (tried(Outcome.REACHED, next_on=TODAY + DAY, errand_on=TODAY), Reason.ERRAND),
        (tried(Outcome.NO_ANSWER, days=1), Rest.NOT_YET),  # this morning: then the afternoon
        (tried(Outcome.NO_ANSWER, days=2), Reason.AGAIN),
        (tried(Outcome.NO_ANSWER, days=2, answered=True, errand_on=TODAY), Reason.ERRAND),
    ],
)
def test_why_a_seat_is_called_now_or_not(candidate, found):
    seen = look_at(candidate, now=NOW)

    assert (seen.reason if isinstance(seen, Due) else seen) == found


def test_four_calls_without_answer_are_enough():
    misses = tuple(Tried(Outcome.NO_ANSWER, NOW - n * DAY) for n in range(9, 13))

    assert look_at(replace(SILENT, tries=misses), now=NOW) is Rest.EXHAUSTED


@pytest.mark.parametrize(("ahead", "found"), [(0, Reason.AGAIN), (1, Rest.NOT_YET)])
def test_day_that_somebody_chose_goes_before_the_rule(ahead, found):
    misses = tuple(Tried(Outcome.NO_ANSWER, NOW - n * DAY) for n in range(1, 5))
    chosen = replace(SILENT, tries=misses, next_on=TODAY + ahead * DAY)

    seen = look_at(chosen, now=NOW)

    assert (seen.reason if isinstance(seen, Due) else seen) == found


def test_what_is_due_waits_for_the_office_to_open():
    at_seven = NOW - timedelta(hours=3, minutes=30)

    assert look_at(SILENT, now=at_seven) is Rest.CLOSED


def test_order_is_promises_errands_then_where_a_call_gains_most():
    def due(seat_id: int, reason: Reason, on: date = TODAY, tries: int = 0, region: str = "A"):
        tried_so = tuple(Tried(Outcome.NO_ANSWER, NOW) for _ in range(tries))
        candidate = replace(SILENT, seat_id=seat_id, region=region, tries=tried_so)
        return Due(candidate, reason, on)

    expected = [
        due(9, Reason.PROMISED, TODAY - DAY),
        due(8, Reason.PROMISED),
        due(7, Reason.ERRAND, TODAY - DAY),
        due(6, Reason.MAIL_TROUBLE),
        due(5, Reason.NO_EMAIL),
        due(4, Reason.SILENT, region="B"),
        due(2, Reason.SILENT, region="A"),
        due(3, Reason.SILENT, region="A"),
        due(1, Reason.AGAIN, tries=1),
        due(0, Reason.AGAIN, tries=2),
    ]

    ordered = order_queue(reversed(expected), answered_share={"A": 0.5, "B": 0.25})

    assert ordered == expected


def test_empty_queue_is_empty():
    assert order_queue([], answered_share={}) == []


@given(st.permutations(range(8)), st.lists(st.sampled_from(Reason), min_size=8, max_size=8))
def test_order_does_not_depend_on_the_order_of_input(order, reasons):
    dues = [Due(replace(SILENT, seat_id=n), reasons[n], TODAY) for n in range(8)]

    shuffled = order_queue([dues[n] for n in order], answered_share={})

    assert shuffled == order_queue(dues, answered_share={})
    assert sorted(due.seat_id for due in shuffled) == list(range(8))
