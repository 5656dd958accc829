"""Asking for a new link: the words of the page and of the mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from convoca.directory.models import PersonalLink
from convoca.foundation.links import mark_of
from convoca.messaging.models import Message
from convoca.notices.services.letters import LINK_LIFE
from convoca.portal.services.renewal import send_links_again
from tests.factories.convening import link_path, make_accepted_cycle, make_invitation
from tests.factories.cycles import NOW
from tests.factories.notices import make_link

pytestmark = pytest.mark.django_db
ASKED_AT = NOW + timedelta(days=200)
EXAMPLE = {"email_example": "nome@concello.gal"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def test_mail_with_links_greets_and_names_each_seat(client):
    invitation = make_invitation(now=timezone.now())

    client.post(reverse("portal:renewal"), {"email": "directora000@comuna.cl"})

    message = Message.objects.get(purpose="renewal")
    mark = mark_of(PersonalLink.objects.get(person=invitation.person).reference)
    assert (message.subject, message.body.splitlines()) == (
        "Sus enlaces personales",
        [
            "Estimada/o Directora 000:",
            "",
            "Alguien pidió con esta dirección sus enlaces personales. Siguen vigentes:",
            "",
            "Invitación, Dirección SECPLAN de Comuna 000:",
            mark,
            "",
            "Son solo suyos: no los reenvíe. Si no los pidió, no tiene que hacer nada.",
            "",
            "Asociación AMUCH",
        ],
    )


def test_broken_address_is_answered_with_an_example_of_the_country(client, settings):
    settings.COUNTRY = {**settings.COUNTRY, **EXAMPLE}

    answer = client.post(reverse("portal:renewal"), {"email": "sin arroba"})

    assert answer.status_code == 422
    assert "Revise que sea como nome@concello.gal." in answer.content.decode()


def test_broken_address_of_a_deputy_is_answered_with_an_example_of_the_country(client, settings):
    settings.COUNTRY = {**settings.COUNTRY, **EXAMPLE}
    invitation = make_invitation(now=timezone.now())
    client.get(link_path(invitation.person))
    reference = PersonalLink.objects.get(person=invitation.person).reference

    answer = client.post(
        reverse("portal:invitation_deputy", args=[reference]),
        {"name": "Delia Soto", "email": "sin arroba"},
    )

    assert answer.status_code == 422
    assert "Revise que sea como nome@concello.gal." in answer.content.decode()
    assert 'value="Delia Soto"' in answer.content.decode()


EXPIRED = "Novedades, Dirección SECPLAN de Comuna 000:"


def ask_again():
    with time_machine.travel(ASKED_AT, tick=False):
        return send_links_again(email="directora000@comuna.cl", now=timezone.now())


def test_expired_link_of_the_notices_is_replaced_while_its_person_belongs():
    old = make_link(make_accepted_cycle())

    assert ask_again() == 1

    fresh = PersonalLink.objects.get(purpose="notices", revoked_at__isnull=True)
    body = Message.objects.get(purpose="renewal").body
    assert f"{EXPIRED}\n{mark_of(fresh.reference)}\n" in body
    assert fresh.reference != old.reference
    assert fresh.expires_at == ASKED_AT + LINK_LIFE


@pytest.mark.parametrize("gone", ["left the seat", "revoked"])
def test_expired_link_of_the_notices_stays_so_when(gone):
    cycle = make_accepted_cycle()
    link = make_link(cycle)
    if gone == "revoked":
        PersonalLink.objects.filter(pk=link.pk).update(revoked_at=NOW)
    else:
        link.seat.invitations.update(withdrawn_at=NOW)
        link.seat.tenures.update(to_on=NOW.date())

    ask_again()

    assert not PersonalLink.objects.filter(purpose="notices", expires_at__gt=ASKED_AT).exists()
