"""The page of the WhatsApp group."""

from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.convening.models import AttendanceMark, GroupMembership
from convoca.convening.queries import accepted_invitations
from convoca.convening.services import set_group_link
from tests.convening.pages import press, read
from tests.factories.convening import make_accepted_cycle, mark_presences
from tests.factories.cycles import make_cycle
from tests.factories.directory import (
    make_community,
    make_coordinator,
    make_held_seats,
)

pytestmark = pytest.mark.django_db
URL = "https://chat.whatsapp.com/Abc123Abc123Abc123Abcd"


@pytest.fixture
def group_cycle(client):
    """A cycle after its first session: one came, one did not."""
    made = make_accepted_cycle(2, now=timezone.now() - timedelta(days=60))
    came, missed = accepted_invitations(made)
    mark_presences(made, came.seat, "p")
    mark_presences(made, missed.seat, "a")
    client.force_login(make_coordinator(made.community))
    return made


def test_group_link_is_kept_given_to_who_came_and_marked(client, group_cycle):
    press(client, group_cycle, "group_link", url=URL)
    ready = read(client, group_cycle, "group")
    given = press(client, group_cycle, "group_give").content.decode()
    member = GroupMembership.objects.get()
    joined = press(client, group_cycle, "group_member", member.pk, state="joined").content.decode()

    assert ("Entregar el enlace a 1" in ready, f"Entrar es voluntario: {URL}" in ready) == (
        True,
    ) * 2
    assert "Enlace entregado a 1 persona" in given
    assert "1 de 1 persona con el enlace está en el grupo" in joined


def test_group_link_that_is_none_is_asked_again(client, group_cycle):
    response = press(client, group_cycle, "group_link", url="https://example.cl/grupo")

    page = response.content.decode()
    assert (response.status_code, "Ese no es el enlace" in page) == (422, True)
    assert "https://example.cl/grupo" in page


def test_group_before_first_session_gives_nothing(client, group_cycle):
    set_group_link(community=group_cycle.community, url=URL, now=timezone.now())
    AttendanceMark.objects.all().delete()

    page = read(client, group_cycle, "group")
    refused = press(client, group_cycle, "group_give")

    assert ("Texto listo" in page, "Entregar el enlace" in page) == (False, False)
    assert (refused.status_code, GroupMembership.objects.count()) == (409, 0)


def test_group_member_of_another_community_is_absent(client, group_cycle):
    other = make_cycle(make_community(kind="DOM"))
    stranger = GroupMembership.objects.create(
        community=other.community,
        seat=make_held_seats(other.community, 1)[0],
        person=accepted_invitations(group_cycle)[0].person,
        given_at=timezone.now(),
    )

    assert press(client, group_cycle, "group_member", stranger.pk, state="left").status_code == 404


def test_group_member_with_unknown_state_is_refused(client, group_cycle):
    set_group_link(community=group_cycle.community, url=URL, now=timezone.now())
    press(client, group_cycle, "group_give")

    response = press(
        client, group_cycle, "group_member", GroupMembership.objects.get().pk, state="x"
    )

    assert (response.status_code, "Elija si entró" in response.content.decode()) == (409, True)
