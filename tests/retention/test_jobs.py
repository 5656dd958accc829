"""What the worker finds by itself."""

import pytest
import time_machine

from convoca.cycles.models import Cycle
from convoca.retention.jobs import look_for_alerts
from convoca.retention.models import Alert
from tests.factories.convening import make_accepted_cycle
from tests.factories.retention import after_session, make_followed_cycle

pytestmark = pytest.mark.django_db


def test_worker_opens_alerts_and_ends_those_of_closed_cycles():
    make_accepted_cycle()
    cycle = make_followed_cycle("aa", kind="DOM")
    with time_machine.travel(after_session(2), tick=False):
        look_for_alerts()
    opened = list(Alert.objects.values_list("cycle", "opened_at", "ending"))
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=after_session(4))

    look_for_alerts()
    look_for_alerts()

    assert opened == [(cycle.pk, after_session(2), "")]
    assert list(Alert.objects.values_list("ending", flat=True)) == ["over"]
