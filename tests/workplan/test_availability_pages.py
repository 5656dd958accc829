"""What the staff sees and does about availability, and who may."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.convening.queries import accepted_invitations
from convoca.directory.models import TeamMember
from convoca.messaging.models import Message
from convoca.workplan.core.problem.grid import HOURS, fill_day
from convoca.workplan.core.problem.model import Council
from convoca.workplan.models import Availability, Plan
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_association, make_community, make_coordinator, make_user
from tests.factories.workplan import (
    HALF_ANSWERED,
    MORNINGS,
    TUESDAYS,
    make_answered_cycle,
    make_expert,
    make_planned_cycle,
)
from tests.workplan.pages import coordinator_of, go, press, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def week_of(*, morning: str = "y", afternoon: str = "n", **more) -> dict:
    """Return what the form of a whole week sends."""
    week = {f"am_{day}": morning for day in range(5)} | {f"pm_{day}": afternoon for day in range(5)}
    return {**week, "council_weekday": "", **more}


def test_availability_page_says_how_many_answered_of_how_many(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5, HALF_ANSWERED, "")
    coordinator_of(client, cycle)

    shown = text_of(go(client, "availability", cycle))

    assert "Respondieron 5 de 7" in shown
    assert "Lunes 9:00" in shown
    assert "Pueden 5 de 5 · 100 %; si es necesario, 0 más." in shown
    assert "Terminar: dejó días sin responder" in shown
    assert "Recordar a 2" in shown


def test_availability_page_hides_the_map_of_fewer_than_five(client):
    cycle = make_answered_cycle(*[MORNINGS] * 4)
    coordinator_of(client, cycle)

    response = go(client, "availability", cycle)

    assert response.context["heat"] is None
    assert "El mapa aparece con cinco respuestas" in text_of(response)


def test_availability_page_without_participants_leads_to_the_convocatoria(client):
    cycle = make_cycle(make_community())
    coordinator_of(client, cycle)

    assert "Todavía no participa nadie" in text_of(go(client, "availability", cycle))


def test_availability_page_names_who_must_be_called(client):
    cycle = make_accepted_cycle()
    accepted_invitations(cycle).get().person.contacts.filter(channel="email").delete()
    coordinator_of(client, cycle)

    shown = text_of(go(client, "availability", cycle))

    assert "1 persona no tiene correo ni WhatsApp: hay que llamarla." in shown
    assert "tel:+5691234" in shown
    assert "Recordar" not in shown


@pytest.mark.parametrize("name", ["availability", "plan", "experts"])
def test_pages_ask_the_database_as_often_for_one_as_for_three(client, name):
    counts = []
    for seats in (1, 3):
        cycle = make_answered_cycle(*[""] * seats)
        for number in range(seats):
            make_expert(cycle.community, name=f"Experta {number}")
        client.force_login(make_coordinator(cycle.community, f"coordinadora{seats}@ejemplo.cl"))
        with CaptureQueriesContext(connection) as queries:
            go(client, name, cycle)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_pages_of_another_association_look_absent(client):
    cycle = make_planned_cycle()
    client.force_login(make_user(make_association("Otra"), "ajena@ejemplo.cl", administrator=True))

    answers = [
        go(client, name, cycle).status_code
        for name in ("availability", "ask", "experts", "expert_new", "plan", "plan_progress")
    ]
    acts = [press(client, name, cycle).status_code for name in ("ask", "ask_undo", "compute")]

    assert answers == [404] * 6
    assert acts == [404] * 3
    assert (Plan.objects.count(), Message.objects.filter(purpose="availability").count()) == (0, 0)


def test_coordinators_of_another_community_see_nothing(client):
    cycle = make_planned_cycle()
    other = make_community(cycle.community.association, "DOM")
    client.force_login(make_coordinator(other, "otra@ejemplo.cl"))

    assert go(client, "availability", cycle).status_code == 404
    assert go(client, "plan", cycle).status_code == 404


def test_interviewers_may_write_down_but_not_ask_nor_compute(client):
    cycle = make_planned_cycle(MORNINGS, "")
    user = make_user(cycle.community.association, "entrevista@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=user, role="interviewer")
    client.force_login(user)
    seat_id = accepted_invitations(cycle).first().seat_id

    assert go(client, "entry", cycle, seat_id).status_code == 200
    assert press(client, "ask", cycle).status_code == 404
    assert press(client, "compute", cycle).status_code == 404
    assert "Recordar" not in text_of(go(client, "availability", cycle))


def test_entry_of_a_seat_that_does_not_take_part_is_absent(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)

    assert go(client, "entry", cycle, 999_999).status_code == 404


def test_ask_shows_how_many_and_a_sample_before_anything_is_sent(client):
    cycle = make_answered_cycle(MORNINGS, "", "")
    coordinator_of(client, cycle)

    shown = text_of(go(client, "ask", cycle))

    assert "¿Escribir a las 2 personas que faltan?" in shown
    assert "(aquí va el enlace personal de cada persona)" in shown
    assert not Message.objects.filter(purpose="availability").exists()


def test_ask_pressed_twice_sends_once_and_can_be_undone(client):
    cycle = make_answered_cycle("", "")
    coordinator_of(client, cycle)

    press(client, "ask", cycle)
    press(client, "ask", cycle)
    shown = text_of(go(client, "availability", cycle))
    press(client, "ask_undo", cycle)

    states = Message.objects.filter(purpose="availability").values_list("state", flat=True)
    assert "Deshacer el envío" in shown
    assert list(states) == ["cancelled", "cancelled"]


def test_undo_after_the_mails_left_is_refused_in_words(client, clock):
    cycle = make_answered_cycle("")
    coordinator_of(client, cycle)
    press(client, "ask", cycle)
    clock.shift(timedelta(seconds=31))

    response = client.post(reverse("workplan:ask_undo", args=[cycle.pk]), follow=True)

    assert "Los correos ya salieron" in text_of(response)


def test_ask_test_writes_to_who_asks_only(client):
    cycle = make_answered_cycle("")
    user = coordinator_of(client, cycle)

    press(client, "ask_test", cycle)

    sent = Message.objects.get(purpose="test")
    assert (sent.to_address, sent.subject[:7]) == (user.email, "Prueba:")


def test_entry_by_telephone_keeps_halves_hours_absences_and_council(client):
    cycle = make_accepted_cycle()
    coordinator_of(client, cycle)
    seat_id = accepted_invitations(cycle).get().seat_id
    hours = {f"hour_2_{hour}": "m" for hour in HOURS if hour < 13}
    away = {"away_0_first": "2027-03-02", "away_0_last": "", "away_1_first": "2027-04-01"}
    council = {"council_weekday": "1", "council_nth": ["1", "3"], "council_half": "pm"}

    response = press(
        client, "entry", cycle, seat_id, **week_of(**hours, **away, **council, am_2="h")
    )

    kept = Availability.objects.get()
    day = fill_day("y", "n")
    assert response.status_code == 302
    assert kept.weekly == day * 2 + fill_day("m", "n") + day * 2
    assert kept.away == [["2027-03-02", "2027-03-02"], ["2027-04-01", "2027-04-01"]]
    assert kept.council == Council(1, (1, 3), "pm")
    assert kept.is_carried is False


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"am_0": ""}, "Elija una opción."),
        ({"am_0": "h"}, "Marque cada hora en la tabla de más abajo."),
        ({"away_0_last": "2027-03-02"}, "Falta el primer día."),
        ({"away_0_first": "2027-03-02", "away_0_last": "2027-03-01"}, "no puede ser anterior"),
        ({"council_weekday": "1"}, "Marque al menos una semana del mes."),
    ],
)
def test_entry_with_something_missing_keeps_what_was_written(client, wrong, said):
    cycle = make_accepted_cycle()
    coordinator_of(client, cycle)
    seat_id = accepted_invitations(cycle).get().seat_id

    response = press(client, "entry", cycle, seat_id, **week_of(**wrong))

    assert response.status_code == 422
    assert said in text_of(response)
    assert not Availability.objects.exists()


def test_entry_shows_what_was_answered_by_link(client):
    cycle = make_answered_cycle(TUESDAYS)
    coordinator_of(client, cycle)

    form = go(client, "entry", cycle, accepted_invitations(cycle).get().seat_id).context["form"]

    assert [form[name].value() for name in ("am_0", "am_1", "pm_1")] == ["n", "y", "m"]


def test_entry_after_the_dates_are_set_is_refused(client):
    cycle = make_answered_cycle(MORNINGS)
    Plan.objects.create(cycle=cycle, problem={}, asked_at=NOW, state=Plan.State.CONFIRMED)
    coordinator_of(client, cycle)
    seat_id = accepted_invitations(cycle).get().seat_id

    response = press(client, "entry", cycle, seat_id, **week_of(morning="n"))

    assert response.status_code == 409
    assert Availability.objects.get().weekly == MORNINGS


def test_ask_with_nobody_to_write_to_leads_back_in_words(client):
    cycle = make_answered_cycle(MORNINGS)
    coordinator_of(client, cycle)

    response = client.get(reverse("workplan:ask", args=[cycle.pk]), follow=True)

    assert "Hoy no hay a quién escribir" in text_of(response)


def test_ask_says_who_must_be_called(client):
    cycle = make_answered_cycle("", "")
    accepted_invitations(cycle).first().person.contacts.filter(channel="email").delete()
    coordinator_of(client, cycle)

    assert "1 persona no tiene correo ni WhatsApp: hay que llamarla." in text_of(
        go(client, "ask", cycle)
    )


@pytest.mark.parametrize("name", ["ask", "ask_test", "compute"])
def test_acts_that_no_longer_make_sense_say_why_and_do_nothing(client, name):
    cycle = make_answered_cycle(MORNINGS)
    Plan.objects.create(cycle=cycle, problem={}, asked_at=NOW, state=Plan.State.CONFIRMED)
    coordinator_of(client, cycle)

    press(client, name, cycle)

    shown = [str(message) for message in get_messages(client.get("/").wsgi_request)]
    assert len(shown) == 1
    assert Plan.objects.count() == 1
    assert not Message.objects.filter(purpose__in=["availability", "test"]).exists()


def test_availability_page_tells_carried_weeks_apart(client):
    cycle = make_answered_cycle(MORNINGS, MORNINGS)
    Availability.objects.filter(pk=Availability.objects.first().pk).update(is_carried=True)
    coordinator_of(client, cycle)

    shown = text_of(go(client, "availability", cycle))

    assert "Respondieron 1 de 2" in shown
    assert "Además, 1 persona sigue con lo del ciclo anterior, sin confirmar." in shown
    assert "Confirmar lo del ciclo anterior" in shown
