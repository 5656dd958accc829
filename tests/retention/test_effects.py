"""From an alert to what its seat did at the next two sessions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convoca.convening.core.effect import Verdict
from convoca.convening.core.proportion import Proportion
from convoca.convening.models import ContactAttempt
from convoca.retention.models import Alert, CareTask
from convoca.retention.queries import read_effects
from convoca.retention.services import do_task, open_alerts
from tests.factories.directory import make_coordinator
from tests.factories.retention import (
    FIRST,
    FORTNIGHT,
    after_session,
    follow,
    make_followed_cycle,
    make_task,
    next_cycle,
    session_start,
)

pytestmark = pytest.mark.django_db
ALERTED = "aa"


def alerted_cycle(seats: int, **more):
    """Make seats that never came to two sessions, with their alerts and who looks after them."""
    cycle = make_followed_cycle(*[ALERTED] * seats, **more)
    open_alerts(cycle=cycle, now=after_session(2))
    return cycle, make_coordinator(cycle.community, f"{cycle.pk}@ejemplo.cl")


def care(cycle, user, seats: int, *, at, kind=CareTask.Kind.CALL) -> None:
    for alert in Alert.objects.filter(cycle=cycle).order_by("seat_id")[:seats]:
        task = make_task(alert, user, kind)
        do_task(task=task, result="Vendrá", user=user, now=at)


def test_effect_compares_contacted_seats_with_those_left_alone():
    cycle, user = alerted_cycle(12)
    care(cycle, user, 6, at=after_session(2) + timedelta(days=3))
    follow(cycle, *["aapa"] * 5, "aaaa", *["aaap"] * 1, *["aaaa"] * 5)

    book = read_effects(cycle)

    assert (book.once.whole.contacted, book.once.whole.alone) == (
        Proportion(5, 6),
        Proportion(1, 6),
    )
    assert (book.waiting, book.late, book.unknown, book.told) == (0, 0, 0, 12)
    assert book.once.by_kind[CareTask.Kind.CALL] == book.once.whole
    assert book.once.by_kind[CareTask.Kind.MAYOR].verdict is Verdict.TOO_FEW


def test_effect_tells_apart_who_came_to_both_and_who_came_to_one():
    cycle, user = alerted_cycle(4)
    care(cycle, user, 3, at=after_session(2))
    follow(cycle, "aapp", "aapa", "aape", "aaap")

    book = read_effects(cycle)

    assert (book.both.whole.contacted, book.both.whole.alone) == (
        Proportion(2, 3),
        Proportion(0, 1),
    )
    assert (book.once.whole.contacted, book.once.whole.alone) == (
        Proportion(3, 3),
        Proportion(1, 1),
    )


def test_effect_waits_for_two_sessions():
    cycle, user = alerted_cycle(3)
    care(cycle, user, 1, at=after_session(2))
    follow(cycle, *["aap"] * 3)

    book = read_effects(cycle)

    assert (book.waiting, book.told) == (3, 0)


def test_effect_follows_the_seat_into_the_next_cycle():
    cycle, user = alerted_cycle(2)
    care(cycle, user, 1, at=after_session(2))
    follow(cycle, "aaa", "aaa")
    after = next_cycle(cycle, "p", "a")

    book = read_effects(after)

    assert (book.once.whole.contacted, book.once.whole.alone) == (
        Proportion(1, 1),
        Proportion(0, 1),
    )


def test_contact_between_the_two_sessions_is_compared_with_nobody():
    cycle, user = alerted_cycle(2)
    care(cycle, user, 1, at=session_start(3) + timedelta(days=1))
    follow(cycle, "aaap", "aaee")

    book = read_effects(cycle)

    assert (book.late, book.unknown, book.told) == (1, 1, 0)


def test_contact_after_the_second_session_counts_as_left_alone():
    cycle, user = alerted_cycle(3)
    care(cycle, user, 1, at=after_session(2))
    late = Alert.objects.filter(cycle=cycle).order_by("seat_id")[1]
    do_task(task=make_task(late, user), result="Vendrá", user=user, now=session_start(5))
    follow(cycle, "aaap", "aaap", "aaaa")

    book = read_effects(cycle)

    assert (book.late, book.once.whole.contacted, book.once.whole.alone) == (
        0,
        Proportion(1, 1),
        Proportion(1, 2),
    )


def test_talking_to_a_seat_without_a_task_is_contact_too():
    cycle, user = alerted_cycle(2)
    alert = Alert.objects.filter(cycle=cycle).first()
    ContactAttempt.objects.create(
        cycle=cycle,
        seat=alert.seat,
        channel=ContactAttempt.Channel.PHONE,
        result=ContactAttempt.Result.REACHED,
        at=after_session(2) + timedelta(days=1),
        by=user,
    )
    follow(cycle, "aaap", "aaaa")

    book = read_effects(cycle)

    assert (book.once.whole.contacted, book.once.whole.alone) == (
        Proportion(1, 1),
        Proportion(0, 1),
    )


def test_alert_whose_session_is_gone_counts_from_its_day():
    cycle, _user = alerted_cycle(1)
    follow(cycle, "aaap")
    cycle.sessions.filter(number=2).update(number=9, starts_at=FIRST - FORTNIGHT)

    assert read_effects(cycle).waiting == 0


def test_effects_take_the_same_queries_for_any_number_of_alerts():
    counts = []
    for kind, seats in (("SECPLAN", 1), ("DOM", 3)):
        cycle, user = alerted_cycle(seats, kind=kind)
        care(cycle, user, seats, at=after_session(2))
        with CaptureQueriesContext(connection) as captured:
            counts.append((read_effects(cycle).waiting, len(captured)))

    assert counts == [(1, 5), (3, 5)]
