"""A director says when they can, by personal link and without JavaScript."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from convoca.convening.queries import accepted_invitations
from convoca.convening.services import DeputyInput
from convoca.directory.models import Municipality
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import BLANK_DAY, HOURS, fill_day
from convoca.workplan.core.problem.model import Council
from convoca.workplan.models import Availability, Plan
from tests.factories.convening import answer, make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.workplan import MORNINGS, TUESDAYS, give, open_link

pytestmark = pytest.mark.django_db
MOST_BYTES = 30_000


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cycle():
    return make_accepted_cycle()


@pytest.fixture
def invitation(cycle):
    return accepted_invitations(cycle).get()


@pytest.fixture
def start(client, invitation) -> str:
    """Return the address of the pages of a director who has opened the link."""
    link = open_link(client, invitation, now=NOW)
    return f"/p/e/{link.reference}/disponibilidad/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")


def set_dates(cycle) -> None:
    Plan.objects.create(cycle=cycle, problem={}, asked_at=NOW, state=Plan.State.CONFIRMED)


def say(client, start: str, day: int, morning: str = "y", afternoon: str = "n"):
    return client.post(f"{start}{day}/", {"morning": morning, "afternoon": afternoon})


def test_link_leads_to_monday(client, start):
    response = client.get(start)

    assert response.headers["Location"] == f"{start}1/"
    assert "Lunes: ¿a qué hora puede?" in text_of(client.get(f"{start}1/"))


def test_whole_walk_keeps_every_answer(client, start):
    for day in range(1, 6):
        last = say(client, start, day)
    assert last.headers["Location"] == f"{start}ausencias/"
    client.post(f"{start}ausencias/", {"first": "2027-03-02", "last": "2027-03-05"})
    council = {"council_weekday": "1", "council_nth": ["1", "3"], "council_half": "am"}
    end = client.post(f"{start}concejo/", council, follow=True)

    kept = Availability.objects.get()
    assert kept.weekly == MORNINGS
    assert kept.absences == ((date(2027, 3, 2), date(2027, 3, 5)),)
    assert kept.council == Council(1, (1, 3), "am")
    shown = text_of(end)
    assert "Gracias: esto es lo que marcó" in shown
    assert "puede toda la mañana; no puede toda la tarde" in shown
    assert "del 2 al 5 de marzo" in shown
    assert "primer y tercer martes del mes, en la mañana" in shown


def test_each_day_is_saved_at_once_and_the_link_goes_on_from_there(client, start):
    say(client, start, 1)
    say(client, start, 2)

    assert Availability.objects.get().weekly == fill_day("y", "n") * 2 + BLANK_DAY * 3
    assert client.get(start).headers["Location"] == f"{start}3/"


def test_get_changes_nothing(client, start):
    for page in ("", "1/", "2/horas/", "ausencias/", "concejo/", "resumen/"):
        client.get(f"{start}{page}")

    assert not Availability.objects.exists()


@pytest.mark.parametrize(
    "page", ["igual/", "ausencias/quitar/", "1/copiar/", "calendario/guardar/", "lo-de-otra/"]
)
def test_acts_by_get_are_refused(client, start, page):
    assert client.get(f"{start}{page}").status_code == 405


def test_day_without_a_choice_keeps_the_page_and_says_what_is_missing(client, start):
    response = client.post(f"{start}1/", {"morning": "m"})

    assert response.status_code == 422
    assert "Elija una opción para seguir." in text_of(response)
    assert re.search(r'value="m"[^>]*checked', response.content.decode())
    assert not Availability.objects.exists()


def test_hours_are_kept_one_by_one_and_the_halves_may_stay(client, start):
    letters = "ynynynymm"
    marked = {f"hour_{hour}": letter for hour, letter in zip(HOURS, letters, strict=True)}

    client.post(f"{start}1/horas/", marked)
    shown = text_of(client.get(f"{start}1/"))
    client.post(f"{start}1/?cambiar=1", {"morning": "h", "afternoon": "n"})

    assert "Según la hora, como ya lo marqué" in shown
    assert Availability.objects.get().weekly[:9] == letters[:4] + "nnnnn"


def test_hours_with_one_missing_keep_the_others_on_the_page(client, start):
    response = client.post(f"{start}1/horas/", {"hour_9": "y"})

    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 1


def test_tuesday_offers_to_be_like_monday(client, start):
    say(client, start, 1, "m", "y")

    shown = text_of(client.get(f"{start}2/"))
    client.post(f"{start}2/copiar/", {"source": "0"})

    assert "Igual que el lunes" in shown
    assert Availability.objects.get().weekly == fill_day("m", "y") * 2 + BLANK_DAY * 3


def test_a_day_is_given_to_others_in_the_same_act(client, start):
    client.post(f"{start}2/", {"morning": "y", "afternoon": "m", "also": ["2", "4"]})

    day = fill_day("y", "m")
    assert Availability.objects.get().weekly == "".join([BLANK_DAY, day, day, BLANK_DAY, day])


def test_a_day_is_not_given_to_a_day_there_is_not(client, start):
    response = client.post(f"{start}2/", {"morning": "y", "afternoon": "m", "also": ["7"]})

    assert response.status_code == 422
    assert not Availability.objects.exists()


@pytest.mark.parametrize(("letter", "kept"), [("y", "y" * 9), ("n", "n" * 9)])
def test_whole_day_is_said_with_one_press(client, start, letter, kept):
    client.post(f"{start}1/", {"whole": letter})

    assert Availability.objects.get().weekly == kept + BLANK_DAY * 4


def test_wednesday_offers_each_other_day_once(client, start):
    for day, morning in ((1, "y"), (2, "y"), (4, "n")):
        say(client, start, day, morning)

    assert client.get(f"{start}3/").context["copies"] == [(0, "lunes"), (3, "jueves")]


@pytest.mark.parametrize("source", ["1", "9", "-1", "x", ""])
def test_copying_a_day_there_is_not_changes_nothing(client, start, source):
    say(client, start, 1)

    response = client.post(f"{start}3/copiar/", {"source": source}, follow=True)

    assert "Ese día aún no tiene respuesta que copiar." in text_of(response)
    assert Availability.objects.get().weekly == fill_day("y", "n") + BLANK_DAY * 4


@pytest.mark.parametrize("number", [0, 6, 99])
def test_a_day_there_is_not_is_absent(client, start, number):
    assert client.get(f"{start}{number}/").status_code == 404


def test_absence_is_taken_back(client, start):
    days = {"first": "2027-03-02", "last": "2027-03-05"}
    client.post(f"{start}ausencias/", days)

    client.post(f"{start}ausencias/quitar/", days)

    assert Availability.objects.get().away == []


def test_absences_from_the_summary_lead_back_to_it(client, start, invitation):
    give(invitation, MORNINGS)
    days = {"first": "2027-03-02"}

    added = client.post(f"{start}ausencias/?cambiar=1", days)
    shown = client.get(f"{start}ausencias/?cambiar=1").context

    assert added.headers["Location"] == f"{start}ausencias/?cambiar=1"
    assert shown["next_url"] == start
    assert Availability.objects.get().away == [["2027-03-02", "2027-03-02"]]


def test_absence_that_ends_before_it_begins_is_refused_on_the_page(client, start):
    response = client.post(f"{start}ausencias/", {"first": "2027-03-05", "last": "2027-03-02"})

    assert response.status_code == 422
    assert "El último día no puede ser anterior al primero." in text_of(response)


def test_council_without_weeks_is_refused_on_the_page(client, start):
    response = client.post(f"{start}concejo/", {"council_weekday": "1", "council_half": "am"})

    assert response.status_code == 422
    assert "Marque al menos una semana del mes." in text_of(response)


def test_council_without_its_day_is_refused_on_the_page(client, start):
    response = client.post(f"{start}concejo/", {"council_nth": ["1"], "council_half": "am"})

    assert response.status_code == 422
    assert "Elija el día en que sesiona." in text_of(response)


def test_no_council_is_said_with_one_button(client, start, invitation):
    give(invitation, MORNINGS, council=Council(1, (1,), "am"))

    client.post(f"{start}concejo/", {"council_weekday": ""})

    assert Availability.objects.get().council is None


def test_change_from_the_summary_leads_back_to_it(client, start, invitation):
    give(invitation, MORNINGS)

    response = client.post(f"{start}2/?cambiar=1", {"morning": "n", "afternoon": "y"}, follow=True)

    assert response.redirect_chain[-1][0] == f"{start}resumen/"
    assert Availability.objects.get().weekly[9:18] == fill_day("n", "y")


def test_zone_of_the_comuna_is_named_with_its_difference(client, start):
    Municipality.objects.update(zone="America/Coyhaique")

    shown = text_of(client.get(f"{start}1/"))

    assert "Las horas son las de su comuna: hora de Aysén." in shown
    assert "Desde el 4 de abril, allá es una hora menos." in shown


def test_each_hour_shows_the_other_clock_when_it_differs(client, start):
    same = text_of(client.get(f"{start}1/horas/"))
    Municipality.objects.update(zone="America/Coyhaique")
    south = text_of(client.get(f"{start}1/horas/"))
    halves = text_of(client.get(f"{start}1/"))
    Municipality.objects.update(zone="Pacific/Easter")
    island = text_of(client.get(f"{start}1/horas/"))

    assert "allá" not in same
    assert "<b>9:00</b> <small>allá 9:00, luego 8:00</small>" in south
    assert "Allá empieza a las 13:00, luego 12:00." in halves
    assert "<b>17:00</b> <small>allá 19:00</small>" in island


def test_after_the_dates_are_set_everything_is_read_only(client, start, invitation, cycle):
    give(invitation, MORNINGS)
    set_dates(cycle)
    Association.objects.update(contact_email="hola@amuch.cl")

    response = client.post(f"{start}1/", {"morning": "n", "afternoon": "n"}, follow=True)

    shown = text_of(response)
    assert "Las fechas de este ciclo ya están confirmadas" in shown
    assert "puede toda la mañana; no puede toda la tarde" in shown
    assert 'href="mailto:hola@amuch.cl"' in shown
    assert "Cambiar" not in shown
    assert client.get(f"{start}2/").headers["Location"] == f"{start}resumen/"
    assert Availability.objects.get().weekly == MORNINGS


def test_who_does_not_take_part_is_told_and_sees_nothing(client):
    cycle = make_invited_cycle()
    invitation = cycle.invitations.get()
    link = open_link(client, invitation, now=NOW)

    response = client.get(f"/p/e/{link.reference}/disponibilidad/1/")

    assert response.status_code == 409
    assert "responda primero la invitación" in text_of(response)


def test_who_named_a_deputy_no_longer_sees_or_changes_the_answer(client, start, invitation):
    other = answer(invitation, "deputy", deputy=DeputyInput("Delia", "delia@comuna.cl"))
    give(other, TUESDAYS)

    pages = [client.get(f"{start}{page}").status_code for page in ("", "1/", "resumen/")]
    say(client, start, 2, "n", "n")

    assert pages == [409] * 3
    assert Availability.objects.get().weekly == TUESDAYS


def test_deputy_does_not_see_what_the_director_answered(client, invitation):
    give(invitation, TUESDAYS)
    other = answer(invitation, "deputy", deputy=DeputyInput("Delia", "delia@comuna.cl"))
    link = open_link(client, other, now=NOW)

    shown = text_of(client.get(f"/p/e/{link.reference}/disponibilidad/resumen/"))

    assert "Lunes</b>: sin responder" in shown
    assert "toda la mañana" not in shown


def test_pages_of_another_link_do_not_open(client, start):
    client.cookies.clear()

    assert client.get(f"{start}1/").status_code == 410


def test_pages_are_light_and_bring_nothing_along(client, start, invitation):
    give(invitation, MORNINGS)
    for page in ("1/", "1/horas/", "ausencias/", "concejo/", "calendario/", "resumen/"):
        sent = client.get(f"{start}{page}").content

        assert len(sent) < MOST_BYTES
        assert re.findall(rb"<script|<img|style=|@import", sent) == []


def test_answer_at_the_deadline_of_the_link_is_refused(client, start, clock):
    clock.shift(timedelta(days=800))

    assert client.get(f"{start}1/").status_code == 410


def test_absence_of_a_year_that_nobody_meant_is_refused_and_an_old_one_taken_back(
    client, start, invitation
):
    old = {"first": "0202-03-01", "last": "0202-03-05"}
    give(invitation, away=[(date(202, 3, 1), date(202, 3, 5))])

    shown = text_of(client.post(f"{start}ausencias/", {"first": "9999-12-31"}))
    client.post(f"{start}ausencias/quitar/", old)

    assert "Revise el año de este día." in shown
    assert Availability.objects.get().away == []
