from datetime import date, timedelta

import pytest

from convoca.agenda.errors import InterviewMadeError, NotTakingPartError
from convoca.agenda.models import Interview
from convoca.agenda.queries.appointments import interview_day, tries_of, with_news
from convoca.agenda.queries.interviews import filter_rows, get_row, interview_rows
from convoca.agenda.services import record_interview_call
from convoca.agenda.services.interview_calls import DECLINES
from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import list_history
from convoca.convening.services import record_attempt
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.convening import make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.interviewing import agree, make_interviewer

pytestmark = pytest.mark.django_db
Result = ContactAttempt.Result
DAY = timedelta(days=1)


@pytest.fixture
def interview():
    return make_interviews()[0]


@pytest.fixture
def emilio(interview):
    return make_interviewer(interview.cycle)


def call(interview, result, *, user, now=NOW, note="", **more):
    return record_interview_call(
        cycle=interview.cycle,
        seat_id=interview.seat_id,
        result=result,
        channel="phone",
        note=note,
        user=user,
        now=now,
        **more,
    )


@pytest.mark.parametrize(
    ("result", "asked_on", "next_on"),
    [
        (Result.NO_ANSWER, None, date(2027, 1, 5)),
        (Result.REACHED, None, date(2027, 1, 7)),
        (Result.CALL_LATER, date(2027, 1, 8), date(2027, 1, 8)),
        (Result.CALL_LATER, date(2027, 1, 9), date(2027, 1, 11)),
        (Result.WRONG, None, None),
        (DECLINES, None, None),
    ],
)
def test_record_interview_call_sets_the_next_step(interview, emilio, result, asked_on, next_on):
    attempt = call(interview, result, user=emilio, asked_on=asked_on)

    assert attempt.next_on == next_on


def test_record_interview_call_waits_longer_after_each_call_without_answer(interview, emilio):
    days = [
        call(interview, Result.NO_ANSWER, user=emilio, now=NOW + each * DAY).next_on
        for each in (0, 1, 3, 8)
    ]

    assert days == [date(2027, 1, 5), date(2027, 1, 7), date(2027, 1, 13), None]


def test_record_interview_call_while_an_hour_stands_asks_for_no_other(interview, emilio):
    agree(interview, emilio)

    assert call(interview, Result.REACHED, user=emilio).next_on is None


def test_record_interview_call_refused_closes_the_interview_and_keeps_the_seat(interview, emilio):
    for _press in range(2):
        call(interview, DECLINES, user=emilio)

    attempt = ContactAttempt.objects.get()
    assert Interview.objects.get().state == Interview.State.DECLINED
    assert Invitation.objects.get().is_accepted
    assert (attempt.result, attempt.note) == (
        Result.REACHED,
        "Por la entrevista: no quiere darla.",
    )


def test_record_interview_call_stands_in_the_history_of_the_seat(interview, emilio):
    call(interview, Result.NO_ANSWER, user=emilio, note="Suena y corta.")

    told = [(line.text, line.detail) for line in list_history(interview.seat)]

    assert (
        "Gestión por teléfono: no contesta (Emilio)",
        "Por la entrevista. Suena y corta.",
    ) in told


def test_record_interview_call_of_a_done_interview_is_refused(interview, emilio):
    answer_interview(interview)

    with pytest.raises(InterviewMadeError):
        call(interview, DECLINES, user=emilio)

    assert Interview.objects.get().state == Interview.State.DONE


def test_record_interview_call_of_a_seat_that_takes_no_part_is_refused():
    cycle = make_invited_cycle()
    user = make_interviewer(cycle)

    with pytest.raises(NotTakingPartError):
        record_interview_call(
            cycle=cycle, seat_id=Invitation.objects.get().seat_id, result=Result.REACHED,
            channel="phone", note="", user=user, now=NOW,
        )  # fmt: skip

    assert ContactAttempt.objects.count() == 0


def test_tries_before_the_seat_accepted_say_nothing_of_the_interview(interview, emilio):
    record_attempt(
        cycle=interview.cycle, seat=interview.seat, channel="phone", result=Result.NO_ANSWER,
        note="", user=emilio, now=NOW - DAY,
    )  # fmt: skip

    row = with_news(interview.cycle, [get_row(interview.cycle, interview.seat_id)])[0]

    assert (row.attempt, list(tries_of(row))) == (None, [])


def test_interview_day_lists_the_calls_that_are_due_and_without_an_hour(emilio):
    cycle = Interview.objects.get().cycle
    interview = Interview.objects.select_related("cycle__community__association").get()
    call(interview, Result.NO_ANSWER, user=emilio)
    Interview.objects.update(interviewer=emilio)

    days = [interview_day(cycle, emilio, now=NOW + each * DAY).calls for each in (0, 1)]
    agree(interview, emilio, now=NOW + timedelta(hours=1))
    agreed = interview_day(cycle, emilio, now=NOW + DAY).calls

    assert [len(rows) for rows in (*days, agreed)] == [0, 1, 0]


def test_filter_rows_finds_the_calls_due_and_the_hours(emilio):
    interview = Interview.objects.select_related("cycle__community__association").get()
    call(interview, Result.NO_ANSWER, user=emilio)

    def found(which):
        rows = with_news(interview.cycle, interview_rows(interview.cycle))
        return len(filter_rows(rows, which=which, words="", user=emilio, today=date(2027, 1, 5)))

    before = [found("calls"), found("agreed")]
    agree(interview, emilio)

    assert [before, [found("calls"), found("agreed")]] == [[1, 0], [0, 1]]
