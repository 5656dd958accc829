"""The staff's pages of the convocatoria: lists and mass acts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import invite_seats, report_replacement
from convoca.directory.models import ContactPoint, Seat, TeamMember
from convoca.directory.queries import current_holder
from convoca.messaging.models import Message
from tests.convening.pages import missing, one_seat, press, read
from tests.factories.convening import answer, mark_presences
from tests.factories.cycles import make_cycle
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_held_seats,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGES = ["board", "invitations", "unreached", "group", "invite", "remind"]


def test_board_says_coverage_with_its_denominator(client, cycle, staff):
    answer(live_invitations(cycle)[0], now=timezone.now())
    unknown = make_seat(cycle.community, make_municipality("Duda", "V2", region="Sur"))
    Seat.objects.filter(pk=unknown.pk).update(existence="unknown")

    page = read(client, cycle, "board")

    assert "1 de 4 puestos participan" in page
    assert "De 1 no se sabe si existe." in page
    assert missing(page, "Comuna 000: Aceptó", "Vacante: Vacante", "1/3", "0/1") == []


def test_board_shares_of_regions_are_those_of_the_coverage(client, cycle, staff):
    invitations = [answer(each, now=timezone.now()) for each in live_invitations(cycle)]
    for invitation, presences in zip(invitations, ("paa", "paa", "aaa"), strict=True):
        mark_presences(cycle, invitation.seat, presences)
    answer(invitations[1], "no", now=timezone.now())

    page = read(client, cycle, "board")

    assert "2 de 4 puestos participan" in page
    assert missing(page, "Comuna 000: Se enfría", "Comuna 001: Declinó", ">2/3<", ">0/1<") == []


def test_funnel_leads_to_all_who_accepted_wherever_they_stand(client, cycle, staff):
    invitations = list(live_invitations(cycle))
    for invitation, presences in zip(invitations, ("paa", "ppp", "aaa"), strict=True):
        answer(invitation, now=timezone.now())
        mark_presences(cycle, invitation.seat, presences)
    link = f"{reverse('convening:board', args=[cycle.pk])}?estado=said_yes"

    funnel, listed = read(client, cycle, "invitations"), client.get(link).content.decode()

    assert link in funnel
    assert missing(listed, "Comuna 000</a>", "Comuna 001</a>", "Comuna 002</a>") == []
    assert "Vacante</a>" not in listed


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?estado=vacant", "Vacante</a>", "Comuna 000</a>"),
        ("?region=Sur", "Vacante</a>", "Comuna 000</a>"),
        ("?q=comuna+001", "Comuna 001</a>", "Comuna 000</a>"),
        ("?q=DIRECTORA+002", "Comuna 002</a>", "Comuna 001</a>"),
        ("?estado=disparate&region=9", "Comuna 000</a>", "Nadie</a>"),
    ],
)
def test_board_filters_its_list(client, cycle, staff, query, shown, hidden):
    page = read(client, cycle, "board", query)

    assert (shown in page, hidden in page) == (True, False)


def test_board_without_match_says_what_to_do(client, cycle, staff):
    assert "Quite un filtro" in read(client, cycle, "board", "?q=zzz")


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_an_empty_community(client, name):
    community = make_community()
    client.force_login(make_coordinator(community))

    assert read(client, make_cycle(community), name)


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_absent_for_another_association(client, cycle, name):
    stranger = make_user(make_association("OTRA"), "otra@ejemplo.cl", administrator=True)
    client.force_login(stranger)

    response = client.get(reverse(f"convening:{name}", args=[cycle.pk]))

    assert (response.status_code, "Comuna 000" in response.content.decode()) == (404, False)


def test_seat_of_another_community_is_absent(client, cycle, staff):
    other = make_held_seats(make_community(cycle.community.association, kind="DOM"), 1)[0]

    response = client.get(reverse("convening:seat", args=[cycle.pk, other.pk]))

    assert (response.status_code, "Comuna 004" in response.content.decode()) == (404, False)


def test_expert_sees_the_seat_without_contacts_and_cannot_write(client, cycle):
    expert = make_user(cycle.community.association, "experta@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=expert, role="expert")
    client.force_login(expert)
    seat = one_seat(cycle)

    page = read(client, cycle, "seat", "", seat.pk)
    refused = press(client, cycle, "attempt", seat.pk, channel="phone", result="reached")

    assert "Directora 000" in page
    assert [word for word in ("directora000@", "+569", "Anotar") if word in page] == []
    assert (refused.status_code, ContactAttempt.objects.count()) == (404, 0)


@pytest.mark.parametrize("name", ["invite", "remind", "group_give"])
def test_interviewer_cannot_do_mass_acts(client, cycle, name):
    user = make_user(cycle.community.association, "entrevista@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=user, role="interviewer")
    client.force_login(user)
    before = Message.objects.count()

    assert press(client, cycle, name).status_code == 404
    assert Message.objects.count() == before


@pytest.mark.parametrize("name", ["board", "invitations", "unreached", "group"])
def test_list_pages_take_the_same_queries_for_one_and_three(
    client, django_assert_max_num_queries, name
):
    counts = []
    for kind, seats in (("DOM", 1), ("DIDECO", 3)):
        community = (
            make_community(kind=kind) if not counts else make_community(counts[0][1], kind=kind)
        )
        make_held_seats(community, seats)
        made = make_cycle(community, now=timezone.now())
        invite_seats(cycle=made, seat_ids=None, user=None, now=timezone.now())
        client.force_login(make_coordinator(community, f"{kind}@ejemplo.cl"))
        with django_assert_max_num_queries(40) as asked:
            read(client, made, name)
        counts.append((len(asked), community.association))

    assert counts[0][0] == counts[1][0]


def test_inviting_asks_first_with_how_many_and_a_sample(client, cycle, staff):
    seats = make_held_seats(cycle.community, 2)
    ContactPoint.objects.filter(person=current_holder(seats[0]).person, channel="email").delete()

    page = read(client, cycle, "invite")

    assert (
        missing(
            page,
            "¿Invitar a 2 personas?",
            "1 recibirán un correo",
            "1 no tienen correo",
            "aquí va el enlace personal",
            "Enviarme una prueba a coordinadora@ejemplo.cl",
        )
        == []
    )
    assert Invitation.objects.count() == 3


def test_inviting_five_times_is_one_campaign(client, cycle, staff):
    make_held_seats(cycle.community, 2)

    pages = [press(client, cycle, "invite").content.decode() for _ in range(5)]

    assert Message.objects.filter(purpose="invitation").count() == 5
    assert ("2 personas invitadas" in pages[0], "No quedaba nadie" in pages[4]) == (True, True)


def test_batch_can_be_undone_from_the_page(client, cycle, staff):
    page = read(client, cycle, "invitations")
    batch = page.split('name="batch" value="')[1].split('"')[0]

    done = press(client, cycle, "invite_undo", batch=batch).content.decode()

    assert "Deshecho: 3 correos no saldrán" in done
    assert live_invitations(cycle).count() == 0


@pytest.mark.parametrize("batch", ["", "ayer", "2027-99-01T00:00:00+00:00", "2027-01-01T00:00:00"])
@pytest.mark.parametrize("name", ["invite_undo", "remind_undo"])
def test_undoing_nothing_says_so(client, cycle, staff, name, batch):
    page = press(client, cycle, name, batch=batch).content.decode()

    assert ("no queda nada que deshacer" in page, live_invitations(cycle).count()) == (True, 3)


def test_test_mail_goes_to_who_presses(client, cycle, staff):
    press(client, cycle, "remind_test")

    message = Message.objects.get(purpose="test")
    assert (message.to_address, "¿participará" in message.subject) == (staff.email, True)


def test_test_mail_without_known_people_says_why(client):
    community = make_community()
    client.force_login(make_coordinator(community))

    page = press(client, make_cycle(community), "invite_test").content.decode()

    assert "Todavía no hay a quién invitar" in page


def test_reminding_counts_and_then_says_that_nobody_is_left(client, cycle, staff):
    asked = read(client, cycle, "remind")
    first = press(client, cycle, "remind").content.decode()
    second = press(client, cycle, "remind").content.decode()

    assert "¿Recordar a 3 personas?" in asked
    assert ("3 recordatorios por salir" in first, "no queda nadie" in second) == (True, True)


def test_undone_reminders_do_not_leave(client, cycle, staff):
    page = press(client, cycle, "remind").content.decode()
    batch = page.split("recordar/deshacer")[1].split('name="batch" value="')[1].split('"')[0]

    press(client, cycle, "remind_undo", batch=batch)

    states = Message.objects.filter(purpose="reminder").values_list("state", flat=True)
    assert list(states) == ["cancelled"] * 3


def test_convocatoria_counts_and_lists_who_told_of_a_change(client, cycle, staff):
    yes, no, silent = live_invitations(cycle)
    answer(yes, now=timezone.now())
    answer(no, "no", reason="Vacaciones", now=timezone.now())
    report_replacement(
        invitation=silent, reporter=silent.person, successor="", contact="", now=timezone.now()
    )

    page = read(client, cycle, "invitations")

    assert (
        missing(
            page,
            "1 de 3 personas invitadas participan",
            "Sin respuesta: 1. Declinaron: 1.",
            "Directora 002 avisa que ya no está en el cargo",
            "Vacaciones",
            "1 de 4 · 25\N{NO-BREAK SPACE}%",
        )
        == []
    )


def test_unreached_says_why_and_gives_the_telephone(client, cycle, staff):
    Message.objects.filter(to_address="directora000@comuna.cl").update(state="sent")
    Message.objects.filter(to_address="directora001@comuna.cl").update(state="failed")
    ContactPoint.objects.filter(value="directora002@comuna.cl").delete()

    page = read(client, cycle, "unreached")
    only = read(client, cycle, "unreached", "?motivo=no_email")

    assert (
        missing(
            page,
            "4 de 4 puestos sin respuesta",
            "A 3 no les ha llegado nada",
            "no ha respondido al correo",
            "el correo no salió",
            "no se sabe quién ocupa el puesto",
            'href="tel:+56912340002"',
        )
        == []
    )
    assert ("Comuna 002</a>" in only, "Comuna 000</a>" in only) == (True, False)
