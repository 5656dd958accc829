"""Between invitation and session: calls, alerts, the group, notices; each a short story.

What came before is made with the services; from there on who acts only uses pages and mails.
"""

import re
from datetime import timedelta

import pytest

from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.messaging.services import deliver_due
from convoca.retention.models import Alert
from convoca.retention.services import do_task
from tests.factories.convening import make_accepted_cycle, mark_presences
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator
from tests.factories.outreach import WORKING, invitation_at, make_caller, make_queue
from tests.factories.retention import after_session, follow, make_followed_cycle, make_task
from tests.journeys.cast import Coordinator, Director, Post, plain, text_of
from tests.support.browser import overflows_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

GROUP = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"
NEW_GROUP = "https://chat.whatsapp.com/ZyXwVuTsRqPoNmLkJiHgFe"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


# A morning in the queue


def test_a_morning_in_the_queue(post, desk):
    post.travel(WORKING)
    cycle = make_queue(5)
    carla = desk(make_caller(cycle), phone=True)
    emilio = desk(make_caller(cycle, "emilio@ejemplo.cl"))

    both_begin(cycle, carla, emilio)
    carla_calls_whom_emilio_does_not(carla, emilio)
    emilio_stops_and_carla_goes_on(cycle, carla, emilio)
    the_seats_tell_it(cycle, carla)


def both_begin(cycle: Cycle, carla: Coordinator, emilio: Coordinator) -> None:
    """The day is shared between the two, and each has another person in hand."""
    for one in (carla, emilio):
        one.open("outreach:queue", cycle.pk)
    assert carla.heading() == "0 de 3 llamadas de hoy"
    for one in (carla, emilio):
        one.press("Empezar a llamar")
    assert (carla.heading(), emilio.heading()) == ("Directora 000", "Directora 003")
    assert overflows_sideways(carla.page) is False


def carla_calls_whom_emilio_does_not(carla: Coordinator, emilio: Coordinator) -> None:
    """Three results of one touch each; then the last whom nobody else has in hand."""
    carla.press("^No contesta$")
    assert carla.heading() == "Directora 001"
    assert "1 de 3 hoy" in carla.text()
    carla.press("^Número equivocado$")
    carla.page.get_by_text("Llamar otro día…").click()
    carla.page.locator("button[name=on]").nth(1).click()
    assert "Comuna 002: Llamar otro día. Vuelve a la cola el lunes 11 de enero." in carla.text()
    emilio.page.reload()
    assert (carla.heading(), emilio.heading()) == ("Directora 004", "Directora 003")
    carla.press("^No quiere$")


def emilio_stops_and_carla_goes_on(cycle: Cycle, carla: Coordinator, emilio: Coordinator) -> None:
    """Whom he had in hand goes to her; she takes one result back and gives another."""
    assert carla.heading() == "4 de 4 llamadas de hoy"
    emilio.press("Terminar por ahora")
    carla.open("outreach:queue", cycle.pk)
    carla.press("Seguir llamando")
    assert carla.heading() == "Directora 003"
    carla.press("^Hablamos, lo verá$")
    carla.press("^Deshacer$")
    assert carla.heading() == "Directora 003"
    carla.press("^Sí, participará$")
    assert carla.heading() == "5 de 5 llamadas de hoy"


def the_seats_tell_it(cycle: Cycle, carla: Coordinator) -> None:
    """Each seat's page shows what came of its call, once."""
    told = {}
    for place in range(5):
        carla.open("convening:seat", cycle.pk, invitation_at(cycle, place).seat_id)
        history = carla.page.locator("section[aria-labelledby=history]").inner_text()
        told[place] = re.findall(r"Gestión por teléfono: (.+) \(Carla\)", history)
    assert told == {
        0: ["no contesta"],
        1: ["número equivocado"],
        2: ["llamar después"],
        3: ["acepta"],
        4: ["no quiere participar"],
    }


# An alert, its task, its effect


def test_an_alert_its_task_and_its_effect(post, desk):
    post.travel(after_session(2))
    cycle = make_followed_cycle(*["aa"] * 10, "pp")
    user = make_coordinator(cycle.community)
    carla = desk(user)

    an_alert_becomes_a_task(cycle, carla)
    the_task_is_done_with_one_touch(cycle, carla)
    others_are_called_too(cycle, user)
    post.travel(after_session(4))
    follow(cycle, *["aapp"] * 5, *["aaaa"] * 5, "pppp")
    carla.enter(user)
    the_effect_is_counted(cycle, carla)


def an_alert_becomes_a_task(cycle: Cycle, carla: Coordinator) -> None:
    carla.open("retention:overview", cycle.pk)
    carla.press("Abrir 10 alertas")
    assert carla.heading() == "10 alertas sin tarea, de 10"
    assert "aceptó y no ha venido a ninguna de 2" in carla.text()
    carla.follow("^Comuna 000$")
    carla.page.get_by_label("Llamar").check()
    carla.press("Guardar la tarea")
    assert "Tarea anotada." in carla.text()


def the_task_is_done_with_one_touch(cycle: Cycle, carla: Coordinator) -> None:
    carla.open("retention:tasks", cycle.pk)
    assert carla.heading() == "1 tarea suya por hacer"
    carla.press("^Vendrá$")
    assert "Anotado: Vendrá." in carla.text()
    carla.open("retention:effects", cycle.pk)
    assert "todavía no se puede decir" in carla.heading()


def others_are_called_too(cycle: Cycle, user: User) -> None:
    now = after_session(2) + DAY
    for alert in Alert.objects.order_by("seat_id")[1:5]:
        do_task(task=make_task(alert, user, now=now), result="Vendrá", user=user, now=now)


def the_effect_is_counted(cycle: Cycle, carla: Coordinator) -> None:
    carla.open("retention:effects", cycle.pk)
    assert carla.heading() == "Lo que se hizo por los puestos: volvieron más"
    row = carla.page.get_by_role("row", name=re.compile("^Llamar")).first.inner_text()
    assert ("5 de 5" in row, "0 % de 5" in plain(row)) == (True, True)


# The group


def test_the_group_roll(post, desk):
    post.travel(NOW)
    cycle = make_accepted_cycle(4)
    for invitation in accepted_invitations(cycle)[:3]:
        mark_presences(cycle, invitation.seat, "p")
    post.leave()
    carla = desk(make_coordinator(cycle.community))

    the_link_is_kept_and_given(cycle, carla, post)
    who_joined_left_or_was_removed(cycle, carla)
    the_link_is_rotated(cycle, carla, post)


def told_the_group(post: Post, url: str) -> list[str]:
    """Return who has a mail with a link of the group."""
    return sorted(
        one.recipients[0] for one in post.server.deliveries if url in text_of(one.message)
    )


def the_link_is_kept_and_given(cycle: Cycle, carla: Coordinator, post: Post) -> None:
    carla.open("convening:group", cycle.pk)
    carla.page.locator("input[name$=url]").fill(GROUP)
    carla.press("Guardar el enlace")
    carla.press("Entregar el enlace a 3")
    assert "Enlace entregado a 3 personas." in carla.text()
    post.leave()
    assert told_the_group(post, GROUP) == [f"directora00{n}@comuna.cl" for n in range(3)]


def who_joined_left_or_was_removed(cycle: Cycle, carla: Coordinator) -> None:
    """Two joined and one of them left; a third was removed by who runs the group."""
    for _each in range(3):
        carla.press("^Entró$")
    assert carla.heading() == "3 de 4 participantes están en el grupo"
    carla.press("^Salió$")
    carla.press("^Se le retiró$")
    assert carla.heading().startswith("1 de 4 participantes")


def the_link_is_rotated(cycle: Cycle, carla: Coordinator, post: Post) -> None:
    """A new link goes to who is still in the group, and to nobody who left."""
    carla.page.locator("input[name$=url]").fill(NEW_GROUP)
    carla.press("Cambiar el enlace")
    carla.press("Entregar el enlace nuevo")
    assert "Enlace entregado a 1 persona." in carla.text()
    post.leave()
    assert told_the_group(post, NEW_GROUP) == ["directora002@comuna.cl"]


# Between sessions


def test_a_notice_and_a_question_between_sessions(post, desk, page_factory):
    post.travel(NOW)
    cycle = make_accepted_cycle(2)
    post.leave()
    post.travel(NOW + DAY)
    carla = desk(make_coordinator(cycle.community))
    ana = Director(page_factory(javascript=False), post, "directora000@comuna.cl")

    a_notice_is_published_undone_and_published(cycle, carla, post)
    ana_reads_it_and_asks(ana)
    the_question_is_answered(cycle, carla, post)
    ana_reads_the_answer(ana, post)


def a_notice_is_published_undone_and_published(
    cycle: Cycle, carla: Coordinator, post: Post
) -> None:
    carla.open("notices:new", cycle.pk)
    carla.fill("Título", "Nueva ley de compras")
    carla.fill("Texto", "Rige desde marzo.\nRevise sus bases de licitación.")
    carla.press("Guardar")
    carla.follow("Ver la muestra y publicar")
    assert "¿Publicar para 2 personas?" in carla.text()
    carla.confirm()
    carla.press("^Deshacer$")
    assert "Correos que no saldrán: 2" in carla.text()
    deliver_due()
    assert post.of("directora000@comuna.cl", "Nueva ley de compras") == []
    carla.follow("Ver la muestra y publicar")
    carla.confirm()
    post.travel(NOW + DAY + 10 * MINUTE)
    deliver_due()
    assert len(post.of("directora000@comuna.cl", "Nueva ley de compras")) == 1


def ana_reads_it_and_asks(ana: Director) -> None:
    ana.open_link()
    ana.follow("Nueva ley de compras")
    assert "Revise sus bases de licitación." in ana.text()
    ana.follow("Hacer una pregunta")
    ana.page.locator("textarea").fill("¿Vale para las compras ya iniciadas?")
    ana.press("Enviar la pregunta")
    assert "aún sin respuesta" in ana.text()


def the_question_is_answered(cycle: Cycle, carla: Coordinator, post: Post) -> None:
    carla.open("notices:notices", cycle.pk)
    carla.follow("Preguntas por responder · 1")
    carla.follow("¿Vale para las compras")
    carla.fill("^Respuesta$", "No: solo para las que se publiquen desde marzo.")
    carla.page.locator("input[name=audience][value=community]").check()
    carla.press("^Responder$")
    assert carla.heading() == "Nada por responder"
    post.leave()


def ana_reads_the_answer(ana: Director, post: Post) -> None:
    """It is in the mail and, for whoever takes part, on the page."""
    answer = "solo para las que se publiquen desde marzo"
    assert answer in text_of(post.of(ana.address)[-1])
    ana.open_link()
    ana.follow("Preguntas y respuestas")
    ana.follow("¿Vale para las compras ya iniciadas?")
    assert answer in ana.text()
