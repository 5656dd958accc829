"""Giving seats into somebody's care."""

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.convening.errors import CycleOverError
from convoca.convening.queries import live_invitations
from convoca.convening.services import assign_seats, carry_over_invitations
from convoca.directory.models import TeamMember, User
from tests.convening.pages import missing, read
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_held_seats, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(cycle) -> User:
    user = make_user(cycle.community.association, "llama@ejemplo.cl", "Luis Llamador")
    TeamMember.objects.create(community=cycle.community, user=user, role="interviewer")
    return user


def seat_ids(cycle) -> list[int]:
    return [invitation.seat_id for invitation in live_invitations(cycle)]


def cares(cycle) -> dict[int, int]:
    return dict(cycle.cares.values_list("seat", "user"))


def assign(client, cycle, seats, user, query: str = ""):
    address = reverse("convening:assign", args=[cycle.pk]) + query
    given = {"seats": ",".join(map(str, seats)), "user": user}
    return client.post(address, given, follow=True)


def test_question_says_how_many_seats_and_who_has_how_many(client, cycle, staff, caller):
    assign_seats(cycle=cycle, seat_ids=seat_ids(cycle)[:1], user=caller)

    page = read(client, cycle, "assign", "?region=Metropol")

    shown = ["¿A quién asignar 3 puestos?", "1 ya está a cargo de alguien", "Asignar 3 puestos"]
    assert missing(page, *shown, "Luis Llamador (tiene 1)", "Nadie por ahora") == []
    assert f'name="seats" value="{",".join(map(str, seat_ids(cycle)))}"' in page


def test_seats_that_were_shown_are_assigned_whatever_fits_since(client, cycle, staff, caller):
    first, second, _third = seat_ids(cycle)

    page = assign(client, cycle, [first, second], caller.pk, "?region=Sur")

    assert cares(cycle) == {first: caller.pk, second: caller.pk}
    assert "2 puestos quedaron a cargo de Luis Llamador." in page.content.decode()
    assert page.redirect_chain[-1][0].endswith("/puestos/?region=Sur")


def test_assigning_twice_changes_nothing_and_says_so(client, cycle, staff, caller):
    seats = seat_ids(cycle)
    assign(client, cycle, seats, caller.pk)

    page = assign(client, cycle, seats, caller.pk)

    assert cares(cycle) == dict.fromkeys(seats, caller.pk)
    assert "esos puestos ya estaban así" in page.content.decode()


def test_seats_can_be_left_to_nobody(client, cycle, staff, caller):
    first, second, _third = seat_ids(cycle)
    assign_seats(cycle=cycle, seat_ids=[first, second], user=caller)

    page = assign(client, cycle, [first], "nobody")

    assert cares(cycle) == {second: caller.pk}
    assert "1 puesto quedó sin nadie a cargo." in page.content.decode()


@pytest.mark.parametrize("who", ["", "999999"])
def test_nobody_chosen_keeps_the_seats_on_the_page_and_assigns_none(client, cycle, staff, who):
    page = assign(client, cycle, seat_ids(cycle), who)

    words = "Elija a alguien del equipo" if not who else "ya no está en el equipo"
    assert (page.status_code, cares(cycle)) == (422, {})
    assert missing(page.content.decode(), words, "Asignar 3 puestos") == []


def test_seats_of_another_community_are_not_assigned(client, cycle, staff):
    other = make_held_seats(make_community(cycle.community.association, kind="DOM"), 1)[0]

    assign(client, cycle, [other.pk, "x", ""], staff.pk)

    assert cares(cycle) == {}


def test_without_a_seat_that_fits_there_is_nothing_to_assign(client, cycle, staff):
    page = read(client, cycle, "assign", "?q=zzz")

    assert ("Ningún puesto calza" in page, "<fieldset" in page) == (True, False)


def test_interviewer_does_not_assign(client, cycle, caller):
    client.force_login(caller)

    assert assign(client, cycle, seat_ids(cycle), caller.pk).status_code == 404
    assert cares(cycle) == {}


def test_closed_cycle_takes_no_care(cycle, caller):
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=timezone.now())

    with pytest.raises(CycleOverError):
        assign_seats(cycle=cycle, seat_ids=seat_ids(cycle), user=caller)

    assert cares(cycle) == {}


def test_next_cycle_leaves_seats_to_who_still_works_here(cycle, staff, caller):
    first, second, third = seat_ids(cycle)
    assign_seats(cycle=cycle, seat_ids=[first, second], user=caller)
    assign_seats(cycle=cycle, seat_ids=[third], user=staff)
    User.objects.filter(pk=staff.pk).update(is_active=False)
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=timezone.now())
    following = make_cycle(cycle.community, now=timezone.now())
    assign_seats(cycle=following, seat_ids=[second], user=staff)

    for _time in range(2):
        carry_over_invitations(source_cycle=cycle, target_cycle=following, now=timezone.now())

    assert cares(following) == {first: caller.pk, second: staff.pk}
