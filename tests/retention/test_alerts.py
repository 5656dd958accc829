"""Opening and closing alerts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convoca.agenda.models import Interview
from convoca.agenda.services import prepare_interviews
from convoca.convening.core.risk import Level, Reason, ReasonKind
from convoca.convening.models import AnswerRecord
from convoca.convening.queries import accepted_invitations
from convoca.convening.services import answer_invitation
from convoca.directory.models import ContactPoint, Tenure
from convoca.retention.errors import AlertClosedError, AlertOpenError, AlertOverError
from convoca.retention.models import Alert
from convoca.retention.queries import count_new_alerts, list_alerts, read_risks
from convoca.retention.services import (
    Review,
    close_alert,
    open_alerts,
    reopen_alert,
)
from tests.factories.agenda import answer_interview
from tests.factories.convening import make_accepted_cycle, mark_presences
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator
from tests.factories.retention import (
    after_session,
    choose_theme,
    follow,
    make_alert,
    make_followed_cycle,
    make_task,
    next_cycle,
    seats_of_cycle,
)

pytestmark = pytest.mark.django_db
K = ReasonKind


def told(cycle) -> dict[str, list]:
    """Return the reasons of each seat by its comuna."""
    return {
        one.row.seat.municipality.comuna_name: list(one.risk.reasons)
        for one in read_risks(cycle).seats
    }


def test_open_alerts_keeps_what_was_seen_of_each_seat():
    cycle = make_followed_cycle("pp", "pa", "ep", "aa")
    now = after_session(2)

    review = open_alerts(cycle=cycle, now=now)

    alert = Alert.objects.get()
    assert review == Review(opened=1, closed=0)
    assert alert.seat == seats_of_cycle(cycle)[3]
    assert (alert.level, alert.told) == ("high", (Reason(K.NEVER_CAME, 2),))
    assert (alert.after_number, alert.band, alert.opened_at) == (2, "never", now)


def test_open_alerts_twice_opens_nothing_more():
    cycle = make_followed_cycle("aa", "paa")
    open_alerts(cycle=cycle, now=after_session(3))

    assert open_alerts(cycle=cycle, now=after_session(3)) == Review(0, 0)
    assert Alert.objects.count() == 2


def test_open_alerts_before_the_first_session_opens_nothing():
    cycle = make_accepted_cycle(2)

    assert open_alerts(cycle=cycle, now=after_session(1)) == Review(0, 0)
    assert count_new_alerts(read_risks(cycle)) == 0


@pytest.mark.parametrize(
    ("next_marks", "ending"),
    [("p", "came"), ("a", ""), ("e", "")],
)
def test_alert_ends_when_its_seat_comes_again(next_marks, ending):
    alert = make_alert("paa")
    follow(alert.cycle, "paa" + next_marks)

    open_alerts(cycle=alert.cycle, now=after_session(4))

    alert.refresh_from_db()
    assert (alert.ending, alert.closed_at is not None) == (ending, bool(ending))


def test_alert_ends_when_its_marks_were_corrected():
    alert = make_alert("aa")
    mark_presences(alert.cycle, alert.seat, "pp")

    open_alerts(cycle=alert.cycle, now=after_session(2))

    assert Alert.objects.get().ending == "calm"


def test_alert_ends_when_its_seat_declines():
    alert = make_alert("aa")
    invitation = accepted_invitations(alert.cycle).get()
    answer_invitation(
        invitation=invitation, answer="no", via=AnswerRecord.Via.STAFF, now=after_session(2)
    )

    open_alerts(cycle=alert.cycle, now=after_session(2))

    assert Alert.objects.get().ending == "left"


def test_alert_ends_with_its_cycle_and_takes_its_tasks_along():
    alert = make_alert("aa")
    task = make_task(alert, make_coordinator(alert.cycle.community))
    alert.cycle.closed_at = after_session(4)
    alert.cycle.save()

    review = open_alerts(cycle=alert.cycle, now=after_session(4))

    task.refresh_from_db()
    assert (review, Alert.objects.get().ending) == (Review(0, 1), "over")
    assert (task.dropped_at, task.result) == (after_session(4), "terminó el ciclo")


def test_closed_alert_is_not_opened_again_for_the_same_session_but_for_the_next():
    alert = make_alert("paa")
    user = make_coordinator(alert.cycle.community)
    close_alert(alert=alert, user=user, now=after_session(3))

    same = open_alerts(cycle=alert.cycle, now=after_session(3))
    follow(alert.cycle, "paaa")
    after = open_alerts(cycle=alert.cycle, now=after_session(4))

    assert (same, after) == (Review(0, 0), Review(1, 0))
    assert list(Alert.objects.order_by("pk").values_list("after_number", "ending")) == [
        (3, "by_hand"),
        (4, ""),
    ]


def test_close_twice_is_refused_and_reopening_brings_it_back():
    alert = make_alert()
    user = make_coordinator(alert.cycle.community)
    close_alert(alert=alert, user=user, now=after_session(3))

    with pytest.raises(AlertClosedError):
        close_alert(alert=alert, user=user, now=after_session(3))
    alert = reopen_alert(alert=alert, user=user)

    assert (alert.ending, alert.closed_at, alert.closed_by) == ("", None, None)
    with pytest.raises(AlertOpenError):
        reopen_alert(alert=alert, user=user)


def test_alert_that_ended_by_itself_is_not_opened_again():
    alert = make_alert("aa")
    follow(alert.cycle, "aappp")
    open_alerts(cycle=alert.cycle, now=after_session(5))

    with pytest.raises(AlertOverError):
        reopen_alert(alert=alert, user=make_coordinator(alert.cycle.community))


def test_reasons_come_from_holders_contacts_and_the_cycle_before():
    before = make_followed_cycle("pppp", "pppp", "pppp", "pppp")
    cycle = next_cycle(before, "aa", "pa", "pa", "pp")
    seats = seats_of_cycle(cycle)
    Tenure.objects.filter(seat=seats[1]).update(to_on=date(2027, 12, 1))
    ContactPoint.objects.filter(person__tenures__seat=seats[2]).update(is_current=False)

    assert told(cycle) == {
        "Comuna 000": [Reason(K.NEVER_CAME, 2), Reason(K.CAME_LESS)],
        "Comuna 001": [Reason(K.MISSED, 1), Reason(K.VACANT)],
        "Comuna 002": [Reason(K.MISSED, 1), Reason(K.NOT_REACHED)],
        "Comuna 003": [],
    }


@pytest.mark.parametrize(
    ("left_on", "reasons"),
    [(date(2027, 3, 10), [Reason(K.NEW_HOLDER)]), (date(2027, 3, 8), []), (date(2027, 3, 9), [])],
)
def test_holder_is_new_when_the_former_left_after_the_seat_last_came(left_on, reasons):
    cycle = make_followed_cycle("p")
    seat = seats_of_cycle(cycle)[0]
    former = Tenure.objects.get(seat=seat)
    Tenure.objects.create(
        seat=seat,
        person=former.person,
        from_on=date(2026, 1, 1),
        to_on=left_on,
        origin="prueba",
    )

    assert told(cycle) == {"Comuna 000": reasons}


def test_seats_without_their_theme_and_without_an_answer_say_so():
    cycle = make_followed_cycle("p", "p", "p")
    prepare_interviews(cycle=cycle, now=NOW)
    first, second, _silent = Interview.objects.filter(cycle=cycle).order_by("pk")
    wanted, other = (theme.title for theme in cycle.community.themes.all()[:2])
    answer_interview(first, {other: (5, 5), wanted: (1, 1)})
    answer_interview(second, {other: (5, 5), wanted: (4, 3)})
    choose_theme(cycle, wanted)

    assert told(cycle) == {
        "Comuna 000": [Reason(K.THEME_LEFT_OUT)],
        "Comuna 001": [],
        "Comuna 002": [Reason(K.SILENT)],
    }


def test_board_leaves_out_who_declined_and_keeps_who_came_without_accepting():
    cycle = make_followed_cycle("pa", "pa")
    declined = accepted_invitations(cycle)[0]
    answer_invitation(
        invitation=declined, answer="no", via=AnswerRecord.Via.STAFF, now=after_session(2)
    )
    accepted_invitations(cycle).update(answer="", answered_at=None)

    assert told(cycle) == {"Comuna 001": [Reason(K.MISSED, 1)]}


def test_rows_show_reasons_of_today_while_open_and_of_then_after():
    alert = make_alert("aa")
    follow(alert.cycle, "aaa")
    row = list_alerts(read_risks(alert.cycle))[0]
    close_alert(alert=alert, user=make_coordinator(alert.cycle.community), now=after_session(3))
    closed = list_alerts(read_risks(alert.cycle))[0]

    assert (row.reasons, closed.reasons) == ((Reason(K.NEVER_CAME, 3),), (Reason(K.NEVER_CAME, 2),))
    assert (row.level, row.needs_task, closed.needs_task) == (Level.HIGH, True, False)


def test_board_and_alerts_take_the_same_queries_for_any_number_of_seats():
    counts = []
    for kind, seats in (("SECPLAN", 1), ("DOM", 3)):
        cycle = make_followed_cycle(*["paa"] * seats, kind=kind)
        open_alerts(cycle=cycle, now=after_session(3))
        with CaptureQueriesContext(connection) as captured:
            rows = list_alerts(read_risks(cycle))
        counts.append((len(rows), len(captured)))

    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] <= 22
