"""What the page of a seat says of mails that do not go there."""

import pytest
from django.utils import timezone

from convoca.convening.queries import live_invitations
from convoca.directory.queries import email_of
from convoca.foundation.hashes import hash_address
from convoca.messaging.models import Suppression
from tests.convening.pages import read

pytestmark = pytest.mark.django_db
DEAD = "ya no se le escribe"
NO_LISTS = "No recibe novedades ni recordatorios"
AGAIN = "Enviarle el correo otra vez"


def said(client, cycle, *scopes: str) -> list[bool]:
    """Say which of the sentences the page has, with these suppressions."""
    invitation = live_invitations(cycle)[0]
    for scope in scopes:
        Suppression.objects.create(
            channel="email",
            address_hash=hash_address("email", email_of(invitation.person)),
            scope=scope,
            reason="bounced" if scope == "all" else "unsubscribed",
            since_at=timezone.now(),
        )
    page = read(client, cycle, "seat", "", invitation.seat.pk)
    return [words in page for words in (DEAD, NO_LISTS, AGAIN)]


@pytest.mark.parametrize(
    ("scopes", "sentences"),
    [
        ([], [False, False, True]),
        (["lists"], [False, True, True]),
        (["all"], [True, False, False]),
        (["all", "lists"], [True, False, False]),
    ],
)
def test_seat_page_says_what_does_not_arrive(client, cycle, staff, scopes, sentences):
    assert said(client, cycle, *scopes) == sentences
