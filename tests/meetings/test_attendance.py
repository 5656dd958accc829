import pytest

from convoca.convening.models import AttendanceMark, GroupMembership
from convoca.convening.services import Mark, record_attendance_marks, set_group_link
from convoca.meetings.core.attendance_file import Match
from convoca.meetings.errors import (
    AttendanceFileError,
    AttendanceMissingError,
    ExcuseClosedError,
    NotTakingPartError,
    SessionNotStartedError,
    SessionStateError,
)
from convoca.meetings.models import Attendance, Session
from convoca.meetings.queries import list_sessions
from convoca.meetings.services import (
    AttendanceEntry,
    close_session,
    excuse_by_link,
    preview_attendance,
    record_attendance,
    withdraw_excuse_by_link,
)
from tests.factories.directory import make_held_seats, make_user
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    START,
    make_announced_cycle,
    make_comunas,
    participants,
    seats_of_cycle,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_announced_cycle(3)


@pytest.fixture
def user(session):
    return make_user(session.cycle.community.association)


@pytest.fixture
def seats(session):
    return seats_of_cycle(session.cycle)


def record(session, user, *entries, now=AFTER, source="hand"):
    rows = [AttendanceEntry(seat.pk, presence, minutes) for seat, presence, minutes in entries]
    return record_attendance(session=session, rows=rows, source=source, user=user, now=now)


def stored(session):
    return list(
        session.attendances.order_by("pk").values_list("seat", "presence", "minutes", "source")
    )


def marks(session):
    return list(
        AttendanceMark.objects.filter(number=1).order_by("seat").values_list("seat", "presence")
    )


def test_record_attendance_keeps_who_came_and_how_it_is_known(session, user, seats):
    changed = record(
        session, user, (seats[0], "present", 55), (seats[1], "absent", None), source="file"
    )

    assert changed == 2
    assert stored(session) == [
        (seats[0].pk, "present", 55, "file"),
        (seats[1].pk, "absent", None, "file"),
    ]
    assert {(one.recorded_by, one.recorded_at) for one in session.attendances.all()} == {
        (user, AFTER)
    }


def test_record_attendance_by_hand_leaves_what_the_file_said_unless_it_differs(
    session, user, seats
):
    record(session, user, (seats[0], "present", 55), (seats[1], "absent", 3), source="file")

    changed = record(session, user, (seats[0], "present", None), (seats[1], "present", None))

    assert changed == 1
    assert stored(session) == [
        (seats[0].pk, "present", 55, "file"),
        (seats[1].pk, "present", None, "hand"),
    ]


def test_record_attendance_of_a_seat_that_did_not_accept_stores_nothing(session, user, seats):
    other = make_held_seats(session.cycle.community, 1)[0]

    with pytest.raises(NotTakingPartError):
        record(session, user, (seats[0], "present", None), (other, "present", None))
    assert stored(session) == []


def test_record_attendance_before_the_start_takes_excuses_only(session, user, seats):
    record(session, user, (seats[0], "excused", None), now=BEFORE)

    with pytest.raises(SessionNotStartedError):
        record(session, user, (seats[1], "present", None), now=BEFORE)
    assert stored(session) == [(seats[0].pk, "excused", None, "hand")]


def test_close_session_fills_absences_and_sends_the_marks_down(session, user, seats):
    record(session, user, (seats[0], "present", None), (seats[1], "excused", None))

    closed = close_session(session=session, user=user, now=AFTER)

    assert (closed.state, closed.held_at) == (Session.State.HELD, AFTER)
    assert marks(session) == [
        (seats[0].pk, "present"),
        (seats[1].pk, "excused"),
        (seats[2].pk, "absent"),
    ]


def test_close_session_one_gives_the_group_link_to_who_came(session, user, seats):
    set_group_link(
        community=session.cycle.community,
        url="https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrSt12",
        now=BEFORE,
    )
    record(session, user, (seats[1], "present", None))

    close_session(session=session, user=user, now=AFTER)

    assert [one.seat_id for one in GroupMembership.objects.all()] == [seats[1].pk]


@pytest.mark.parametrize(("held_before", "given"), [((), 1), ((1,), 0)])
def test_close_session_two_gives_the_group_link_only_when_it_is_the_first_held(
    session, user, seats, held_before, given
):
    url = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrSt12"
    set_group_link(community=session.cycle.community, url=url, now=BEFORE)
    for number in held_before:
        mark = Mark(seats[0].pk, participants(session.cycle)[0].participant.pk, "present")
        record_attendance_marks(cycle=session.cycle, number=number, marks=[mark])
    session.number = 2
    session.save(update_fields=["number"])
    record(session, user, (seats[1], "present", None))

    close_session(session=session, user=user, now=AFTER)

    assert GroupMembership.objects.count() == given


def test_close_session_without_group_link_gives_none(session, user, seats):
    record(session, user, (seats[1], "present", None))

    close_session(session=session, user=user, now=AFTER)

    assert GroupMembership.objects.count() == 0


def test_close_session_without_anybody_present_is_refused(session, user, seats):
    record(session, user, (seats[0], "absent", None))

    with pytest.raises(AttendanceMissingError):
        close_session(session=session, user=user, now=AFTER)
    assert marks(session) == []


def test_close_session_before_it_begins_or_twice_is_refused(session, user, seats):
    with pytest.raises(SessionNotStartedError):
        close_session(session=session, user=user, now=BEFORE)
    record(session, user, (seats[0], "present", None))
    close_session(session=session, user=user, now=AFTER)
    with pytest.raises(SessionStateError):
        close_session(session=session, user=user, now=AFTER)


def test_record_attendance_after_the_close_is_a_correction_that_goes_down_too(session, user, seats):
    record(session, user, (seats[0], "present", None))
    close_session(session=session, user=user, now=AFTER)

    record(session, user, (seats[2], "present", None))

    assert marks(session) == [
        (seats[0].pk, "present"),
        (seats[1].pk, "absent"),
        (seats[2].pk, "present"),
    ]


def test_list_sessions_counts_each_presence_against_the_accepted(session, user, seats):
    record(session, user, (seats[0], "present", None), (seats[1], "excused", None))

    (line,) = list_sessions(session.cycle)

    assert (line.present, line.excused, line.absent, line.recorded, line.accepted) == (
        1,
        1,
        0,
        2,
        3,
    )


def test_excuse_by_link_counts_for_every_seat_of_the_person(session, seats):
    first = participants(session.cycle)[0]

    excuse_by_link(
        session=session, person=first.participant, seats=seats[:2], reason=" Concejo ", now=BEFORE
    )

    assert [(one.presence, one.reason, one.source) for one in session.attendances.all()] == [
        ("excused", "Concejo", "link")
    ] * 2


def test_withdraw_excuse_by_link_leaves_nothing_recorded(session, seats):
    first = participants(session.cycle)[0]
    excuse_by_link(
        session=session, person=first.participant, seats=seats[:1], reason="", now=BEFORE
    )

    withdraw_excuse_by_link(session=session, seats=seats[:1], now=BEFORE)

    assert Attendance.objects.count() == 0


def test_excuse_by_link_once_it_began_or_without_seats_is_refused(session, seats):
    person = participants(session.cycle)[0].participant

    with pytest.raises(ExcuseClosedError):
        excuse_by_link(session=session, person=person, seats=seats[:1], reason="", now=START)
    with pytest.raises(NotTakingPartError):
        excuse_by_link(session=session, person=person, seats=[], reason="", now=BEFORE)
    assert Attendance.objects.count() == 0


def test_preview_attendance_reads_a_file_in_another_encoding_and_stores_nothing(session, seats):
    make_comunas()
    content = "Comuna;Presente\r\nComuna 000;Sí\r\nComuna 002;No\r\nÑuñoa;Sí\r\n".encode("cp1252")

    reading = preview_attendance(session=session, content=content, filename="zoom.csv")

    assert reading.matches == (
        Match(seats[0].pk, "present", None, 2),
        Match(seats[2].pk, "absent", None, 3),
    )
    assert [one.why for one in reading.unmatched] == ["No existe una comuna «Ñuñoa»."]
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "vacío"), (b"nombre;presente\nAna;si\n", "Falta una columna")]
)
def test_preview_attendance_of_what_cannot_be_read_says_why(session, content, said):
    with pytest.raises(AttendanceFileError) as refusal:
        preview_attendance(session=session, content=content, filename="zoom.csv")

    assert said in refusal.value.user_message()


def test_correction_in_a_closed_cycle_changes_marks_and_gives_no_group_link(session, user, seats):
    record(session, user, (seats[0], "present", None))
    close_session(session=session, user=user, now=AFTER)
    session.cycle.closed_at = AFTER
    session.cycle.save()

    record(session, user, (seats[1], "present", None))

    assert marks(session)[1] == (seats[1].pk, "present")
    assert GroupMembership.objects.count() == 0
