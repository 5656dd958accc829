"""A community of twelve real municipalities through a whole cycle, in the browser.

One story in acts, each a function: who acts only uses pages and mails. The clock is moved
where weeks would pass.
"""

from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from convoca.agenda.models import Interview
from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.holidays import list_holidays
from convoca.directory.services import load_country
from convoca.meetings.models import Session
from convoca.workplan.services import solve_waiting_plans
from tests.journeys.cast import (
    Coordinator,
    Director,
    Interviewer,
    Post,
    calendar_of,
    roster_file,
)
from tests.journeys.world_parts import answer_all

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL, PASSWORD = "carla@amuch.cl", "una clave bien larga"
ROSTER = [
    ("Ñuñoa", "Ana Pérez Rojas", "ana@nunoa.cl", "+56987654321"),
    ("MAIPU", "LUIS SOTO DÍAZ (S)", "luis@maipu.cl", "9 8765 4322"),
    ("Arica", "Rosa Flores", "rosa@arica.cl", ""),
    ("Iquique", "Pedro Mamani", "pedro@iquique.cl", ""),
    ("Coyhaique", "Elsa Mansilla", "elsa@coyhaique.cl", ""),
    ("Punta Arenas", "Iván Vera", "ivan@puntaarenas.cl", ""),
    ("Rapa Nui", "Hotu Pakarati", "hotu@rapanui.cl", ""),
    ("Valdivia", "Sonia Kunz", "sonia@valdivia.cl", ""),
    ("I. Municipalidad de Temuco", "Juan Llanca", "juan@temuco.cl", ""),
    ("Tiltil", "Marta Olea", "marta@tiltil.cl", ""),
    ("Llay Lay", "Diego Báez", "diego@llay.cl", ""),  # dirty: the comuna is not spelt so
    ("Rancagua", "Olga Reyes", "olga@rancagua", ""),  # dirty: no address
]
DEPUTY = "delegada@iquique.cl"
SAY_YES = [
    "ana@nunoa.cl", "luis@maipu.cl", "rosa@arica.cl", "elsa@coyhaique.cl",
    "ivan@puntaarenas.cl", "hotu@rapanui.cl", "sonia@valdivia.cl",
]  # fmt: skip


@pytest.fixture
def country(one_database):
    today = timezone.localdate()
    days = list_holidays("CL", {}, [today.year, today.year + 1])
    load_country(Path(django_settings.COUNTRY_DIR), holidays=days)


@pytest.mark.django_db(transaction=True)
def test_a_community_goes_through_a_cycle_and_begins_the_next(
    country, post, site, page_factory, settings
):
    settings.BASE_URL = site
    carla = Coordinator(page_factory(phone=False), site)
    phone = page_factory(phone=True, javascript=False)

    cycle = found_and_load(carla)
    convene(carla, cycle, post, phone)
    interview(carla, cycle, post, phone)
    agree_on_the_agenda(carla, cycle)
    plan_the_dates(carla, cycle, post, phone)
    hold_the_sessions(carla, cycle, post, phone)
    close_and_begin_again(carla, cycle)


def found_and_load(carla: Coordinator) -> Cycle:
    """The first run, a community, its roster with two dirty rows, its first cycle."""
    carla.go("/")
    carla.fill("Nombre de la asociación", "Asociación de Municipalidades de Chile")
    carla.fill("Sigla", "AMUCH")
    carla.fill("Su nombre", "Carla Díaz")
    carla.fill("Su correo", EMAIL)
    carla.page.locator("input[name=password]").fill(PASSWORD)
    carla.press("Empezar")
    carla.follow("Crear la primera comunidad")
    carla.page.locator("select[name=kind]").select_option(
        label="SECPLAN · Secretaría Comunal de Planificación"
    )
    carla.fill("Nombre de la comunidad", "Comunidad SECPLAN")
    carla.fill(
        "Qué gana la municipalidad", "Pautas para rendir fondos regionales, probadas por otras."
    )
    carla.fill("Qué gana el trabajo", "Resolver dudas con quienes hacen lo mismo.")
    carla.press("Crear la comunidad")
    carla.follow("Cargar la nómina")
    file = {
        "name": "nómina.xlsx",
        "mimeType": "application/vnd.ms-excel",
        "buffer": roster_file(ROSTER),
    }
    carla.page.locator("input[type=file]").set_input_files(file)
    carla.press("Revisar la nómina")
    assert "10 nuevas" in carla.heading()
    carla.page.locator("select[name='comuna:Llay Lay']").select_option(index=1)
    carla.press("Guardar mis decisiones")
    assert "11 nuevas" in carla.heading()
    carla.press("Cargar la nómina")
    assert carla.heading() == "Esta nómina está cargada"
    carla.follow("Volver a la comunidad")
    assert "11 de 345 puestos tienen persona conocida" in carla.heading()
    carla.follow("Empezar el ciclo 1")
    carla.press("Empezar el ciclo")
    return Cycle.objects.select_related("community").get()


def convene(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """Everybody is invited; most say yes, one sends somebody, one cannot, one says nothing."""
    carla.go(f"/convocatoria/{cycle.pk}/invitar/")
    assert "11" in carla.text()
    carla.confirm()
    post.leave()
    first = post.of("ana@nunoa.cl")[0]
    body = first.get_body(("plain",)).get_content()
    assert "Ana" in body and "Ñuñoa" in body and "Pautas para rendir fondos regionales" in body

    for address in SAY_YES:
        director = Director(phone, post, address)
        director.open_link()
        director.press("Sí, participaré")
        assert director.heading() == "Quedó anotado: sí participará"
    pedro = Director(phone, post, "pedro@iquique.cl")
    pedro.open_link()
    phone.get_by_role("link", name="Irá otra persona en mi lugar").click()
    phone.get_by_label("Nombre y apellido").fill("Delia Choque")
    phone.get_by_label("Su correo").fill(DEPUTY)
    pedro.press("Guardar")
    assert pedro.heading() == "Quedó anotado: irá Delia Choque"
    marta = Director(phone, post, "marta@tiltil.cl")
    marta.open_link()
    marta.press("Ahora no puedo")
    post.leave()
    assert post.of("ana@nunoa.cl")[-1] is not first  # confirmed by mail
    assert "/p/" in post.of(DEPUTY)[0].get_body(("plain",)).get_content()
    remind_and_pass_on(carla, cycle, post, phone)


def remind_and_pass_on(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """Two days later a reminder brings one more answer; the gate is passed with a reason."""
    post.travel(timezone.now() + timedelta(days=2))
    carla.sign_in(EMAIL, PASSWORD)
    carla.go(f"/convocatoria/{cycle.pk}/recordar/")
    carla.confirm()
    post.leave()
    juan = Director(phone, post, "juan@temuco.cl")
    juan.open_link()
    juan.press("Sí, participaré")
    carla.go(f"/convocatoria/{cycle.pk}/puestos/?estado=invited")
    assert "Llaillay" in carla.text()
    assert Invitation.objects.filter(answer__in=["yes", "deputy"]).count() == 9
    carla.pass_gate(f"/ciclo/{cycle.pk}/", "Diego Báez responde la próxima semana.")
    assert "Sondeo: qué falta" in carla.text()


def interview(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """Two answer alone by the link, one by telephone with somebody of the staff.

    The others answer as well, past the pages, which are the same for all.
    """
    carla.go(f"/agenda/{cycle.pk}/entrevistas/enlaces/")
    carla.confirm()
    post.leave()
    ratings = {"north": {}, "south": {}}
    titles = list(cycle.community.themes.order_by("position").values_list("title", flat=True))
    ratings["north"] = {titles[0]: (5, 5), titles[1]: (4, 4), titles[4]: (2, 2)}
    ratings["south"] = {titles[2]: (5, 4), titles[3]: (4, 5), titles[0]: (3, 3)}
    alone = [SAY_YES[1], DEPUTY]
    for place, address in enumerate(alone):
        side = "north" if place % 2 else "south"
        words = "Rendimos tres veces lo mismo, en tres plataformas."
        Director(phone, post, address).answer_interview(ratings[side], words)
    carla.go(f"/agenda/{cycle.pk}/entrevistas/")
    assert "2 de 9 entrevistas hechas" in carla.heading()
    interview_by_telephone(carla, cycle, "Ñuñoa", ratings["north"])
    for place, waiting in enumerate(Interview.objects.filter(state=Interview.State.PENDING)):
        answer_all(waiting, place, now=timezone.now())
    carla.go(f"/agenda/{cycle.pk}/entrevistas/")
    assert "9 de 9 entrevistas hechas" in carla.heading()
    carla.go(f"/agenda/{cycle.pk}/dichos/")
    carla.page.locator("form input[name$=name]").first.fill("Rendición repetida")
    carla.press("Guardar y siguiente")
    carla.go(f"/agenda/{cycle.pk}/codigos/")
    assert "Rendición repetida" in carla.text()
    carla.pass_gate(f"/ciclo/{cycle.pk}/")


def interview_by_telephone(carla: Coordinator, cycle: Cycle, comuna: str, ratings) -> None:
    """Ask on the screen, step by step, until the interview is finished."""
    seat = Invitation.objects.get(seat__municipality__comuna_name=comuna).seat_id
    carla.go(f"/agenda/{cycle.pk}/entrevistas/")
    carla.page.locator(f"form[action$='/puesto/{seat}/hacer/'] button").click()
    emilio = Interviewer(carla.page, carla.home)
    emilio.ask_all(ratings, "Falta personal para formular proyectos.")
    assert carla.heading() == f"SECPLAN de {comuna}: entrevista hecha"


def agree_on_the_agenda(carla: Coordinator, cycle: Cycle) -> None:
    """The rule proposes four themes; the coordinator confirms."""
    carla.go(f"/agenda/{cycle.pk}/")
    assert "de los directores" in carla.heading() or "tiene" in carla.heading()
    carla.follow("Confirmar agenda")
    carla.confirm()
    carla.go(f"/agenda/{cycle.pk}/")
    assert "Agenda confirmada" in carla.heading()
    assert cycle.agenda.topics.filter(in_reserve=False).count() == 4
    carla.pass_gate(f"/ciclo/{cycle.pk}/")


def plan_the_dates(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """Those who take part say when they can; the dates are computed, explained, confirmed."""
    carla.go(f"/plan/{cycle.pk}/disponibilidad/pedir/")
    carla.confirm()
    post.leave()
    for place, address in enumerate([*SAY_YES, DEPUTY]):
        Director(phone, post, address).say_when(
            "y" if place % 3 else "m", "n" if place % 2 else "y"
        )
    carla.go(f"/plan/{cycle.pk}/disponibilidad/")
    assert "8 de 9" in carla.heading()
    carla.go(f"/plan/{cycle.pk}/plan/")
    carla.press("Calcular las fechas")
    solve_waiting_plans()
    carla.go(f"/plan/{cycle.pk}/plan/")
    assert "Demostrado" in carla.text()
    carla.press("Confirmar y crear las sesiones")
    assert Session.objects.count() == 4
    carla.pass_gate(f"/ciclo/{cycle.pk}/", "Juan Llanca viene cuando puede.")


def hold_the_sessions(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """Four sessions: announced with a calendar part, one moved, held, with minutes and promises."""
    set_video_link(carla, cycle, 1)
    announce(carla, cycle, 1, post)
    check_calendar(post, "ana@nunoa.cl", sequence=0)
    move_to_the_next_best(carla, cycle, 1)
    post.leave()
    check_calendar(post, "ana@nunoa.cl", sequence=1)
    carla.go(f"/convocatoria/{cycle.pk}/grupo/")
    carla.page.locator("input[name$=url]").fill("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv")
    carla.press("Guardar el enlace")
    elsa = Director(phone, post, "elsa@coyhaique.cl")
    elsa.open_link()
    assert "hora de Aysén" in phone.locator("main").inner_text()

    for number in range(1, 5):
        if number > 1:
            announce(carla, cycle, number, post)
        session = Session.objects.get(number=number)
        post.travel(session.starts_at + timedelta(hours=2))
        carla.sign_in(EMAIL, PASSWORD)
        take_attendance(carla, cycle, number, came=9 - number)
        carla.go(f"/sesiones/{cycle.pk}/{number}/cerrar/")
        carla.confirm()
        post.leave()
    after_the_first_session(carla, cycle, post)
    carla.pass_gate(f"/ciclo/{cycle.pk}/", "Todas se realizaron.")


def after_the_first_session(carla: Coordinator, cycle: Cycle, post: Post) -> None:
    """Who came has the link of the group; the minutes go out; a promise is kept."""
    assert any(
        "chat.whatsapp.com" in str(m.get_body(("plain",)).get_content())
        for m in post.of("ana@nunoa.cl")
    )
    carla.go(f"/convocatoria/{cycle.pk}/grupo/")
    carla.page.locator("button[value=joined]").first.click()
    carla.go(f"/sesiones/{cycle.pk}/1/acta/")
    carla.page.locator("textarea").first.fill("Se acordó compartir la pauta de rendición.")
    carla.press("Guardar el acta")
    carla.go(f"/sesiones/{cycle.pk}/1/compromisos/")
    carla.page.locator("select[name$=seat]").select_option(index=1)
    carla.page.locator("textarea[name$=text], input[name$=text]").first.fill("Enviar la pauta")
    carla.press("Anotar")
    carla.go(f"/sesiones/{cycle.pk}/1/acta/enviar/")
    carla.confirm()
    post.leave()
    assert any(
        "pauta de rendición" in m.get_body(("plain",)).get_content()
        for m in post.of("ana@nunoa.cl")
    )


def set_video_link(carla: Coordinator, cycle: Cycle, number: int) -> None:
    carla.go(f"/sesiones/{cycle.pk}/{number}/cambiar/")
    carla.page.locator("input[name$=video_url]").fill("https://zoom.us/j/123456789?pwd=abc")
    carla.press("Guardar")


def announce(carla: Coordinator, cycle: Cycle, number: int, post: Post) -> None:
    carla.go(f"/sesiones/{cycle.pk}/{number}/avisar/")
    carla.confirm()
    post.leave()


def move_to_the_next_best(carla: Coordinator, cycle: Cycle, number: int) -> None:
    carla.go(f"/sesiones/{cycle.pk}/{number}/mover/")
    carla.page.locator("ol.stack a").first.click()
    carla.fill("Por qué se mueve", "Ese día hay consejo regional.")
    carla.press("Mover y avisar")
    assert "Se avisa a" in carla.text()


def check_calendar(post: Post, address: str, *, sequence: int) -> None:
    """The newest calendar part is a request to this person alone, with the session's instant."""
    parts = [part for message in post.of(address) if (part := calendar_of(message))]
    method, text = parts[-1]
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    session = Session.objects.get(number=1)
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    assert method == "REQUEST"
    assert event["UID"] == session.uid
    assert int(event["SEQUENCE"]) == sequence == session.sequence
    assert event["DTSTART"].dt == session.starts_at
    assert [str(one).lower() for one in attendees] == [f"mailto:{address}"]


def take_attendance(carla: Coordinator, cycle: Cycle, number: int, *, came: int) -> None:
    carla.go(f"/sesiones/{cycle.pk}/{number}/asistencia/")
    marks = carla.page.locator("input[type=radio][value=present]")
    for place in range(min(came, marks.count())):
        marks.nth(place).check()
    carla.press("^Guardar")


def close_and_begin_again(carla: Coordinator, cycle: Cycle) -> None:
    """The cycle closes with its figures; the second stands with what was carried over."""
    reserve = set(
        cycle.agenda.topics.filter(in_reserve=True).values_list("theme__title", flat=True)
    )
    carla.pass_gate(f"/ciclo/{cycle.pk}/", "El compromiso sigue en el ciclo siguiente.")
    assert "8 de 345 puestos participan" in carla.heading()
    cycle.refresh_from_db()
    assert cycle.figures["coverage"]["participating"] == 8
    assert [one["present"] for one in cycle.figures["sessions"]] == [8, 7, 6, 5]
    carla.follow("Empezar el ciclo siguiente")
    carla.press("Empezar el ciclo")
    second = Cycle.objects.get(number=2)
    carla.go(f"/ciclo/{second.pk}/")
    page = carla.text()
    assert "Lo que viene del ciclo anterior" in page
    assert "1 compromiso abierto" in page
    assert "8 disponibilidades por confirmar" in page
    assert all(title in page for title in reserve)
    assert Invitation.objects.filter(cycle=second).count() == 0
