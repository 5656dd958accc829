"""The queue's pages: the person, the reason, one touch, and the next."""

import re

import pytest
import time_machine
from django.urls import reverse

from convoca.convening.models import ContactAttempt
from convoca.directory.models import ContactPoint, Person
from convoca.outreach.models import Turn
from convoca.outreach.services import open_errand, take_turn
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community
from tests.factories.outreach import WORKING, invitation_at, make_caller, make_queue, try_seat

pytestmark = pytest.mark.django_db


def address(cycle, name: str) -> str:
    return reverse(f"outreach:{name}", args=[cycle.pk])


def read(client, cycle, name: str = "queue", query: str = "") -> str:
    response = client.get(address(cycle, name) + query)
    assert response.status_code == 200
    return response.content.decode()


def press(client, cycle, name: str, **given) -> str:
    response = client.post(address(cycle, name), given, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def headline(page: str) -> str:
    return " ".join(re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1].split())


def test_before_the_first_call_the_page_tells_the_days_work(client, cycle, caller):
    page = read(client, cycle)

    assert headline(page) == "0 de 3 llamadas de hoy"
    assert "Empezar a llamar" in page


def test_looking_takes_nobody(client, cycle, caller):
    read(client, cycle)

    assert Turn.objects.count() == 0


def test_person_in_hand_is_shown_with_number_reason_script_and_history(client, cycle, caller):
    page = press(client, cycle, "begin")

    person = invitation_at(cycle, 0).person
    assert headline(page) == person.name
    for words in (
        "0 de 3 hoy",
        'href="tel:+56912340000"',
        'href="https://wa.me/56912340000"',
        "Se le escribió y todavía no responde.",
        "La dirección resuelve dudas con sus pares.",
        "10:30 (hora de Chile continental)",
        "Nadie le ha llamado todavía.",
    ):
        assert words in page, words


def test_one_touch_keeps_the_result_and_shows_the_next_person(client, cycle, caller):
    press(client, cycle, "begin")

    page = press(client, cycle, "result", turn=Turn.objects.get().pk, result="no_answer")

    assert headline(page) == invitation_at(cycle, 1).person.name
    assert "1 de 3 hoy" in page
    assert "Comuna 000: No contesta. Vuelve a la cola el viernes 8 de enero." in page


def test_errand_tells_why_and_what_to_say(client, cycle, caller):
    open_errand(
        cycle=cycle, seat=invitation_at(cycle, 2).seat, reason="Faltó a dos sesiones seguidas.",
        due_on=WORKING.date(), owner=None, origin="a:1", now=WORKING, script="Le echamos de menos.",
    )  # fmt: skip

    page = press(client, cycle, "begin")

    assert headline(page) == invitation_at(cycle, 2).person.name
    assert ("Faltó a dos sesiones seguidas." in page, "Le echamos de menos." in page) == (
        True,
        True,
    )


def test_a_day_alone_means_call_again_that_day(client, cycle, caller):
    press(client, cycle, "begin")

    press(client, cycle, "result", turn=Turn.objects.get().pk, on="2027-01-20", channel="whatsapp")

    attempt = ContactAttempt.objects.get()
    assert (attempt.result, attempt.channel) == ("call_later", "whatsapp")
    assert f"{attempt.next_on}" == "2027-01-20"


def test_call_later_without_a_day_asks_for_it_and_keeps_the_person(client, cycle, caller):
    press(client, cycle, "begin")
    turn = Turn.objects.get()

    response = client.post(address(cycle, "result"), {"turn": turn.pk, "result": "call_later"})

    assert response.status_code == 422
    assert "Elija el día en que hay que volver a llamar." in response.content.decode()
    assert (Turn.objects.get(), ContactAttempt.objects.count()) == (turn, 0)


def test_junk_without_anybody_in_hand_shows_the_queue(client, cycle, caller):
    page = press(client, cycle, "result", turn="x", result="x")

    assert headline(page) == "0 de 3 llamadas de hoy"


def test_result_for_somebody_taken_by_another_is_told(client, cycle, caller):
    page = press(client, cycle, "result", turn=987, result="wrong")

    assert "otra persona del equipo siguió con este contacto" in page


def test_undo_shows_the_person_again(client, cycle, caller):
    press(client, cycle, "begin")
    press(client, cycle, "result", turn=Turn.objects.get().pk, result="wrong")

    page = press(client, cycle, "undo")

    assert headline(page) == invitation_at(cycle, 0).person.name
    assert ContactAttempt.objects.count() == 0


def test_later_and_leave(client, cycle, caller):
    press(client, cycle, "begin")

    later = press(client, cycle, "later", turn=Turn.objects.get().pk)
    left = press(client, cycle, "leave")

    assert headline(later) == invitation_at(cycle, 1).person.name
    assert (headline(left), Turn.objects.count()) == ("0 de 2 llamadas de hoy", 0)


def test_number_that_went_while_in_hand_is_told(client, cycle, caller):
    press(client, cycle, "begin")
    ContactPoint.objects.filter(channel="phone").delete()

    page = read(client, cycle)

    assert "Ya no hay número de esta persona." in page


def test_empty_queue_says_why(client, caller):
    empty = make_cycle(make_community(caller.association, "DOM"), now=WORKING)
    empty.community.team.create(user=caller, role="interviewer")

    page = read(client, empty)

    assert "No queda a quién llamar por ahora" in page


def test_at_night_the_calls_wait_for_the_office(client, cycle, caller, working_hour):
    with time_machine.travel("2027-01-07T18:00:00-03:00", tick=False):
        page = read(client, cycle)

    assert "3 llamadas esperan la hora de oficina" in page
    assert "Empezar a llamar" not in page


def test_what_must_be_found_out_is_listed_with_its_reason(client, cycle, caller):
    try_seat(cycle, 0, "wrong", at=WORKING)
    try_seat(cycle, 1, "replaced", at=WORKING)

    queue = read(client, cycle)
    every, left = read(client, cycle, "aside"), read(client, cycle, "aside", "?motivo=left")

    assert "?motivo=wrong_phone" in queue
    assert headline(every) == "2 puestos por averiguar"
    names = [invitation_at(cycle, place).person.name for place in range(3)]
    assert [name in every for name in names] == [True, True, False]
    assert [name in left for name in names] == [False, True, False]


def test_nothing_to_find_out_is_said(client, cycle, caller):
    assert "Nada que averiguar" in read(client, cycle, "aside")


@pytest.mark.parametrize(("name", "most"), [("queue", 45), ("aside", 45)])
def test_pages_ask_the_database_as_often_for_any_number_of_seats(
    client, django_assert_max_num_queries, working_hour, name, most
):
    asked = []
    for seats in (1, 3):
        cycle = make_queue_of(seats)
        caller = make_caller(cycle, f"c{seats}@ejemplo.cl")
        client.force_login(caller)
        with django_assert_max_num_queries(most) as queries:
            read(client, cycle, name)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_page_of_a_person_asks_less_than_twelve_times(
    client, django_assert_max_num_queries, cycle, caller
):
    take_turn(cycle=cycle, user=caller, now=WORKING)
    try_seat(cycle, 0, "no_answer", at=WORKING)

    with django_assert_max_num_queries(11):
        read(client, cycle)


def make_queue_of(seats: int):
    cycle = make_queue(seats)
    for number in range(seats):
        try_seat(cycle, number, "wrong", at=WORKING)
    Person.objects.update(origin="prueba")
    return cycle
