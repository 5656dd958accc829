"""A text approved, somebody who agreed, a notice that leaves by WhatsApp, and BAJA."""

import pytest

from convoca.cycles.models import Cycle
from convoca.directory.models import Person
from convoca.directory.queries import phone_of
from convoca.messaging import jobs  # noqa: F401 -- registers who applies what came in
from convoca.messaging.models import Message
from convoca.messaging.services import deliver_due
from convoca.messaging.services.applying import apply_due
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator, make_user
from tests.factories.notices import make_draft
from tests.factories.whatsapp import use_whatsapp
from tests.fakes.whatsapp import SECRET, SHELF_ID, WhatsAppServer, text_event
from tests.journeys.cast import Coordinator, Post

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOOK = "/hooks/whatsapp"


@pytest.fixture
def meta(settings):
    """An account at Meta, which tells of what happens."""
    server = WhatsAppServer()
    server.start()
    use_whatsapp(settings, server)
    settings.WHATSAPP_BUSINESS_ID, settings.WHATSAPP_APP_SECRET = SHELF_ID, SECRET
    yield server
    server.stop()


def test_a_notice_leaves_by_whatsapp_to_who_agreed_until_baja(post, desk, meta):
    cycle = make_accepted_cycle(2, now=NOW)
    ana = cycle.invitations.order_by("pk").first().person
    amanda = desk(make_user(cycle.community.association, "amanda@ejemplo.cl", administrator=True))
    carla = desk(make_coordinator(cycle.community))
    post.leave()

    the_texts_are_approved(amanda, meta)
    ana_agrees(amanda, ana)
    publish(carla, cycle, post, "Ley de compras")
    it_arrived(amanda, meta, ana)
    ana_writes_baja(amanda, meta, ana)
    publish(carla, cycle, post, "Otra noticia")

    assert len(meta.accepted) == 1
    assert len(post.of("directora000@comuna.cl", "Otra noticia")) == 1


def the_texts_are_approved(amanda: Coordinator, meta: WhatsAppServer) -> None:
    """The house's own texts are handed in one by one; Meta's word is fetched."""
    amanda.open("desk:whatsapp")
    amanda.press("^Agregar las de Convoca$")
    amanda.follow("^convoca_aviso$")
    amanda.press("^Pedir su aprobación a Meta$")
    assert [each["name"] for each in meta.shelf] == ["convoca_aviso"]
    meta.shelf[0]["status"] = "APPROVED"
    amanda.open("desk:whatsapp")
    amanda.press("^Traer de Meta$")
    assert amanda.page.get_by_role("row", name="convoca_aviso").get_by_text("Aprobada").count() == 1


def ana_agrees(amanda: Coordinator, ana: Person) -> None:
    amanda.fill("^Teléfono", phone_of(ana))
    amanda.press("^Anotar$")
    assert "1 persona aceptó" in amanda.text()


def publish(carla: Coordinator, cycle: Cycle, post: Post, title: str) -> None:
    """The page says who gets it by which channel before it is published."""
    notice = make_draft(cycle, title=title)
    carla.open("notices:publish", cycle.pk, notice.pk)
    by_whatsapp = "1 lo recibe por WhatsApp." in carla.text()
    carla.confirm()
    post.leave()
    deliver_due()
    sent = Message.objects.filter(purpose="notice", occasion__endswith=str(notice.pk))
    assert sent.filter(channel="whatsapp").exists() is by_whatsapp


def it_arrived(amanda: Coordinator, meta: WhatsAppServer, ana: Person) -> None:
    assert meta.accepted[0].to == phone_of(ana).removeprefix("+")
    meta.report(amanda.home + HOOK, list(meta.statuses()), copies=2)
    apply_due()
    sent = Message.objects.get(channel="whatsapp")
    amanda.open("desk:message", sent.pk)
    assert "ntregado" in amanda.text()


def ana_writes_baja(amanda: Coordinator, meta: WhatsAppServer, ana: Person) -> None:
    number = phone_of(ana).removeprefix("+")
    meta.report(
        amanda.home + HOOK, [text_event("baja", sender=number, at=meta.accepted[0].at + 60)]
    )
    apply_due()
    amanda.open("desk:whatsapp")
    assert "0 personas aceptaron" in amanda.text()
