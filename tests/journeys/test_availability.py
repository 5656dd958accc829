"""A director in Coyhaique says when she can: a phone, no JavaScript, two visits."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from convoca.convening.queries import accepted_invitations
from convoca.directory.models import Municipality, PersonalLink
from convoca.directory.services import issue_link
from convoca.foundation.links import token_of
from convoca.workplan.core.problem.grid import fill_day
from convoca.workplan.core.problem.model import Council
from convoca.workplan.models import Availability
from tests.factories.convening import make_accepted_cycle
from tests.journeys.cast import plain
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
# Every Wednesday from nine to eleven, on the clock of Santiago, and three days off.
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;TZID=America/Santiago:{wednesday}T090000
DTEND;TZID=America/Santiago:{wednesday}T110000
RRULE:FREQ=WEEKLY
SUMMARY:Comité secreto
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:{off}
DTEND;VALUE=DATE:{back}
SUMMARY:Viaje
END:VEVENT
END:VCALENDAR
"""


class Elsa:
    """The director at her telephone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def reads(self) -> str:
        return plain(self.page.locator("main").inner_text())


@pytest.fixture
def cycle(one_database):
    """A cycle of a winter: in all its weeks it is an hour later in Coyhaique than in Santiago."""
    cycle = make_accepted_cycle(now=timezone.now())
    Municipality.objects.update(zone="America/Coyhaique")
    cycle.plan_from, cycle.plan_weeks = date(2027, 5, 3), 12
    cycle.save()
    return cycle


@pytest.fixture
def address(cycle, live_server) -> str:
    """What stands in her mail."""
    invitation = accepted_invitations(cycle).get()
    link = issue_link(
        person=invitation.person,
        seat=invitation.seat,
        purpose=PersonalLink.Purpose.AVAILABILITY,
        occasion=f"cycle:{cycle.pk}",
        expires_at=timezone.now() + timedelta(days=90),
        now=timezone.now(),
    )
    return f"{live_server.url}/p/{token_of(link.reference)}/"


def calendar_file(cycle) -> dict:
    off = cycle.plan_from + timedelta(days=14)
    text = CALENDAR.format(
        wednesday=f"{cycle.plan_from + timedelta(days=2):%Y%m%d}",
        off=f"{off:%Y%m%d}",
        back=f"{off + timedelta(days=3):%Y%m%d}",
    )
    return {"name": "calendario.ics", "mimeType": "text/calendar", "buffer": text.encode()}


def answer_by_hand(elsa: Elsa) -> None:
    """Monday by halves and Tuesday too; Wednesday whole; Thursday by hours; Friday as Monday."""
    elsa.choose("Puedo toda la mañana", "Puedo toda la tarde")
    elsa.page.get_by_text("Marcar lo mismo en otros días").click()
    elsa.choose("Martes")
    elsa.press("Guardar y seguir")
    elsa.press("Puedo todo el día")
    elsa.follow("Marcar hora por hora")
    for hour in range(9, 18):
        elsa.choose(f"{hour}:00, puedo" if hour < 13 else f"{hour}:00, solo si es necesario")
    elsa.press("Guardar y seguir")
    elsa.press("Igual que el lunes")


def fill_from_calendar(elsa: Elsa, cycle) -> str:
    """Bring the calendar from the summary and keep all that it proposes; return what that was."""
    elsa.follow("Llenar con mi calendario")
    elsa.page.set_input_files("input[type=file]", calendar_file(cycle))
    elsa.press("Ver qué propone")
    proposed = elsa.reads()
    elsa.press("Guardar lo marcado")
    return proposed


def say_absence_and_council(elsa: Elsa) -> None:
    elsa.page.get_by_label("Primer día").fill("2027-06-07")
    elsa.press("Guardar estos días")
    elsa.follow("Eso es todo: seguir")
    elsa.choose("Martes", "Primera", "Tercera", "En la mañana, hasta las 13")
    elsa.press("Guardar y terminar")


def test_director_in_coyhaique_answers_on_a_phone_and_changes_it_another_day(
    cycle, address, page_factory
):
    elsa = Elsa(page_factory(javascript=False))
    elsa.page.goto(address)
    first = elsa.reads()
    answer_by_hand(elsa)
    say_absence_and_council(elsa)
    proposed = fill_from_calendar(elsa, cycle)
    done = elsa.reads()

    elsa = Elsa(page_factory(javascript=False))  # another day, another browser, the same link
    elsa.page.goto(address)
    elsa.page.get_by_role("link", name=re.compile("Cambiar lunes")).click()
    elsa.page.get_by_role("group", name="En la mañana").get_by_label("No puedo").check()
    elsa.press("Guardar y seguir")

    assert "Las horas son las de su comuna: hora de Aysén." in first
    assert "Allá empieza a las 8:00." in first
    assert "Casi siempre ocupado de 10 a 12." in proposed
    assert "Del 17 al 19 de mayo" in proposed
    assert "secreto" not in proposed
    assert "Gracias: esto es lo que marcó" in done
    kept = Availability.objects.get()
    assert kept.weekly == "".join(
        [fill_day("n", "y"), fill_day("y", "y"), "ynnyyyyyy", fill_day("y", "m"),
         fill_day("y", "y")]
    )  # fmt: skip
    assert kept.council == Council(1, (1, 3), "am")
    assert kept.away == [["2027-05-17", "2027-05-19"], ["2027-06-07", "2027-06-07"]]


def test_proposal_page_is_open_to_everybody(cycle, address, page_factory):
    elsa = Elsa(page_factory())
    elsa.page.goto(address)
    elsa.follow("Llenar con mi calendario")
    elsa.page.set_input_files("input[type=file]", calendar_file(cycle))
    elsa.press("Ver qué propone")

    assert elsa.page.get_by_role("checkbox").count() == 6
    assert axe_violations(elsa.page) == []
    assert not overflows_sideways(elsa.page)
