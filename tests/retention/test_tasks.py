"""What is done for a seat that drifts away."""

from datetime import date, timedelta

import pytest

from convoca.convening.models import ContactAttempt
from convoca.directory.models import TeamMember
from convoca.outreach.models import Errand
from convoca.retention.errors import (
    AlertClosedError,
    TaskExistsError,
    TaskOpenError,
    TaskSettledError,
)
from convoca.retention.models import Alert, CareTask
from convoca.retention.queries import list_alerts, list_carers, read_risks
from convoca.retention.services import (
    assign_task,
    close_alert,
    do_task,
    drop_task,
    open_alerts,
    undo_task,
)
from tests.factories.directory import make_coordinator, make_user
from tests.factories.retention import after_session, make_alert, make_task

pytestmark = pytest.mark.django_db
NOW = after_session(3)
Kind = CareTask.Kind


@pytest.fixture
def alert():
    return make_alert("paa")


@pytest.fixture
def carla(alert):
    return make_coordinator(alert.cycle.community)


def open_errands() -> list[tuple]:
    errands = Errand.objects.filter(closed_at=None)
    return list(errands.values_list("origin", "reason", "due_on", "owner"))


def test_assign_keeps_who_does_what_until_when(alert, carla):
    task = assign_task(
        alert=alert, kind=Kind.MAYOR, due_on=date(2027, 4, 9), owner=carla, user=carla, now=NOW
    )

    assert (task.alert, task.kind, task.due_on) == (alert, Kind.MAYOR, date(2027, 4, 9))
    assert (task.owner, task.created_by, task.created_at, task.is_open) == (carla, carla, NOW, True)


def test_alert_needs_a_task_until_one_is_assigned_or_done_but_not_dropped(alert, carla):
    def needs_task() -> bool:
        return list_alerts(read_risks(alert.cycle))[0].needs_task

    seen = [needs_task()]
    task = make_task(alert, carla)
    seen.append(needs_task())
    do_task(task=task, result="Vendrá", user=carla, now=NOW)
    seen.append(needs_task())
    undo_task(task=task, user=carla, now=NOW)
    drop_task(task=task, result="", user=carla, now=NOW)
    seen.append(needs_task())

    assert seen == [True, False, False, True]


def test_assign_twice_of_a_kind_is_refused_and_another_kind_is_not(alert, carla):
    make_task(alert, carla, Kind.THEME)

    with pytest.raises(TaskExistsError):
        make_task(alert, carla, Kind.THEME)
    make_task(alert, carla, Kind.DEPUTY)

    assert CareTask.objects.count() == 2


def test_assign_to_a_closed_alert_is_refused(alert, carla):
    close_alert(alert=alert, user=carla, now=NOW)

    with pytest.raises(AlertClosedError):
        make_task(alert, carla)


def test_done_keeps_the_result_and_a_second_press_is_refused(alert, carla):
    task = make_task(alert, carla)

    done = do_task(task=task, result=" Vendrá ", user=carla, now=NOW)

    assert (done.done_at, done.settled_by, done.result) == (NOW, carla, "Vendrá")
    for again in (do_task, drop_task):
        with pytest.raises(TaskSettledError):
            again(task=task, result="", user=carla, now=NOW)


def test_undo_opens_a_settled_task_again(alert, carla):
    task = drop_task(task=make_task(alert, carla), result="no", user=carla, now=NOW)

    back = undo_task(task=task, user=carla, now=NOW)

    assert (back.is_open, back.result, back.settled_by) == (True, "", None)
    with pytest.raises(TaskOpenError):
        undo_task(task=task, user=carla, now=NOW)


def test_undo_is_refused_beside_another_open_one_and_after_the_alert(alert, carla):
    task = do_task(task=make_task(alert, carla), result="", user=carla, now=NOW)
    other = make_task(alert, carla)

    with pytest.raises(TaskExistsError):
        undo_task(task=task, user=carla, now=NOW)
    close_alert(alert=alert, user=carla, now=NOW)
    with pytest.raises(AlertClosedError):
        undo_task(task=other, user=carla, now=NOW)


def test_call_is_asked_of_the_queue_and_taken_out_with_its_task(alert, carla):
    task = make_task(alert, carla, due_on=date(2027, 4, 9))
    asked = open_errands()
    do_task(task=task, result="", user=carla, now=NOW)
    after = open_errands()
    undo_task(task=task, user=carla, now=NOW)
    again = open_errands()
    close_alert(alert=alert, user=carla, now=NOW)

    words = "Fidelización: faltó a las 2 últimas"
    assert asked == [(f"care:{task.pk}", words, date(2027, 4, 9), carla.pk)]
    assert (after, again, open_errands()) == ([], asked, [])


def test_other_tasks_are_not_asked_of_the_queue(alert, carla):
    make_task(alert, carla, Kind.RECORDING)

    assert open_errands() == []


@pytest.mark.parametrize(
    ("result", "hours", "is_done"),
    [("reached", 1, True), ("reached", -1, False), ("no_answer", 1, False)],
)
def test_call_is_done_when_somebody_spoke_with_the_seat_since(alert, carla, result, hours, is_done):
    task, at = make_task(alert, carla, now=NOW), NOW + timedelta(hours=hours)
    ContactAttempt.objects.create(
        cycle=alert.cycle,
        seat=alert.seat,
        channel=ContactAttempt.Channel.PHONE,
        result=result,
        note="Vendrá el martes.",
        at=at,
        by=carla,
    )

    open_alerts(cycle=alert.cycle, now=NOW + timedelta(hours=2))

    task.refresh_from_db()
    kept = (task.done_at, task.settled_by, task.result)
    assert kept == ((at, carla, "Vendrá el martes.") if is_done else (None, None, ""))


def test_carers_are_who_talks_to_directors_and_the_administrators(alert, carla):
    community = alert.cycle.community
    expert = make_user(community.association, "e@ejemplo.cl", "Eva Experta")
    TeamMember.objects.create(community=community, user=expert, role=TeamMember.Role.EXPERT)
    gone = make_user(community.association, "g@ejemplo.cl", "Gil Ido", administrator=True)
    gone.is_active = False
    gone.save()
    boss = make_user(community.association, "a@ejemplo.cl", "Ana Admin", administrator=True)

    assert list_carers(community) == [boss, carla]


def test_alert_and_task_read_as_what_they_are(alert, carla):
    task = make_task(alert, carla)

    assert (str(Alert.objects.get()), str(task)) == (f"{alert.seat}, 3", f"call: {alert}")
