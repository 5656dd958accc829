"""Asking for a new link: the words of the page and of the mail."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from convoca.directory.models import PersonalLink
from convoca.foundation.links import mark_of
from convoca.messaging.models import Message
from tests.factories.convening import link_path, make_invitation

pytestmark = pytest.mark.django_db
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
