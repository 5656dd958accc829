"""The board of the seats: what it shows, filters and counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from convoca.convening.models import ContactAttempt
from convoca.convening.queries import list_seat_rows, live_invitations
from convoca.convening.services import record_interview
from convoca.directory.models import Seat
from tests.convening.pages import missing, read
from tests.factories.convening import answer, make_invited_cycle, mark_presences, put_in_care
from tests.factories.directory import make_coordinator, make_municipality, make_seat

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """Return the comunas in the list, in order."""
    rows = page.partition('class="stacks compact"')[2].split('<th scope="row">')[1:]
    return [row.partition("</a>")[0].rpartition(">")[2] for row in rows]


@pytest.fixture
def town(cycle):
    """Add a large, mixed comuna in the south, without a holder."""
    place = make_municipality("Ñipas", "V9", "Sur", population=120_000, settlement="mixed")
    return make_seat(cycle.community, place)


@pytest.mark.parametrize(
    ("query", "comunas"),
    [
        ("?clase=mixed", ["Ñipas"]),
        ("?tamano=3", ["Ñipas"]),
        ("?tamano=0", []),
        ("?q=nipas", ["Ñipas"]),
        ("?q=NIPAS+nadie", []),
        ("?pendiente=no_holder", ["Vacante", "Ñipas"]),
        ("?pendiente=mail_waiting&region=Metropol", ["Comuna 000", "Comuna 001", "Comuna 002"]),
        ("?cargo=nobody&clase=mixed", ["Ñipas"]),
        ("?cargo=987654", []),
        ("?clase=disparate&tamano=77&pendiente=x&provincia=0", None),
    ],
)
def test_list_shows_what_fits_every_filter(client, cycle, staff, town, query, comunas):
    everything = ["Comuna 000", "Comuna 001", "Comuna 002", "Vacante", "Ñipas"]

    page = read(client, cycle, "board", query)

    assert sorted(listed(page)) == sorted(everything if comunas is None else comunas)


def test_filter_by_who_looks_after_a_seat_shows_theirs_alone(client, cycle, staff):
    seat = live_invitations(cycle)[1].seat
    put_in_care(cycle, [seat.pk], staff)

    page = read(client, cycle, "board", f"?cargo={staff.pk}")

    assert listed(page) == ["Comuna 001"]
    assert "Carla Coordinadora (1)" in page


def test_province_outside_of_the_chosen_region_filters_nothing(client, cycle, staff, town):
    elsewhere = Seat.objects.get(municipality__comuna_name="Comuna 000")
    province = elsewhere.municipality.province_id

    inside = read(client, cycle, "board", f"?provincia={province}")
    outside = read(client, cycle, "board", f"?region=Sur&provincia={province}")

    assert listed(inside) == ["Comuna 000", "Comuna 001", "Comuna 002"]
    assert sorted(listed(outside)) == ["Vacante", "Ñipas"]


def test_each_choice_says_how_many_it_gives(client, cycle, staff, town):
    page = read(client, cycle, "board", "?region=Sur")

    shown = [">Vacante (2)<", ">Metropolitana (3)<", ">Sur (2)<", ">30.000 a 99.999 (1)<"]
    assert missing(page, *shown, ">100.000 o más (1)<", "2 de 5 puestos", "Quitar filtros") == []
    assert "Con invitación (" not in page


def test_first_choice_agrees_with_its_word(client, cycle, staff):
    page = read(client, cycle, "board")

    firsts = [part.partition("<")[0] for part in page.split('<option value="" selected>')[1:]]
    assert firsts == ["Todos", "Todas", "Todas", "Todas", "Todos", "Todo", "Todos"]


def test_fold_is_open_only_while_one_of_its_filters_is_in_use(client, cycle, staff):
    plain, narrowed = (read(client, cycle, "board", query) for query in ("", "?clase=urban"))

    assert ('<details class="more">' in plain, '<details class="more" open>' in narrowed) == (
        True,
        True,
    )


def test_every_standing_has_its_mark(client, cycle, staff, town):
    invitations = list(live_invitations(cycle))
    answer(invitations[0], now=timezone.now())
    record_interview(cycle=cycle, seat_id=invitations[0].seat_id, is_done=True)
    answer(invitations[1], "no", now=timezone.now())
    Seat.objects.filter(pk=town.pk).update(existence="does_not")

    page = read(client, cycle, "board")

    marks = ["Comuna 000: Con entrevista", "Comuna 001: Declinó", "Comuna 002: Con invitación"]
    assert missing(page, *marks, "Ñipas: No existe", "Vacante: Vacante") == []
    assert "1 municipalidad no tiene esta dirección." in page


def test_interview_taken_back_is_not_shown(cycle):
    invitation = answer(live_invitations(cycle)[0], now=timezone.now())
    for is_done in (True, True, False):
        record_interview(cycle=cycle, seat_id=invitation.seat_id, is_done=is_done)

    assert list_seat_rows(cycle)[0].facts.is_interviewed is False


def test_row_says_what_is_missing_and_who_looks_after_it(client, cycle, staff):
    seat = live_invitations(cycle)[0].seat
    ContactAttempt.objects.create(
        cycle=cycle,
        seat=seat,
        channel="phone",
        result="call_later",
        at=timezone.now(),
        next_on=timezone.localdate(),
    )
    put_in_care(cycle, [seat.pk], staff)

    page = read(client, cycle, "board", "?q=000")

    assert missing(page, "Llamada prometida</td>", "Carla Coordinadora</td>") == []


@pytest.mark.parametrize("seats", [1, 3])
def test_board_takes_eleven_queries_of_its_own(client, seats):
    cycle = make_invited_cycle(seats, now=timezone.now())
    mark_presences(cycle, live_invitations(cycle)[0].seat, "p")
    client.force_login(make_coordinator(cycle.community))

    with CaptureQueriesContext(connection) as found:
        read(client, cycle, "board")

    assert len(own_queries(found)) == 11


def own_queries(found: CaptureQueriesContext) -> list[str]:
    """Return what the page asked itself: not the sign-in before it, nor the frame after it."""
    asked = [query["sql"] for query in found]
    start = next(n for n, sql in enumerate(asked) if 'FROM "cycles_cycle"' in sql)
    views = next(n for n, sql in enumerate(asked) if 'FROM "convening_savedview"' in sql)
    return asked[start : views + 1]
