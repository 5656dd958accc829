"""The pages of shared offices: proposed, confirmed, shown on both sides, ended."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convoca.convening.queries import live_invitations
from convoca.convening.services import invite_seats, share_seat
from convoca.directory.models import Municipality, Seat
from convoca.directory.queries import current_holder
from convoca.directory.services import seat_person
from tests.convening.pages import missing, press, read
from tests.factories.convening import answer, link_path, mark_presences
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_coordinator, make_held_seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def seats(cycle) -> list[Seat]:
    """Return the three invited seats; the first is the largest municipality."""
    found = [invitation.seat for invitation in live_invitations(cycle)]
    Municipality.objects.filter(pk=found[0].municipality_id).update(population=200_000)
    return found


@pytest.fixture
def twins(seats) -> list[Seat]:
    """Let who holds the first seat hold the second one as well."""
    both = current_holder(seats[0]).person
    seat_person(seat=seats[1], person=both, role="titular", on=timezone.localdate(), origin="x")
    return seats[:2]


def share(cycle, seat, serving, user) -> None:
    share_seat(cycle=cycle, seat=seat, serving=serving, user=user, now=timezone.now())


def served_by() -> dict[str, str]:
    served = Seat.objects.filter(served_by__isnull=False)
    return {str(seat.municipality): str(seat.served_by.municipality) for seat in served}


def test_person_in_two_municipalities_is_asked_about_and_nothing_is_shared(
    client, cycle, staff, twins
):
    board, listed = (read(client, cycle, name) for name in ("board", "shared"))
    pages = [read(client, cycle, "seat", "", seat.pk) for seat in twins]

    question = "Directora 000 figura en Comuna 000 y en Comuna 001. ¿Es una sola dirección"
    assert missing(board, "Una persona figura en dos comunas.") == []
    assert [missing(page, question, "Sí, la de Comuna 001") for page in (listed, *pages)] == [
        []
    ] * 3
    assert served_by() == {}


def test_proposal_confirmed_in_the_list_comes_back_to_the_list(client, cycle, staff, twins):
    response = press(client, cycle, "share", twins[1].pk, serving=twins[0].pk, from_list="1")
    page = response.content.decode()

    assert served_by() == {"Comuna 001": "Comuna 000"}
    assert response.redirect_chain == [(reverse("convening:shared", args=[cycle.pk]), 302)]
    assert missing(page, "A Comuna 001 la atiende ahora Comuna 000.", "Compartidas hoy") == []
    assert "¿Una sola dirección?" not in page


def test_proposal_said_to_be_two_is_not_asked_again(client, cycle, staff, twins):
    page = press(client, cycle, "apart", twins[1].pk, from_list="1").content.decode()

    assert missing(page, "Anotado: Comuna 001 tiene su propia dirección.", "Ninguna") == []
    assert "figura en" not in read(client, cycle, "board")


def test_served_seat_says_who_serves_it_and_where_to_work(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)

    page = read(client, cycle, "seat", "", seats[1].pk)

    other = reverse("convening:seat", args=[cycle.pk, seats[0].pk])
    said = ["Comuna 001: la atiende Comuna 000", "Ir al puesto de Comuna 000", f'href="{other}"']
    assert missing(page, *said, "La atiende otra comuna", "la atiende SECPLAN de Comuna 000") == []
    assert "Guardar la gestión" not in page


def test_serving_seat_names_both_and_leads_to_the_served_one(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)

    page = read(client, cycle, "seat", "", seats[0].pk)

    other = reverse("convening:seat", args=[cycle.pk, seats[1].pk])
    said = ["Comuna 000, también por Comuna 001: Directora 000", f'href="{other}"']
    assert missing(page, *said, "atiende también a <a") == []


def test_board_shows_the_served_seat_with_its_mark_and_counts_it(client, cycle, staff, seats):
    answer(live_invitations(cycle)[0], now=timezone.now())
    mark_presences(cycle, seats[0], "p")
    share(cycle, seats[1], seats[0], staff)

    page = read(client, cycle, "board")

    marks = [
        "Comuna 001: La atiende otra comuna (Comuna 000: Participa)",
        "Comuna 000: Participa (atiende también Comuna 001)",
    ]
    words = ["2 de 4 puestos participan", "A 1 comuna la atiende la dirección de otra, y participa"]
    assert missing(page, *marks, *words, "La atiende otra comuna (1)", ">2/3<") == []


def test_filter_and_search_find_served_seats(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)

    served, found = (
        read(client, cycle, "board", q) for q in ("?estado=served", "?q=Directora+000")
    )

    assert missing(served, "1 de 4 puestos", ">La atiende Comuna 000</a>") == []
    assert missing(found, "2 de 4 puestos") == []


def test_file_says_which_offices_are_shared(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)

    content = client.get(reverse("convening:export_csv", args=[cycle.pk])).content
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")

    assert [(line["Persona"], line["Dirección compartida"]) for line in lines] == [
        ("Directora 000", "atiende también Comuna 001"),
        ("", "la atiende Comuna 000"),
        ("Directora 002", ""),
        ("", ""),
    ]


def test_form_offers_only_who_could_serve_and_says_what_follows(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)

    page = read(client, cycle, "share", "", seats[2].pk)

    offered = [part.partition("<")[0] for part in page.split("<option value=")[1:]]
    assert [each.partition(">")[2] for each in offered] == ["—", "Comuna 000", "Vacante"]
    assert "Directora 002 deja de figurar en Comuna 002" in page


@pytest.mark.parametrize("given", [{}, {"serving": ""}, {"serving": "987654"}, {"serving": "x"}])
def test_form_without_a_municipality_asks_for_it(client, cycle, staff, seats, given):
    response = press(client, cycle, "share", seats[2].pk, **given)

    assert (response.status_code, served_by()) == (422, {})
    assert 'role="alert"' in response.content.decode()


def test_refusal_says_what_to_do_and_keeps_the_choice(client, cycle, staff, seats):
    answer(live_invitations(cycle)[1], now=timezone.now())

    response = press(client, cycle, "share", seats[1].pk, serving=seats[0].pk)

    page = response.content.decode()
    assert (response.status_code, served_by()) == (409, {})
    assert missing(page, "Comuna 001 ya aceptó participar", f'value="{seats[0].pk}" selected') == []


def test_two_coordinators_with_opposite_wishes_end_with_the_first(client, cycle, staff, seats):
    press(client, cycle, "share", seats[1].pk, serving=seats[0].pk)
    response = press(client, cycle, "share", seats[0].pk, serving=seats[1].pk)

    assert (response.status_code, served_by()) == (422, {"Comuna 001": "Comuna 000"})


def test_ending_gives_the_seat_back_however_often_it_is_pressed(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)
    for _press in range(2):
        page = press(client, cycle, "share_end", seats[1].pk).content.decode()

    assert missing(page, "Comuna 001 vuelve a tener dirección propia.", "Invitar a Directora") == []
    assert (served_by(), seats[1].notes.count()) == ({}, 2)


@pytest.mark.parametrize("route", ["share", "share_end"])
def test_closed_cycle_refuses_with_a_sentence(client, cycle, staff, seats, route):
    cycle.closed_at = timezone.now()
    cycle.save()

    response = press(client, cycle, route, seats[1].pk, serving=seats[0].pk)

    assert response.status_code == 409
    assert "Este ciclo ya terminó" in response.content.decode()


def test_apart_of_a_served_seat_is_refused_with_a_sentence(client, cycle, staff, seats):
    share(cycle, seats[1], seats[0], staff)

    response = press(client, cycle, "apart", seats[1].pk)

    assert response.status_code == 409
    assert "A Comuna 001 la atiende la dirección de" in response.content.decode()


def test_director_and_mail_name_both_municipalities(client, cycle, staff, seats):
    community = make_community(cycle.community.association, "DOM")
    first, second = make_held_seats(community, 2)
    other = make_cycle(community, now=timezone.now())
    share(other, second, first, staff)
    invite_seats(cycle=other, seat_ids=[first.pk], user=staff, now=timezone.now())
    person = current_holder(first).person

    page = client.get(link_path(person), follow=True).content.decode()

    both = f"{first.municipality} y {second.municipality}"
    mail = community.association.messages.get(to_address=person.contacts.first().value)
    assert both in page
    assert [both in text for text in (mail.subject, mail.body)] == [True, True]


def test_office_that_serves_already_is_not_offered_to_be_served(client, cycle, staff, seats, twins):
    share(cycle, seats[2], seats[0], staff)

    page = read(client, cycle, "shared")

    assert ("Sí, la de Comuna 000" in page, "Sí, la de Comuna 001" in page) == (True, False)


@pytest.mark.parametrize("count", [2, 4])
def test_list_of_shared_offices_takes_the_same_queries(client, count):
    community = make_community()
    seats = make_held_seats(community, count + 2)
    cycle = make_cycle(community, now=timezone.now())
    user = make_coordinator(community)
    for seat in seats[1:count]:
        share(cycle, seat, seats[0], user)
    both = current_holder(seats[0]).person
    for seat in seats[count:]:
        seat_person(seat=seat, person=both, role="titular", on=timezone.localdate(), origin="x")
    client.force_login(user)

    with CaptureQueriesContext(connection) as found:
        page = read(client, cycle, "shared")

    own = [each["sql"] for each in found if "directory_seat" in each["sql"]]
    assert (page.count("Ya no la atiende"), page.count("figura en"), len(own)) == (count - 1, 2, 1)
