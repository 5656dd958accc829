"""Until when an answer counts, and until when a link opens."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from convoca.convening.core.deadlines import AnswerMoment, end_of_links, may_answer

SANTIAGO = ZoneInfo("America/Santiago")
DEADLINE = datetime(2027, 2, 26, 18, 0, tzinfo=SANTIAGO)


def moment(late_by: int = 0, *, is_over: bool = False) -> AnswerMoment:
    return AnswerMoment(DEADLINE + timedelta(seconds=late_by), DEADLINE, is_over=is_over)


@pytest.mark.parametrize("answer", ["yes", "no", "deputy"])
@pytest.mark.parametrize("takes_part", [True, False])
def test_may_answer_anything_until_the_deadline_itself(answer, takes_part):
    assert may_answer(answer, takes_part=takes_part, moment=moment())


@pytest.mark.parametrize(
    ("answer", "takes_part", "allowed"),
    [
        ("yes", False, True),
        ("deputy", False, True),
        ("no", False, False),
        ("yes", True, False),
        ("deputy", True, False),
        ("no", True, False),
    ],
)
def test_may_answer_late_only_to_come_in(answer, takes_part, allowed):
    assert may_answer(answer, takes_part=takes_part, moment=moment(1)) is allowed


def test_may_answer_nothing_when_sessions_are_over():
    assert not may_answer("yes", takes_part=False, moment=moment(-1, is_over=True))


@pytest.mark.parametrize(
    ("plan_weeks", "end"),
    [
        (13, datetime(2027, 6, 14, 0, 0, tzinfo=SANTIAGO)),
        (0, datetime(2027, 3, 15, 0, 0, tzinfo=SANTIAGO)),
    ],
)
def test_end_of_links_is_two_weeks_after_last_planned_day(plan_weeks, end):
    ends_at = end_of_links(
        answer_by=DEADLINE, plan_from=date(2027, 3, 1), plan_weeks=plan_weeks, zone=SANTIAGO
    )

    assert ends_at == end


def test_end_of_links_is_two_weeks_after_a_deadline_that_is_later():
    ends_at = end_of_links(
        answer_by=DEADLINE, plan_from=date(2027, 1, 1), plan_weeks=1, zone=SANTIAGO
    )

    assert ends_at == DEADLINE + timedelta(days=14)
