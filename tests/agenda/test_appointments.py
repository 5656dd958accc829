from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from convoca.agenda.errors import (
    HourClashError,
    HourPastError,
    HourTwiceError,
    InterviewClosedError,
    InterviewMadeError,
    InterviewTakenError,
    NoSuchHourError,
)
from convoca.agenda.jobs.appointments import remind_of_interviews, sweep_hours
from convoca.agenda.models import Appointment, Interview
from convoca.agenda.queries.appointments import interview_day
from convoca.agenda.services import (
    assign_interview,
    cancel_hour,
    confirm_agenda,
    drop_stale_hours,
    prepare_interviews,
    remind_hours,
    save_answer,
)
from convoca.agenda.services.appointments import PURPOSE, REMINDER_PURPOSE
from convoca.convening.models import Invitation
from convoca.convening.services import invite_seats
from convoca.directory.models import ContactPoint, Municipality
from convoca.messaging.models import Message
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.convening import answer
from tests.factories.cycles import NOW
from tests.factories.directory import make_held_seats
from tests.factories.interviewing import TEN, agree, make_interviewer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def interview():
    return make_interviews()[0]


@pytest.fixture
def emilio(interview):
    return make_interviewer(interview.cycle)


def letters(purpose=PURPOSE):
    return list(Message.objects.filter(purpose=purpose).order_by("pk"))


def events():
    """Return the calendar part of each letter: what, which one, how often changed, when."""
    found = []
    for letter in letters():
        calendar = Calendar.from_ical(letter.calendar)
        event = calendar.walk("VEVENT")[0]
        found.append((calendar["METHOD"], int(event["SEQUENCE"]), event["DTSTART"].dt))
    return found


def leave():
    """Let every letter that waits leave."""
    Message.objects.filter(state=Message.State.QUEUED).update(state=Message.State.SENT)


def test_agree_hour_reads_it_on_the_clock_of_who_is_interviewed(interview, emilio):
    Municipality.objects.update(zone="Pacific/Easter")

    appointment = agree(interview, emilio)

    assert (appointment.starts_at, appointment.zone) == (
        datetime(2027, 1, 6, 15, tzinfo=UTC),
        "Pacific/Easter",
    )


def test_agree_hour_gives_a_free_interview_to_who_agrees_it(interview, emilio):
    agree(interview, emilio)

    assert Interview.objects.get().interviewer == emilio


def test_agree_hour_sends_the_event_with_the_facts(interview, emilio):
    agree(interview, emilio, place="+56912345678")

    (letter,) = letters()
    assert events() == [("REQUEST", 0, datetime(2027, 1, 6, 13, tzinfo=UTC))]
    assert letter.to_address == "directora000@comuna.cl"
    assert letter.subject.startswith("Su entrevista: miércoles 6 de enero")
    assert "Le llamamos al +56912345678." in letter.body
    assert "Le entrevista Emilio." in letter.body


def test_agree_hour_by_video_says_where_in_the_mail_and_in_the_event(interview, emilio):
    agree(interview, emilio, way="video", place="https://zoom.us/j/123")

    (letter,) = letters()
    event = Calendar.from_ical(letter.calendar).walk("VEVENT")[0]
    assert "Videollamada: https://zoom.us/j/123" in letter.body
    assert (event["LOCATION"], event["DESCRIPTION"]) == (
        "https://zoom.us/j/123",
        "Videollamada: https://zoom.us/j/123",
    )


def test_agree_hour_pressed_twice_is_once(interview, emilio):
    made = [agree(interview, emilio) for _press in range(2)]

    assert (made[0], len(letters())) == (made[1], 1)


def test_agree_hour_of_who_has_no_address_sends_nothing(interview, emilio):
    ContactPoint.objects.filter(channel=ContactPoint.Channel.EMAIL).delete()

    agree(interview, emilio)

    assert (letters(), Appointment.objects.count()) == ([], 1)


def test_agree_hour_again_moves_the_same_event(interview, emilio):
    first = agree(interview, emilio)
    leave()

    moved = agree(interview, emilio, TEN + HOUR, known=first)

    assert events() == [
        ("REQUEST", 0, datetime(2027, 1, 6, 13, tzinfo=UTC)),
        ("REQUEST", 1, datetime(2027, 1, 6, 14, tzinfo=UTC)),
    ]
    assert (moved.guid, letters()[1].subject[:15]) == (first.guid, "Cambio de hora:")
    assert list(interview.appointments.filter(cancelled_at=None)) == [moved]


def test_agree_hour_moved_before_the_letter_left_sends_only_the_new_one(interview, emilio):
    first = agree(interview, emilio)

    agree(interview, emilio, TEN + HOUR, known=first)

    assert [one.state for one in letters()] == ["cancelled", "queued"]


def test_agree_hour_that_somebody_else_moved_meanwhile_is_refused(interview, emilio):
    first = agree(interview, emilio)
    moved = agree(interview, emilio, TEN + HOUR, known=first)

    with pytest.raises(InterviewTakenError):
        agree(interview, emilio, TEN + 2 * HOUR, known=first)

    assert list(interview.appointments.filter(cancelled_at=None)) == [moved]


@pytest.mark.parametrize(
    ("wall", "error"),
    [
        (datetime(2027, 1, 4, 9), HourPastError),
        (datetime(2027, 9, 5, 0, 30), NoSuchHourError),
        (datetime(2027, 4, 3, 23, 30), HourTwiceError),
    ],
)
def test_agree_hour_that_cannot_be_is_refused(interview, emilio, wall, error):
    with pytest.raises(error):
        agree(interview, emilio, wall)

    assert (Appointment.objects.count(), letters()) == (0, [])


@pytest.mark.parametrize(("is_second", "hour"), [(False, 2), (True, 3)])
def test_agree_hour_that_comes_twice_takes_the_one_that_was_chosen(
    interview, emilio, is_second, hour
):
    appointment = agree(interview, emilio, datetime(2027, 4, 3, 23, 30), is_second=is_second)

    assert appointment.starts_at == datetime(2027, 4, 4, hour, 30, tzinfo=UTC)


def test_agree_hour_of_a_done_interview_is_refused(interview, emilio):
    answer_interview(interview)

    with pytest.raises(InterviewMadeError):
        agree(interview, emilio)


def test_agree_hour_once_the_agenda_is_confirmed_is_refused(emilio):
    done, waiting = make_other_interviews(2)
    answer_interview(done, {"Licitaciones y compras": (5, 5)})
    confirm_agenda(cycle=done.cycle, chosen=None, reason="", user=emilio, now=NOW)

    with pytest.raises(InterviewClosedError):
        agree(waiting, emilio)


@pytest.mark.parametrize(("apart_min", "clashes"), [(0, True), (29, True), (30, False)])
def test_agree_hour_beside_another_of_the_same_interviewer(emilio, apart_min, clashes):
    first, second = make_other_interviews(2)
    agree(first, emilio)
    near = TEN + timedelta(minutes=apart_min)

    try:
        agree(second, emilio, near)
    except HourClashError as error:
        assert (clashes, error.with_whom) == (True, first.person.name)
        assert agree(second, emilio, near, anyway=True).interview == second
    else:
        assert not clashes


def make_other_interviews(count):
    """Make more seats that take part in the cycle of the test."""
    cycle = Interview.objects.select_related("cycle__community__association").get().cycle
    known = set(Interview.objects.values_list("pk", flat=True))
    make_held_seats(cycle.community, count)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    for invitation in Invitation.objects.filter(cycle=cycle, answer=""):
        answer(invitation)
    prepare_interviews(cycle=cycle, now=NOW)
    return list(Interview.objects.exclude(pk__in=known).order_by("pk"))


def test_cancel_hour_takes_it_out_of_the_calendar_once(interview, emilio):
    appointment = agree(interview, emilio)
    leave()

    for _press in range(2):
        cancel_hour(appointment=appointment, now=NOW)

    assert events() == [
        ("REQUEST", 0, datetime(2027, 1, 6, 13, tzinfo=UTC)),
        ("CANCEL", 1, datetime(2027, 1, 6, 13, tzinfo=UTC)),
    ]


def test_cancel_hour_that_nobody_was_told_of_sends_nothing(interview, emilio):
    cancel_hour(appointment=agree(interview, emilio), now=NOW)

    assert [one.state for one in letters()] == ["cancelled"]


def test_agree_hour_after_it_was_called_off_is_a_new_event(interview, emilio):
    first = agree(interview, emilio)
    cancel_hour(appointment=first, now=NOW)

    second = agree(interview, emilio)

    assert (second.guid == first.guid, second.sequence) == (False, 0)


@pytest.mark.parametrize("why", ["done", "refused", "left", "replaced"])
def test_drop_stale_hours_calls_off_what_will_not_be(interview, emilio, why):
    appointment = agree(interview, emilio)
    leave()
    end(interview, why)

    dropped = [drop_stale_hours(now=NOW) for _time in range(2)]

    appointment.refresh_from_db()
    assert (dropped, appointment.cancelled_at) == ([1, 0], NOW)
    assert events()[-1][:2] == ("CANCEL", 1)


def end(interview, why):
    invitation = Invitation.objects.get()
    if why == "done":
        answer_interview(interview)
    elif why == "refused":
        save_answer(interview=interview, question="consent", value="no", now=NOW)
    elif why == "left":
        answer(invitation, "no", reason="Otra cosa.")
    else:
        answer(invitation, "deputy")


def test_drop_stale_hours_leaves_what_will_be_and_what_was(interview, emilio):
    agree(interview, emilio)

    assert drop_stale_hours(now=NOW) == 0
    answer_interview(interview)
    assert drop_stale_hours(now=NOW + 3 * DAY) == 0


@pytest.mark.parametrize(
    ("before", "reminded"),
    [(25 * HOUR, 0), (24 * HOUR, 1), (timedelta(minutes=5), 1), (timedelta(0), 0)],
)
def test_remind_hours_writes_in_the_last_day_before_it(interview, emilio, before, reminded):
    appointment = agree(interview, emilio)

    for _time in range(2):
        remind_hours(now=appointment.starts_at - before)

    assert len(letters(REMINDER_PURPOSE)) == reminded


def test_remind_hours_leaves_out_what_was_agreed_within_the_day(interview, emilio):
    agree(interview, emilio, datetime(2027, 1, 4, 20))

    assert remind_hours(now=NOW + HOUR) == 0


def test_remind_hours_of_a_moved_hour_says_the_new_one(interview, emilio):
    first = agree(interview, emilio)
    moved = agree(interview, emilio, TEN + DAY, known=first)

    remind_hours(now=moved.starts_at - HOUR)

    (letter,) = letters(REMINDER_PURPOSE)
    assert letter.subject.startswith("Recordatorio: su entrevista, jueves 7 de enero")


def test_interview_day_sorts_the_own_hours_into_days(interview, emilio):
    others = make_other_interviews(3)
    walls = [datetime(2027, 1, 4, 15), datetime(2027, 1, 4, 11), datetime(2027, 1, 5, 9)]
    for one, wall in zip([interview, *others[:2]], walls, strict=True):
        agree(one, emilio, wall)
    irma = make_interviewer(interview.cycle, "Irma")
    assign_interview(cycle=interview.cycle, seat_id=others[2].seat_id, interviewer=irma, now=NOW)
    agree(others[2], irma, datetime(2027, 1, 4, 12))

    first = interview_day(interview.cycle, emilio, now=NOW)
    second = interview_day(interview.cycle, emilio, now=NOW + DAY)

    assert seats(first.today, first.coming) == [
        [others[0].seat_id, interview.seat_id],
        [others[1].seat_id],
    ]
    assert seats(second.passed, second.today) == [
        [others[0].seat_id, interview.seat_id],
        [others[1].seat_id],
    ]


def seats(*lists):
    return [[row.seat_id for row in rows] for rows in lists]


def test_duties_remind_of_what_stands_and_call_off_the_rest():
    now = timezone.now()
    kept, refused = make_interviews(2, now=now - 3 * DAY)
    emilio = make_interviewer(kept.cycle)
    soon = (now + 15 * HOUR).replace(tzinfo=None)
    for each in (kept, refused):
        agree(each, emilio, soon, now=now - 2 * DAY, anyway=True)
    leave()
    save_answer(interview=refused, question="consent", value="no", now=now)

    sweep_hours()
    remind_of_interviews()

    assert [one.to_name for one in letters(REMINDER_PURPOSE)] == [kept.person.name]
    assert [one.calendar_method for one in letters()] == ["REQUEST", "REQUEST", "CANCEL"]
