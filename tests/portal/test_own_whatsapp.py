"""A person agrees to WhatsApp messages, or no more, by the own link."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from convoca.convening.models import Invitation
from convoca.directory.models import ContactPoint, PersonalLink
from convoca.directory.queries import current_holder, phone_of
from convoca.messaging.models import OptIn
from convoca.portal.services.peace import leave_in_peace
from tests.factories.convening import link_path, make_invitation
from tests.factories.whatsapp import agree
from tests.fakes.whatsapp import NUMBER_ID

pytestmark = pytest.mark.django_db
KNOWN, OTHER = "+56912340000", "+56987654321"
WORDING = (
    "Acepto recibir por WhatsApp mensajes de Asociación AMUCH sobre mi comunidad. "
    "Puedo dejarlos en esta página o escribiendo BAJA."
)
BOX, STOP = 'name="whatsapp"', "No quiero más mensajes por WhatsApp"


@pytest.fixture(autouse=True)
def account(settings):
    """An account of WhatsApp, and nothing left in the cache."""
    cache.clear()
    settings.REHEARSAL = False
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", NUMBER_ID


@pytest.fixture
def invitation() -> Invitation:
    """An invitation made a moment ago."""
    return make_invitation(now=timezone.now())


@pytest.fixture
def place(client, invitation):
    """Open the link of the mail; give the addresses of its pages."""
    client.get(link_path(invitation.person))
    reference = PersonalLink.objects.get(person=invitation.person).reference
    return lambda name="invitation_own_data": reverse(f"portal:{name}", args=[reference])


def save(client, place, **given):
    return client.post(place(), {"name": "Directora 000", **given}, follow=True)


def stop(client, place) -> str:
    return client.post(place("invitation_whatsapp_end"), follow=True).content.decode()


def read(client, place) -> str:
    return client.get(place()).content.decode()


def standing() -> list[str]:
    return list(OptIn.objects.filter(ended_at=None).values_list("address", flat=True))


def forget_phone(invitation: Invitation) -> None:
    phones = ContactPoint.objects.filter(person=invitation.person, channel="phone")
    phones.update(is_current=False)


def test_box_says_the_wording_and_is_not_ticked(client, place):
    page = read(client, place)

    assert (WORDING in page, "Hasta hoy no lo ha aceptado" in page) == (True, True)
    assert (BOX in page, "checked" in page, STOP in page) == (True, False, False)


def test_ticked_box_is_kept_with_its_wording_for_the_number_that_we_have(client, invitation, place):
    page = save(client, place, whatsapp="on").content.decode()

    proof = OptIn.objects.get()
    found = (proof.association, proof.address, proof.wording, proof.how, proof.by_name)
    assert found == (invitation.person.association, KNOWN, WORDING, "own_page", "")
    assert "Quedó anotado: acepta mensajes por WhatsApp." in page
    assert "quedaron corregidos" not in page


def test_box_left_empty_agrees_to_nothing(client, place):
    save(client, place, phone=OTHER)

    assert not OptIn.objects.exists()


def test_ticked_box_counts_for_the_number_written_with_it(client, invitation, place):
    page = save(client, place, phone="9 8765 4321", whatsapp="on").content.decode()

    assert (phone_of(current_holder(invitation.seat).person), standing()) == (OTHER, [OTHER])
    assert "sus datos quedaron corregidos" in page


def test_pressed_twice_is_once(client, place):
    for _ in range(2):
        save(client, place, whatsapp="on")

    assert OptIn.objects.count() == 1


@pytest.mark.parametrize("number", ["", "12345 anexo"])
def test_without_a_whole_number_it_is_asked_for_and_nothing_is_lost(
    client, invitation, place, number
):
    forget_phone(invitation)
    if number:
        ContactPoint.objects.create(person=invitation.person, channel="phone", value=number)
    before = read(client, place)

    response = save(client, place, email="nueva@comuna.cl", whatsapp="on")

    page = response.content.decode()
    assert "Si acepta, escriba arriba su teléfono." in before
    assert response.status_code == 422
    words = ["Escriba el teléfono en que quiere recibir WhatsApp.", "nueva@comuna.cl", "checked"]
    assert [each for each in words if each not in page] == []
    assert not OptIn.objects.exists()


def test_broken_number_is_told_once(client, invitation, place):
    forget_phone(invitation)

    page = save(client, place, phone="9 8765", whatsapp="on").content.decode()

    assert "faltan o le sobran cifras" in page
    assert "Escriba el teléfono en que quiere" not in page


def test_page_says_what_stands_and_shows_no_number(client, invitation, place):
    agree(invitation.person.association, KNOWN)

    page = read(client, place)

    words = ["Usted aceptó recibirlos el", STOP, "vale solo para el teléfono que tenemos"]
    words.append("También en el teléfono nuevo acepto recibir por WhatsApp")
    assert [each for each in words if each not in page] == []
    assert "1234" not in page


def test_one_press_ends_it_and_a_second_says_the_same(client, invitation, place):
    agree(invitation.person.association, KNOWN)

    pages = [stop(client, place) for _ in range(2)]

    assert standing() == []
    assert ["Listo: no le escribiremos más por WhatsApp." in page for page in pages] == [True] * 2
    assert [STOP in page for page in pages] == [False, False]


def test_press_of_one_person_leaves_the_others(client, invitation, place):
    agree(invitation.person.association, OTHER)

    stop(client, place)

    assert standing() == [OTHER]


def test_looking_ends_nothing(client, invitation, place):
    agree(invitation.person.association, KNOWN)

    status = client.get(place("invitation_whatsapp_end")).status_code

    assert (status, standing()) == (405, [KNOWN])


@pytest.mark.parametrize(("ticked", "left"), [({}, []), ({"whatsapp": "on"}, [OTHER])])
def test_new_number_does_not_inherit_what_the_old_one_agreed_to(
    client, invitation, place, ticked, left
):
    agree(invitation.person.association, KNOWN)

    page = save(client, place, phone=OTHER, **ticked).content.decode()

    assert standing() == left
    assert ("mientras no lo acepte" in page) == (not ticked)


def test_same_number_written_again_keeps_it(client, invitation, place):
    agree(invitation.person.association, KNOWN)

    page = save(client, place, phone="9 1234 0000").content.decode()

    assert standing() == [KNOWN]
    assert "mientras no lo acepte" not in page


def test_without_an_account_nothing_is_offered_or_kept(client, invitation, place, settings):
    settings.WHATSAPP_TOKEN = ""

    page = read(client, place)
    save(client, place, whatsapp="on")

    assert "WhatsApp" not in page
    assert not OptIn.objects.exists()


def test_without_an_account_what_stands_can_still_be_ended(client, invitation, place, settings):
    settings.WHATSAPP_TOKEN = ""
    agree(invitation.person.association, KNOWN)

    page = read(client, place)

    assert (BOX in page, STOP in page) == (False, True)


def test_who_is_left_in_peace_is_not_asked_to_agree(client, invitation, place):
    leave_in_peace(person=invitation.person, now=timezone.now())

    assert BOX not in read(client, place)
