"""Who stays and who drifts away, where a seat was shared since."""

from datetime import timedelta

import pytest

from convoca.convening.core.proportion import Proportion
from convoca.convening.services import invite_seats, share_seat
from convoca.retention.models import Alert
from convoca.retention.queries import list_cycle_records, read_loyalty, read_risks
from convoca.retention.services import open_alerts
from tests.factories.convening import mark_presences
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_user
from tests.factories.retention import (
    FIRST,
    accept_all,
    hold_sessions,
    make_followed_cycle,
    seats_of_cycle,
)

pytestmark = pytest.mark.django_db
LATER = FIRST + timedelta(days=120)


def share_second_with_first(cycle, now):
    first, second, *_rest = seats_of_cycle(cycle)
    user = make_user(cycle.community.association)
    share_seat(cycle=cycle, seat=second, serving=first, user=user, now=now)


def test_seat_shared_since_stays_with_the_one_that_serves_it():
    before = make_followed_cycle("pp", "pp", "pa")
    seats = seats_of_cycle(before)
    before.closed_at = LATER
    before.save()
    cycle = make_cycle(before.community, now=LATER)
    user = make_user(cycle.community.association)
    share_seat(cycle=cycle, seat=seats[1], serving=seats[0], user=user, now=LATER)
    accept_all(cycle, now=LATER)
    mark_presences(cycle, seats[0], "p")
    hold_sessions(cycle, 1, first=LATER)

    kept = read_loyalty(list_cycle_records(cycle)).kept

    assert kept.seats == Proportion(1, 2)


def test_seat_shared_since_is_in_no_alert_of_its_own():
    cycle = make_followed_cycle("ppp", "paa")
    drifting = [one.row.seat for one in read_risks(cycle).alerting]

    share_second_with_first(cycle, LATER)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=LATER)

    assert drifting == [seats_of_cycle(cycle)[0].serves.get()]
    assert [one.row.seat for one in read_risks(cycle).seats] == seats_of_cycle(cycle)


def test_open_alert_of_a_seat_that_is_shared_since_ends():
    cycle = make_followed_cycle("ppp", "paa")
    open_alerts(cycle=cycle, now=LATER)

    share_second_with_first(cycle, LATER)
    open_alerts(cycle=cycle, now=LATER)

    assert [alert.ending for alert in Alert.objects.filter(cycle=cycle)] == ["left"]
