"""A director brings a calendar file: it proposes, and only what is accepted is kept."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from convoca.convening.queries import accepted_invitations
from convoca.workplan.core.problem.grid import ALWAYS, BLANK_DAY, fill_day
from convoca.workplan.models import Availability, Plan
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.workplan import MORNINGS, give, open_link

pytestmark = pytest.mark.django_db
WEEKLY = "DTSTART:20270104T100000|DTEND:20270104T120000|RRULE:FREQ=WEEKLY|SUMMARY:Comité secreto"
AWAY = "DTSTART;VALUE=DATE:20270309|DTEND;VALUE=DATE:20270312|SUMMARY:Clínica"
BUSY_MONDAY = "yn" + "n" + "y" * 6


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def invitation():
    return accepted_invitations(make_accepted_cycle()).get()


@pytest.fixture
def start(client, invitation) -> str:
    """Return the address of the pages of a director who has opened the link."""
    link = open_link(client, invitation, now=NOW)
    return f"/p/e/{link.reference}/disponibilidad/"


def file_of(*parts: str, name: str = "calendario.ics") -> SimpleUploadedFile:
    blocks = ["BEGIN:VEVENT\n" + part.replace("|", "\n") + "\nEND:VEVENT\n" for part in parts]
    text = "BEGIN:VCALENDAR\n" + "".join(blocks) + "END:VCALENDAR\n"
    return SimpleUploadedFile(name, text.encode())


def bring(client, start: str, *parts: str):
    return client.post(f"{start}calendario/", {"file": file_of(*parts)})


def text_of(response) -> str:
    return " ".join(response.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")


def test_calendar_proposes_and_keeps_nothing(client, start, invitation):
    give(invitation, MORNINGS)

    response = bring(client, start, WEEKLY, AWAY)

    shown = text_of(response)
    assert response.status_code == 200
    assert "Aún no se guardó nada." in shown
    assert "Casi siempre ocupado de 10 a 12." in shown
    assert "Marcó: puede toda la mañana; no puede toda la tarde." in shown
    assert "Quedaría: puede de 9 a 10; no puede de 10 a 12; puede de 12 a 13" in shown
    assert "Del 9 al 11 de marzo" in shown
    assert "secreto" not in shown
    assert "Clínica" not in shown
    kept = Availability.objects.get()
    assert (kept.weekly, kept.away) == (MORNINGS, [])


def test_what_is_ticked_is_kept_and_the_rest_stays(client, start, invitation):
    give(invitation, MORNINGS, away=[(date(2027, 4, 5), date(2027, 4, 6))])

    accepted = {"day": [f"0:{BUSY_MONDAY}"], "absence": ["2027-03-09:2027-03-11"]}
    for _press in range(2):
        response = client.post(f"{start}calendario/guardar/?cambiar=1", accepted, follow=True)

    kept = Availability.objects.get()
    assert "Se guardaron 2 cambios." in text_of(response)
    assert kept.weekly == BUSY_MONDAY + fill_day("y", "n") * 4
    assert kept.away == [["2027-03-09", "2027-03-11"], ["2027-04-05", "2027-04-06"]]


def test_first_answer_is_filled_from_the_calendar_and_goes_on_to_absences(client, start):
    page = bring(client, start, WEEKLY)
    accepted = [one["value"] for one in page.context["days"]]

    response = client.post(f"{start}calendario/guardar/", {"day": accepted})

    assert response.headers["Location"] == f"{start}ausencias/"
    assert Availability.objects.get().weekly == "ynnyyyyyy" + ALWAYS[9:]


def test_accepting_nothing_makes_no_answer(client, start):
    response = client.post(f"{start}calendario/guardar/", {}, follow=True)

    assert "No se cambió nada." in text_of(response)
    assert not Availability.objects.exists()


def test_more_absences_than_are_kept_are_refused_with_how_many(client, start):
    days = [f"2027-{month:02d}-{day:02d}" for month in (3, 4) for day in range(1, 12)]

    sent = {"absence": [f"{day}:{day}" for day in days]}
    shown = text_of(client.post(f"{start}calendario/guardar/", sent, follow=True))

    assert "Se guardan a lo más 20 ausencias." in shown
    assert not Availability.objects.exists()


def test_parts_that_were_never_proposed_are_left_out(client, start):
    sent = {"day": ["9:yyyyyyyyy", "0:yy", "x", "1:zzzzzzzzz"], "absence": ["hoy", "2027-13-01:x"]}

    client.post(f"{start}calendario/guardar/", sent)

    assert not Availability.objects.exists()


def test_absence_that_cannot_be_keeps_nothing_and_is_said(client, start):
    sent = {"day": [f"0:{BUSY_MONDAY}"], "absence": ["2027-03-11:2027-03-09"]}

    response = client.post(f"{start}calendario/guardar/", sent, follow=True)

    assert "el último día no puede ser anterior al primero" in text_of(response)
    assert not Availability.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Elija el archivo de su calendario."),
        (b"", "El archivo está vacío."),
        (b"Comuna;Nombre", "Este archivo no es un calendario."),
        (b"x" * 1_000_001, "El archivo pesa más de 1 MB."),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001, "demasiadas reuniones"),
    ],
)
def test_bad_file_is_refused_in_one_sentence(client, start, content, said):
    sent = {} if content is None else {"file": SimpleUploadedFile("a.ics", content)}

    response = client.post(f"{start}calendario/", sent)

    assert response.status_code == 422
    assert said in text_of(response)


def test_calendar_with_nothing_in_the_weeks_of_the_plan_says_so(client, start):
    shown = text_of(bring(client, start, "DTSTART:20200101T100000|DURATION:PT1H"))

    assert "El calendario no tiene nada entre el" in shown
    assert "Guardar lo marcado" not in shown


def test_calendar_that_agrees_changes_nothing(client, start, invitation):
    give(invitation, "ynnyyyyyy" + ALWAYS[9:])

    assert "Nada cambia" in text_of(bring(client, start, WEEKLY))


def test_many_files_an_hour_are_refused(client, start):
    for _try in range(20):
        bring(client, start, AWAY)

    response = client.post(f"{start}calendario/", {"file": SimpleUploadedFile("a.ics", b"nada")})

    shown = text_of(response)
    assert response.status_code == 422
    assert "Ya probó muchos archivos." in shown
    assert "no es un calendario" not in shown  # it was not even read


def test_calendar_after_the_dates_are_set_is_refused(client, start, invitation):
    give(invitation, MORNINGS)
    Plan.objects.create(
        cycle=invitation.cycle, problem={}, asked_at=NOW, state=Plan.State.CONFIRMED
    )

    page = bring(client, start, WEEKLY)
    client.post(f"{start}calendario/guardar/", {"day": [f"0:{BLANK_DAY.replace('-', 'n')}"]})

    assert page.headers["Location"] == f"{start}resumen/"
    assert Availability.objects.get().weekly == MORNINGS
