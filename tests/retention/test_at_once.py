"""Two coordinators at the same moment: one alert, one task, one result."""

import pytest

from convoca.retention.errors import AlertClosedError, TaskExistsError, TaskSettledError
from convoca.retention.models import Alert, CareTask
from convoca.retention.services import close_alert, do_task, drop_task, open_alerts
from tests.factories.directory import make_coordinator
from tests.factories.retention import after_session, make_alert, make_followed_cycle, make_task
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
NOW = after_session(3)


def refusals(told: list[object]) -> list[type]:
    return [type(one) for one in told if isinstance(one, Exception)]


def test_alerts_looked_for_by_two_are_opened_once():
    cycle = make_followed_cycle("aaa", "paa", "ppp")

    told = at_once([lambda: open_alerts(cycle=cycle, now=NOW)] * 2)

    assert sorted(review.opened for review in told) == [0, 2]
    assert Alert.objects.count() == 2


def test_task_of_a_kind_assigned_by_two_is_one():
    alert = make_alert()
    carla = make_coordinator(alert.cycle.community)

    told = at_once([lambda: make_task(alert, carla)] * 2)

    assert (refusals(told), CareTask.objects.count()) == ([TaskExistsError], 1)


def test_task_settled_by_two_keeps_what_the_first_said():
    alert = make_alert()
    carla = make_coordinator(alert.cycle.community)
    task = make_task(alert, carla)

    told = at_once(
        [
            lambda: do_task(task=task, result="Vendrá", user=carla, now=NOW),
            lambda: drop_task(task=task, result="No", user=carla, now=NOW),
        ]
    )

    kept = CareTask.objects.get()
    assert refusals(told) == [TaskSettledError]
    assert (kept.result == "Vendrá") == (kept.done_at is not None)


def test_task_assigned_while_its_alert_is_closed_does_not_stay_open():
    alert = make_alert()
    carla = make_coordinator(alert.cycle.community)

    told = at_once(
        [
            lambda: make_task(alert, carla),
            lambda: close_alert(alert=alert, user=carla, now=NOW),
        ]
    )

    assert refusals(told) in ([], [AlertClosedError])
    assert [task.is_open for task in CareTask.objects.all()] in ([], [False])
