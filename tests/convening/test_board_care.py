"""Giving seats into somebody's care."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from convoca.convening.errors import CareUndoTooLateError, CycleOverError
from convoca.convening.models import CareChange
from convoca.convening.queries import live_invitations
from convoca.convening.services import carry_over_invitations, undo_assignment
from convoca.directory.models import TeamMember, User
from tests.convening.pages import missing, read
from tests.factories.convening import put_in_care
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
    put_in_care(cycle, seat_ids(cycle)[:1], caller)

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
    put_in_care(cycle, [first, second], caller)

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
        put_in_care(cycle, seat_ids(cycle), caller)

    assert cares(cycle) == {}


def test_next_cycle_leaves_seats_to_who_still_works_here(cycle, staff, caller):
    first, second, third = seat_ids(cycle)
    put_in_care(cycle, [first, second], caller)
    put_in_care(cycle, [third], staff)
    User.objects.filter(pk=staff.pk).update(is_active=False)
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=timezone.now())
    following = make_cycle(cycle.community, now=timezone.now())
    put_in_care(following, [second], staff)

    for _time in range(2):
        carry_over_invitations(source_cycle=cycle, target_cycle=following, now=timezone.now())

    assert cares(following) == {first: caller.pk, second: staff.pk}


def undo(client, cycle):
    """Press the button of the page that answers an assignment."""
    batch = CareChange.objects.latest("at").at.isoformat()
    address = reverse("convening:assign_undo", args=[cycle.pk])
    return client.post(address, {"batch": batch}, follow=True).content.decode()


def test_assignment_offers_to_be_undone_for_thirty_seconds(client, cycle, staff, caller):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        shown = [assign(client, cycle, seat_ids(cycle)[:2], caller.pk).content.decode()]
        clock.shift(timedelta(seconds=30))
        shown.append(read(client, cycle, "board"))

    words = "2 puestos cambiaron de manos; hay 30 segundos para deshacerlo."
    assert [words in " ".join(page.split()) for page in shown] == [True, False]


def test_undone_assignment_leaves_each_seat_to_who_had_it(client, cycle, staff, caller):
    first, second, _third = seat_ids(cycle)
    put_in_care(cycle, [first], staff, now=timezone.now() - timedelta(minutes=1))
    assign(client, cycle, [first, second], caller.pk)

    page = undo(client, cycle)

    assert cares(cycle) == {first: staff.pk}
    assert "Deshecho: 2 puestos quedan como antes." in page
    assert "cambiaron de manos" not in page


def test_undo_keeps_what_somebody_assigned_since(client, cycle, staff, caller):
    first, second, _third = seat_ids(cycle)
    assign(client, cycle, [first, second], caller.pk)
    put_in_care(cycle, [second], staff, now=timezone.now() - timedelta(hours=1))

    undo(client, cycle)

    assert cares(cycle) == {second: staff.pk}


@pytest.mark.parametrize("seconds", [30, 3600])
def test_undo_that_comes_too_late_is_refused_and_changes_nothing(cycle, caller, seconds):
    seats, now = seat_ids(cycle), timezone.now()
    put_in_care(cycle, seats, caller, now=now)

    with pytest.raises(CareUndoTooLateError):
        undo_assignment(cycle=cycle, batch=now, now=now + timedelta(seconds=seconds))

    assert cares(cycle) == dict.fromkeys(seats, caller.pk)


def test_undo_pressed_twice_undoes_once_and_says_so(client, cycle, staff, caller):
    first = seat_ids(cycle)[0]
    put_in_care(cycle, [first], staff, now=timezone.now() - timedelta(seconds=5))
    assign(client, cycle, [first], caller.pk)
    batch = {"batch": CareChange.objects.latest("at").at.isoformat()}
    address = reverse("convening:assign_undo", args=[cycle.pk])

    pages = [client.post(address, batch, follow=True).content.decode() for _press in range(2)]

    assert "Ya no se puede deshacer." in pages[1]
    assert cares(cycle) == {first: staff.pk}
