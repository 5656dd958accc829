"""What leaves and what comes back: a stopped channel, a dead address, lists that somebody left."""

from datetime import timedelta

import pytest
from django.test import Client

from convoca.cycles.models import Cycle
from convoca.messaging import jobs  # noqa: F401 -- registers who applies what came in
from convoca.messaging.models import InboundEvent, Message
from convoca.messaging.services import deliver_due
from convoca.messaging.services.applying import apply_due
from convoca.messaging.services.inbox import store_event
from convoca.outreach.services import ask_for_holders
from tests.factories.convening import make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator, make_user
from tests.factories.mails import make_bounce
from tests.factories.notices import make_notice
from tests.factories.outreach import WORKING, make_queue
from tests.journeys.cast import Coordinator, Director, Post

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ANA, LUIS = "directora000@comuna.cl", "directora001@comuna.cl"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


# A server that refuses, a channel that somebody stops


def test_what_failed_waits_for_the_pause_and_leaves_once(post, desk):
    post.travel(NOW)
    cycle = make_invited_cycle(2)
    amanda = desk(make_user(cycle.community.association, "amanda@ejemplo.cl", administrator=True))
    post.server.refuse(ANA)
    post.leave()

    what_failed_is_sent_again(amanda)
    nothing_leaves_while_mail_is_paused(amanda, post)

    assert (len(post.of(ANA)), len(post.of(LUIS))) == (1, 1)


def what_failed_is_sent_again(amanda: Coordinator) -> None:
    """One mail says why it did not leave; sent again, that is undone, and sent again."""
    amanda.open("desk:mailbox")
    assert amanda.heading() == "1 mensaje por resolver"
    assert "no reconoce esta dirección" in amanda.text()
    amanda.press("^Enviar otra vez$")
    amanda.press("^Deshacer$")
    assert amanda.heading() == "1 mensaje por resolver"
    amanda.press("^Enviar otra vez$")


def nothing_leaves_while_mail_is_paused(amanda: Coordinator, post: Post) -> None:
    amanda.press("^Pausar el correo$")
    post.server.heal()
    post.travel(NOW + 2 * MINUTE)
    deliver_due()
    assert post.of(ANA) == []
    assert "El correo está en pausa" in amanda.text()
    amanda.press("^Reanudar$")
    deliver_due()
    deliver_due()


# A mail that comes back


def test_a_dead_address_asks_who_holds_the_post_and_is_corrected(post, desk):
    post.travel(WORKING)
    cycle = make_queue(1)
    carla = desk(make_coordinator(cycle.community))
    post.leave()
    the_invitation_comes_back(post)

    carla.open("outreach:queue", cycle.pk)
    carla.press("Empezar a llamar")
    assert "quién ocupa hoy el cargo" in carla.text()
    the_address_is_corrected(carla, cycle)

    post.leave()
    assert len(post.of("nueva@comuna.cl")) == 1


def the_invitation_comes_back(post: Post) -> None:
    """The mail system of the municipality says that the box does not exist."""
    mail = Message.objects.get(to_address=ANA)
    now = WORKING + MINUTE
    store_event(source=InboundEvent.Source.MAIL, content=make_bounce(mail), now=now)
    apply_due(clock=lambda: now)
    ask_for_holders(now=now)
    assert Message.objects.get(pk=mail.pk).state == Message.State.FAILED


def the_address_is_corrected(carla: Coordinator, cycle: Cycle) -> None:
    carla.open("convening:seat", cycle.pk, cycle.invitations.get().seat_id)
    assert "ya no se le escribe" in carla.text().lower()
    carla.page.get_by_text("Corregir correo o teléfono").click()
    form = carla.page.locator("details:has-text('Corregir correo o teléfono') form")
    form.locator("input[name$=email]").fill("nueva@comuna.cl")
    form.locator("button").click()


# Somebody who wants no news


@pytest.mark.usefixtures("desk")  # it says where our pages are
def test_who_leaves_the_lists_gets_no_news_and_can_come_back(post, page_factory):
    post.travel(NOW)
    cycle = make_accepted_cycle(2)
    post.leave()
    publish(cycle, post, "Primera", NOW + DAY)
    phone = page_factory(javascript=False)

    leave_the_lists(phone, post)
    publish(cycle, post, "Segunda", NOW + 2 * DAY)
    assert (post.of(ANA, "Segunda"), len(post.of(LUIS, "Segunda"))) == ([], 1)
    phone.get_by_role("button", name="Cambié de idea: quiero recibirlos").click()
    publish(cycle, post, "Tercera", NOW + 3 * DAY)

    assert len(post.of(ANA, "Tercera")) == 1


def test_one_press_in_the_mail_program_is_enough(post):
    post.travel(NOW)
    cycle = make_accepted_cycle(2)
    post.leave()
    publish(cycle, post, "Primera", NOW + DAY)

    address = unsubscribe_address(post)
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    publish(cycle, post, "Segunda", NOW + 2 * DAY)

    assert answer.status_code == 200
    assert post.of(ANA, "Segunda") == []


def publish(cycle: Cycle, post: Post, title: str, at) -> None:
    make_notice(cycle, title=title, now=at)
    post.travel(at + 10 * MINUTE)
    post.leave()


def unsubscribe_address(post: Post) -> str:
    mail = post.of(ANA, "Primera")[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(mail["List-Unsubscribe"]).split(">")[0].removeprefix("<")


def leave_the_lists(phone, post: Post) -> None:
    """A look at the page changes nothing; the press does."""
    director = Director(phone, post, ANA)
    phone.goto(unsubscribe_address(post))
    assert director.heading() == "¿Dejar de recibir estos correos?"
    director.press("No recibirlos más")
    assert director.heading() == "Listo: no los recibirá más"
