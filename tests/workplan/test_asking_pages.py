"""Asking those who are missing, and the list of those to be called."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Region, TeamMember
from convoca.messaging.core.house_templates import GROUP
from convoca.messaging.models import Message
from convoca.outreach.services import opt_out
from convoca.workplan.models import Availability
from convoca.workplan.services import ask_availability
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator, make_user
from tests.factories.whatsapp import reach_by_whatsapp
from tests.factories.workplan import HALF_ANSWERED, MORNINGS, give, make_answered_cycle
from tests.workplan.pages import coordinator_of, go, press, text_of
from tests.workplan.test_availability_pages import week_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def person(cycle: Cycle, place: int):
    return accepted_invitations(cycle).all()[place].participant


def addresses() -> set[str]:
    waiting = Message.objects.filter(purpose="availability").exclude(state="cancelled")
    return set(waiting.values_list("to_address", flat=True))


def move_to(cycle: Cycle, place: int, name: str) -> str:
    """Let one comuna be in a region of its own; return the code of the region."""
    region = Region.objects.create(code=name, name=name, short_name=name, position=9)
    municipality = accepted_invitations(cycle).all()[place].seat.municipality
    municipality.region = region
    municipality.save()
    return region.code


def calls(client, cycle: Cycle, name: str = "calls", **more):
    return client.get(reverse(f"workplan:{name}", args=[cycle.pk]), more)


def test_asking_one_region_writes_to_its_people_only(client):
    cycle = make_answered_cycle("", "", MORNINGS)
    chosen = person(cycle, 0)
    region = move_to(cycle, 0, "Sur")
    coordinator_of(client, cycle)

    shown = client.get(reverse("workplan:ask", args=[cycle.pk]), {"region": region})
    press(client, "ask", cycle, region=region)

    assert "¿Escribir a 1 persona que falta?" in text_of(shown)
    assert '<input type="hidden" name="region" value="Sur">' in text_of(shown)
    assert addresses() == {chosen.contacts.get(channel="email").value}


def test_asking_a_region_that_has_all_answered_offers_the_others(client):
    cycle = make_answered_cycle("", MORNINGS)
    region = move_to(cycle, 1, "Sur")
    coordinator_of(client, cycle)

    shown = client.get(reverse("workplan:ask", args=[cycle.pk]), {"region": region})

    assert "De este grupo no hay a quién escribir hoy." in text_of(shown)


def test_asking_a_group_that_is_gone_writes_to_nobody(client):
    cycle = make_answered_cycle("", "")
    coordinator_of(client, cycle)

    response = client.post(reverse("workplan:ask", args=[cycle.pk]), {"region": "Sur"}, follow=True)

    assert "Ese grupo cambió mientras tanto." in text_of(response)
    assert addresses() == set()


def test_asking_goes_by_the_own_channel_of_each(client, settings):
    cycle = make_answered_cycle("", "")
    phone = reach_by_whatsapp(settings, person(cycle, 0), GROUP)
    email = person(cycle, 1).contacts.get(channel="email").value
    coordinator_of(client, cycle)

    shown = text_of(go(client, "ask", cycle))
    press(client, "ask", cycle)

    short = Message.objects.get(channel="whatsapp")
    assert "1 por correo y 1 por WhatsApp, con un texto corto." in shown
    assert addresses() == {phone, email}
    assert short.parameters[2] == f"¿A qué hora puede reunirse? {cycle.community.name}"
    assert short.link_reference


def test_asking_reaches_who_has_only_whatsapp(client, settings):
    cycle = make_answered_cycle("")
    phone = reach_by_whatsapp(settings, person(cycle, 0), GROUP)
    person(cycle, 0).contacts.filter(channel="email").delete()
    coordinator_of(client, cycle)

    press(client, "ask", cycle)

    assert addresses() == {phone}


def test_who_asked_for_peace_is_neither_written_to_nor_called(client):
    cycle = make_answered_cycle("", "")
    opt_out(person=person(cycle, 0), origin="prueba", now=NOW)
    coordinator_of(client, cycle)

    sample = text_of(go(client, "ask", cycle))
    press(client, "ask", cycle)
    listed = calls(client, cycle, quienes="todas")

    assert "1 persona pidió que no le contacten: no se le escribe." in sample
    assert len(addresses()) == 1
    assert [row.invitation.participant for row in listed.context["rows"]] == [person(cycle, 1)]
    assert "pidió que no le contacten" in text_of(go(client, "availability", cycle))


def test_page_tells_what_was_sent_and_who_answered_since(client):
    cycle = make_answered_cycle("", "", HALF_ANSWERED, MORNINGS)
    ask_availability(cycle=cycle, user=None, now=NOW - timedelta(days=3))
    give(accepted_invitations(cycle).first(), MORNINGS)
    ask_availability(cycle=cycle, user=None, now=NOW - timedelta(days=1))
    Message.objects.filter(created_at=NOW - timedelta(days=1)).update(state="failed")
    coordinator_of(client, cycle)

    shown = go(client, "availability", cycle)

    told = [(one.written, one.answered, one.failed) for one in shown.context["past"]]
    assert told == [(2, 0, 2), (3, 1, 0)]
    assert "1 de 3 · 33 %" in text_of(shown)


def test_page_does_not_tell_of_what_was_undone(client):
    cycle = make_answered_cycle("")
    coordinator_of(client, cycle)
    press(client, "ask", cycle)
    press(client, "ask_undo", cycle)

    assert go(client, "availability", cycle).context["past"] == []


def test_calling_list_holds_whom_no_channel_reaches(client):
    cycle = make_answered_cycle("", "", MORNINGS)
    person(cycle, 1).contacts.filter(channel="email").delete()
    coordinator_of(client, cycle)

    few, everybody = calls(client, cycle), calls(client, cycle, quienes="todas")

    names = [
        [row.invitation.participant.name for row in one.context["rows"]] for one in (few, everybody)
    ]
    assert names == [[person(cycle, 1).name], [person(cycle, 0).name, person(cycle, 1).name]]
    assert "Ver todas las que faltan: 2" in text_of(few)


def test_calling_list_comes_as_a_file(client):
    cycle = make_answered_cycle("", HALF_ANSWERED, MORNINGS)
    coordinator_of(client, cycle)

    answer = calls(client, cycle, "calls_csv", quienes="todas")

    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert table[0][2:7] == ["Persona", "Dirección", "Teléfono", "Correo", "Qué falta"]
    assert [(row[2], row[6], row[7]) for row in table[1:]] == [
        (person(cycle, 0).name, "Responder", ""),
        (person(cycle, 1).name, "Terminar: dejó días sin responder", ""),
    ]
    assert calls(client, cycle, "calls_xlsx").headers["Cache-Control"] == "no-store"


def test_calling_list_without_anybody_says_so(client):
    cycle = make_answered_cycle("")
    coordinator_of(client, cycle)

    assert "No hay a quién llamar" in text_of(calls(client, cycle))


def test_what_was_told_on_a_call_leads_back_to_the_list(client):
    cycle = make_answered_cycle("")
    coordinator_of(client, cycle)
    seat_id = accepted_invitations(cycle).get().seat_id
    address = reverse("workplan:entry", args=[cycle.pk, seat_id]) + "?de=llamadas"

    response = client.post(address, week_of())

    assert response.url == reverse("workplan:calls", args=[cycle.pk])
    assert Availability.objects.get().weekly == MORNINGS


def test_experts_get_no_list_of_telephones(client):
    cycle = make_answered_cycle("")
    user = make_user(cycle.community.association, "experta@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=user, role="expert")
    client.force_login(user)

    answers = [calls(client, cycle, name).status_code for name in ("calls", "calls_csv")]

    assert answers == [404, 404]


@pytest.mark.parametrize("name", ["ask", "calls"])
def test_lists_ask_the_database_as_often_for_one_as_for_three(client, name):
    counts = []
    for seats in (1, 3):
        cycle = make_answered_cycle(*[""] * seats)
        client.force_login(make_coordinator(cycle.community, f"coordinadora{seats}@ejemplo.cl"))
        with CaptureQueriesContext(connection) as queries:
            go(client, name, cycle)
        counts.append(len(queries))

    assert counts[0] == counts[1]
