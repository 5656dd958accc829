"""The page of the WhatsApp group."""

from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.convening.models import AttendanceMark, GroupMembership
from convoca.convening.queries import accepted_invitations, live_invitations
from convoca.convening.services import give_group_link, invite_seats, set_group_link
from convoca.messaging.models import Message
from tests.convening.pages import press, read
from tests.factories.convening import answer, make_accepted_cycle, mark_presences
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
    assert "1 de 2 participantes está en el grupo" in joined


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


def test_new_link_is_given_from_the_page_and_undone(client, group_cycle):
    press(client, group_cycle, "group_link", url=URL)
    press(client, group_cycle, "group_give")
    Message.objects.update(state="sent")
    press(client, group_cycle, "group_link", url=URL.replace("Abc", "Xyz"))
    ready = read(client, group_cycle, "group")

    press(client, group_cycle, "group_renew")
    batch = GroupMembership.objects.get().renewed_at
    undone = press(client, group_cycle, "group_undo", batch=batch.isoformat())

    assert "1 persona tiene el enlace anterior" in ready
    assert (batch is None, GroupMembership.objects.get().renewed_at) == (False, None)
    assert "1 persona queda como antes" in undone.content.decode()


def test_undo_of_no_batch_is_refused_with_a_sentence(client, group_cycle):
    response = press(client, group_cycle, "group_undo", batch="ayer")

    assert (response.status_code, "no queda nada que deshacer" in response.content.decode()) == (
        409,
        True,
    )


def test_group_lists_show_whom_their_number_counts(client, group_cycle):
    press(client, group_cycle, "group_link", url=URL)
    press(client, group_cycle, "group_give")
    member = GroupMembership.objects.get()
    press(client, group_cycle, "group_member", member.pk, state="removed")

    removed = read(client, group_cycle, "group", "?estado=removed")
    joined = read(client, group_cycle, "group", "?estado=joined")

    name = member.person.name
    assert ("Se les retiró · 1" in removed, name in removed, name in joined) == (True, True, False)


def test_marking_comes_back_to_the_same_list(client, group_cycle):
    press(client, group_cycle, "group_link", url=URL)
    press(client, group_cycle, "group_give")
    member = GroupMembership.objects.get()

    response = press(
        client, group_cycle, "group_member", member.pk, state="joined", estado="given", page="1"
    )

    assert response.redirect_chain[0][0].endswith("/grupo/?estado=given&page=1")


def test_group_page_asks_as_often_for_one_as_for_three(client, django_assert_max_num_queries):
    asked = []
    for kind, seats in (("DOM", 1), ("DIDECO", 3)):
        cycle = make_given_cycle(kind, seats)
        client.force_login(make_coordinator(cycle.community, f"{kind}@ejemplo.cl"))
        with django_assert_max_num_queries(40) as queries:
            page = read(client, cycle, "group")
        asked.append(len(queries))
        assert page.count("tiene el enlace desde") == seats

    assert asked[0] == asked[1]


def make_given_cycle(kind: str, seats: int):
    """Make a cycle whose people all came and were given the link."""
    started = timezone.now() - timedelta(days=60)
    community = make_community(kind=kind)
    make_held_seats(community, seats)
    cycle = make_cycle(community, now=started)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=started)
    for invitation in live_invitations(cycle):
        mark_presences(cycle, answer(invitation, now=started).seat, "p")
    set_group_link(community=community, url=URL, now=timezone.now())
    give_group_link(cycle=cycle, invitations=accepted_invitations(cycle), now=timezone.now())
    return cycle
