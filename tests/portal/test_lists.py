"""Leaving the lists by the address in each of their mails, and coming back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from convoca.directory.models import PersonalLink
from convoca.directory.queries import email_of
from convoca.messaging.models import Suppression
from convoca.messaging.services.addresses import unsubscribe_token
from tests.factories.convening import link_path, make_accepted_cycle, make_invitation
from tests.factories.directory import make_association
from tests.factories.mails import ADDRESS, make_message, open_stops
from tests.factories.notices import open_link

pytestmark = pytest.mark.django_db
LEFT = [("lists", "unsubscribed")]
TOKEN = unsubscribe_token(ADDRESS)
LEAVE, BACK = f"/p/baja/{TOKEN}/", f"/p/baja/{TOKEN}/volver/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def strict_client() -> Client:
    """A mail program: no cookies of ours, no token of a form."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_at_the_page_stops_nothing_lnk_01(client, method):
    getattr(client, method)(LEAVE)

    assert Suppression.objects.count() == 0


def test_page_asks_with_one_button_and_says_what_still_comes(client):
    page = client.get(LEAVE)

    words = page.content.decode()
    assert "¿Dejar de recibir estos correos?" in words
    assert "Le seguirá llegando lo de las sesiones en que participa" in words
    assert words.count("<form") == 1
    assert (page["Cache-Control"].count("no-store"), ADDRESS in words) == (1, False)


def test_one_click_of_a_mail_program_is_answered_directly_l26(strict_client):
    message = make_message(make_association(), state="queued", is_list=True)

    answer = strict_client.post(LEAVE, ONE_CLICK)

    message.refresh_from_db()
    assert (answer.status_code, open_stops(), message.state) == (200, LEFT, "suppressed")
    assert "Listo: no los recibirá más" in answer.content.decode()


def test_one_click_twice_is_one_wish(strict_client):
    for _ in range(2):
        strict_client.post(LEAVE, ONE_CLICK)

    assert (open_stops(), Suppression.objects.count()) == (LEFT, 1)


def test_same_page_takes_it_back(strict_client):
    strict_client.post(LEAVE)
    strict_client.post(BACK)
    again = strict_client.post(BACK)

    assert (open_stops(), again.status_code) == ([], 200)
    assert "Listo: los recibirá otra vez" in again.content.decode()


def test_what_concerns_a_session_still_leaves():
    message = make_message(make_association(), state="queued")

    Client().post(LEAVE)

    message.refresh_from_db()
    assert message.state == "queued"


@pytest.mark.parametrize("rest", ["", ".", ").", "/.", "&gt;"])
def test_address_that_a_mail_program_mangled_still_works_lnk_11(strict_client, rest):
    answer = strict_client.post(f"/p/baja/{TOKEN}{rest}")

    assert (answer.status_code, open_stops()) == (200, LEFT)


@pytest.mark.parametrize("path", ["/p/baja/nada/", f"/p/baja/{'x' * 54}/", "/p/baja/ñ/volver/"])
def test_address_that_is_not_ours_says_what_to_do(client, path):
    answer = client.post(path)

    assert (answer.status_code, Suppression.objects.count()) == (404, 0)
    assert "Este enlace no abre" in answer.content.decode()


def test_page_of_news_says_so_and_leads_back(client):
    cycle = make_accepted_cycle()
    open_link(client, cycle)
    [link] = PersonalLink.objects.filter(purpose="notices")
    page = reverse("portal:notices", args=[link.reference])
    before = client.get(page).content.decode()
    token = unsubscribe_token(email_of(link.person))

    Client().post(f"/p/baja/{token}/")

    after = client.get(page).content.decode()
    way = reverse("portal:lists", args=[token])
    assert (way in before, way in after) == (False, True)


def test_own_page_says_so_and_leads_back(client):
    invitation = make_invitation(now=timezone.now())
    before = client.get(link_path(invitation.person), follow=True).content.decode()
    token = unsubscribe_token(email_of(invitation.person))

    Client().post(f"/p/baja/{token}/")

    after = client.get(link_path(invitation.person), follow=True).content.decode()
    way = reverse("portal:lists", args=[token])
    assert (way in before, way in after) == (False, True)
