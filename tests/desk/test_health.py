"""/salud: for a balancer, and for who watches the house; without signing in, without secrets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.urls import reverse
from django.utils import timezone

from convoca import __version__
from convoca.foundation.models import Duty
from convoca.foundation.workers import join_workers
from tests.factories.messaging import make_message

pytestmark = pytest.mark.django_db

LATE = timedelta(minutes=11)


def ask(client, **query):
    answer = client.get(reverse("desk:health"), query)
    return answer.status_code, answer.json()


def test_health_is_ok_when_somebody_works(client):
    join_workers(now=timezone.now())

    assert ask(client, todo="1") == (
        200,
        {
            "status": "ok",
            "version": __version__,
            "workers": 1,
            "worker_seen_s": 0,
            "late_duties": 0,
            "oldest_waiting_s": 0,
        },
    )


def test_health_keeps_pages_in_the_balancer_when_nobody_works(client):
    status, said = ask(client)

    assert (status, said["status"], said["worker_seen_s"]) == (200, "degraded", None)
    assert ask(client, todo="1")[0] == 503


def test_health_is_degraded_when_what_comes_round_is_late(client):
    join_workers(now=timezone.now())
    Duty.objects.create(name="rooms.sweep", due_at=timezone.now() - LATE)

    assert ask(client, todo="1")[1]["late_duties"] == 1
    assert ask(client, todo="1")[0] == 503


def test_health_is_degraded_when_a_message_waits_for_hours(client):
    join_workers(now=timezone.now())
    make_message(next_try_at=timezone.now() - timedelta(hours=3))

    status, said = ask(client, todo="1")

    assert (status, said["oldest_waiting_s"] // 3600) == (503, 3)


def test_health_is_down_in_few_words_when_the_database_does_not_answer(client):
    def away(*_args):
        raise OperationalError("connection refused by db.interno:5432")

    with connection.execute_wrapper(away):
        assert ask(client) == (503, {"status": "down", "version": __version__})


def test_health_asks_the_database_a_few_questions_only(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        ask(client)
