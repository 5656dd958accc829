"""What came in, as a page."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.messaging.models import InboundEvent
from convoca.messaging.services.inbox import count_refusal, store_event
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
Source, State = InboundEvent.Source, InboundEvent.State
QUERIES = 7


@pytest.fixture(autouse=True)
def administrator(client):
    user = make_user(administrator=True)
    client.force_login(user)
    return user


def event(n=0, state=State.WAITING, *, source=Source.WHATSAPP, age=timedelta(0), error=""):
    now = timezone.now() - age
    content = json.dumps({"object": "page", "from": "56912345678", "n": n}).encode()
    store_event(source=source, content=content, now=now)
    made = InboundEvent.objects.latest("pk")
    InboundEvent.objects.filter(pk=made.pk).update(state=state, error=error)
    return made


def page_of(client, **query) -> str:
    return client.get(reverse("desk:incoming"), query).content.decode()


def press(client, name, *parts, **data) -> str:
    return client.post(reverse(f"desk:{name}", args=parts), data, follow=True).content.decode()


def states() -> list[str]:
    return list(InboundEvent.objects.order_by("pk").values_list("state", flat=True))


def test_with_nothing_come_in_the_page_says_what_will_be_here(client):
    assert "Todavía no ha llegado nada" in page_of(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(client, django_assert_num_queries, count):
    for n in range(count):
        event(n, State.FAILED, error="No.")
    page_of(client)

    with django_assert_num_queries(QUERIES):
        page_of(client)


def test_the_page_tells_how_many_need_a_person_and_finds_them(client):
    event(1, State.FAILED, error="Falta la sesión.")
    event(2, State.UNKNOWN, source=Source.ZOOM, error="Nadie supo.")
    event(3, State.APPLIED)

    assert "2\xa0avisos por resolver" in page_of(client)
    assert [
        ("Falta la sesión." in page, "Nadie supo." in page)
        for page in (
            page_of(client, estado="failed"),
            page_of(client, por="zoom"),
            page_of(client, estado="x", por="y"),
        )
    ] == [(True, False), (False, True), (True, True)]


def test_an_event_waiting_too_long_and_calls_refused_today_are_said(client):
    event(age=timedelta(hours=3))
    count_refusal(source=Source.ZOOM, today=timezone.localdate())
    count_refusal(source=Source.WHATSAPP, today=timezone.localdate() - timedelta(days=1))

    page = page_of(client)

    assert "El más antiguo espera hace 3\xa0horas." in page
    assert "Hoy se rechazó 1 aviso con una firma que no es de Zoom." in page
    assert "no es de WhatsApp" not in page


def test_an_event_shows_its_shape_and_nothing_of_anybody(client):
    page = client.get(reverse("desk:event", args=[event().pk])).content.decode()

    assert "from" in page and "page" in page
    assert "56912345678" not in page


def test_an_event_that_cannot_be_read_says_so(client):
    store_event(source=Source.ZOOM, content=b"\xff", now=timezone.now())

    page = client.get(reverse("desk:event", args=[InboundEvent.objects.get().pk])).content.decode()

    assert "No se puede leer" in page


def test_an_event_that_failed_is_applied_again_once(client):
    failed = event(state=State.FAILED)

    told = [press(client, "event_replay", failed.pk) for _time in range(2)]

    assert states() == ["waiting"]
    assert "Se aplica otra vez." in told[0] and "Este aviso ya cambió de estado." in told[1]


def test_all_in_quarantine_are_applied_again_at_once(client):
    for n, state in enumerate([State.UNKNOWN, State.UNKNOWN, State.FAILED]):
        event(n, state)

    told = [press(client, "events_replay", estado="unknown") for _time in range(2)]

    assert states() == ["waiting", "waiting", "failed"]
    assert "2 avisos se aplican otra vez." in told[0] and "alguien lo hizo antes" in told[1]


@pytest.mark.parametrize("state", ["applied", "waiting", "x", ""])
def test_what_is_in_no_trouble_is_not_applied_again(client, state):
    event(state=State.APPLIED)

    assert "No quedaba ninguno" in press(client, "events_replay", estado=state)
    assert states() == ["applied"]


def test_only_who_administers_sees_what_came_in(client):
    made = event(state=State.FAILED)
    client.force_login(make_user(email="otra@ejemplo.cl"))

    answers = [
        client.get(reverse("desk:incoming")),
        client.get(reverse("desk:event", args=[made.pk])),
        client.post(reverse("desk:event_replay", args=[made.pk])),
        client.post(reverse("desk:events_replay"), {"estado": "failed"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert states() == ["failed"]
