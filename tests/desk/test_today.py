"""Hoy: what waits for somebody of the staff."""

import pytest
from django.utils import timezone

from convoca.desk.queries.today import Task, list_tasks
from convoca.messaging.models import InboundEvent
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
QUERIES = 2
State = InboundEvent.State


def make_events(state: str, count: int = 1) -> None:
    now = timezone.now()
    InboundEvent.objects.bulk_create(
        InboundEvent(
            source="whatsapp",
            digest=f"{state}{n}",
            content=b"{}",
            state=state,
            received_at=now,
            next_try_at=now,
        )
        for n in range(count)
    )


def tasks_of(user) -> list[Task]:
    return list_tasks(user, [], now=timezone.now())


def test_events_in_trouble_wait_for_an_administrator_with_their_filter():
    make_events(State.FAILED)
    make_events(State.UNKNOWN, 3)
    make_events(State.WAITING)
    make_events(State.APPLIED)

    found = [(task.count, task.what, task.url) for task in tasks_of(make_user(administrator=True))]

    assert found == [
        (1, "aviso no se pudo aplicar", "/mensajes/avisos/?estado=failed"),
        (3, "avisos en cuarentena", "/mensajes/avisos/?estado=unknown"),
    ]


def test_events_in_trouble_are_nothing_to_who_does_not_administer():
    make_events(State.FAILED)

    assert tasks_of(make_user()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_events_in_trouble_take_the_same_number_of_queries(django_assert_num_queries, count):
    make_events(State.FAILED, count)
    user = make_user(administrator=True)

    with django_assert_num_queries(QUERIES):
        tasks_of(user)
