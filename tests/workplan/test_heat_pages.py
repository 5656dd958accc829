"""The heat of the week and one hour of it, as the staff sees them."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.convening.queries import accepted_invitations
from convoca.convening.services import invite_seats
from convoca.cycles.models import Cycle
from convoca.directory.models import Municipality, TeamMember
from convoca.workplan.core.problem.grid import fill_day
from convoca.workplan.models import Facilitation, Facilitator
from tests.factories.convening import answer
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_coordinator, make_held_seats, make_user
from tests.factories.workplan import (
    MORNINGS,
    NEVER,
    TUESDAYS,
    give,
    make_answered_cycle,
    make_expert,
)
from tests.workplan.pages import coordinator_of, go, text_of

pytestmark = pytest.mark.django_db
AFTERNOONS = fill_day("n", "y") * 5


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def make_country(**weeks: list[str]) -> Cycle:
    """Make a cycle with a director for each week of each region; "" has not answered."""
    community = make_community()
    for region, own in weeks.items():
        make_held_seats(community, len(own), region)
    cycle = make_cycle(community)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    for invitation in cycle.invitations.all():
        answer(invitation)
    for region, own in weeks.items():
        theirs = accepted_invitations(cycle).filter(seat__municipality__region__name=region)
        for invitation, weekly in zip(theirs, own, strict=True):
            if weekly:
                give(invitation, weekly)
    return cycle


def numbers_of(response) -> dict[str, tuple[str, str]]:
    """Return by hour what the map says of Tuesday: who can, and who more if need be."""
    rows = response.context["heat"].drawn
    return {row.label: (row.cells[1].count, row.cells[1].more) for row in rows}


def choose(client, cycle: Cycle, **wanted):
    return client.get(reverse("workplan:availability", args=[cycle.pk]), wanted)


def hour(client, cycle: Cycle, day: int, hour: int, **wanted):
    return client.get(reverse("workplan:hour", args=[cycle.pk, day, hour]), wanted)


def live_in(zone: str, number: int) -> None:
    """Let the first comunas have a clock of their own."""
    chosen = Municipality.objects.values_list("pk")[:number]
    Municipality.objects.filter(pk__in=[pk for (pk,) in chosen]).update(zone=zone)


def expert_of(client, cycle: Cycle) -> None:
    """Sign in somebody who reads and calls nobody."""
    user = make_user(cycle.community.association, "experta@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=user, role="expert")
    client.force_login(user)


def test_map_counts_who_can_and_who_more_if_need_be(client):
    cycle = make_answered_cycle(*[TUESDAYS] * 4, MORNINGS, NEVER, "")
    coordinator_of(client, cycle)

    shown = choose(client, cycle)

    numbers = numbers_of(shown)
    assert (numbers["9:00"], numbers["15:00"]) == (("5", ""), ("0", "4"))
    assert "de 6 personas que respondieron; el pequeño, cuántas más si es necesario." in text_of(
        shown
    )


def test_choosing_a_region_shows_its_map_its_best_hours_and_its_missing(client):
    cycle = make_country(Norte=[MORNINGS] * 5, Sur=[*[AFTERNOONS] * 6, ""])
    coordinator_of(client, cycle)

    shown = choose(client, cycle, region="Sur")

    assert numbers_of(shown)["9:00"] == ("0", "")
    assert [when for when, _address, _cell in shown.context["best"]][:1] == ["Lunes 13:00"]
    assert [row.invitation.seat.municipality.region.name for row in shown.context["page"]] == [
        "Sur"
    ]
    assert '/disponibilidad/pedir/?region=Sur">Recordar a 1<' in text_of(shown)
    assert "/disponibilidad/hora/0/13/?region=Sur" in text_of(shown)
    assert "De las personas elegidas, respondieron 6 de 7." in text_of(shown)


def test_choosing_classes_and_sizes_joins_them(client):
    cycle = make_country(Norte=[MORNINGS] * 5, Sur=[AFTERNOONS] * 5)
    Municipality.objects.filter(region__name="Sur").update(settlement="rural", population=900)
    coordinator_of(client, cycle)

    rural = choose(client, cycle, clase="rural", tamano="0")
    nobody = choose(client, cycle, clase="rural", region="Norte")

    assert rural.context["map_answered"] == 5
    assert nobody.context["heat"] is None


def test_map_of_fewer_than_five_says_why_it_is_not_shown(client):
    cycle = make_country(Norte=[MORNINGS] * 5, Sur=[AFTERNOONS] * 4)
    coordinator_of(client, cycle)

    shown = choose(client, cycle, region="Sur")

    assert shown.context["heat"] is None
    assert shown.context["best"] == []
    assert "De este grupo respondieron menos de 5: el mapa no se muestra" in text_of(shown)


def test_map_can_be_read_with_the_clocks_of_winter(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5)
    live_in("America/Punta_Arenas", 5)
    coordinator_of(client, cycle)

    summer, winter = choose(client, cycle), choose(client, cycle, reloj="2027-04-05")

    assert "desde el 5 de abril" in text_of(summer)
    assert [numbers_of(summer)[at][0] for at in ("9:00", "12:00")] == ["5", "5"]
    assert [numbers_of(winter)[at][0] for at in ("9:00", "12:00")] == ["5", "0"]


def test_map_of_one_clock_offers_no_other(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5)
    coordinator_of(client, cycle)

    shown = choose(client, cycle, reloj="2027-04-05")

    assert [field.name for field in shown.context["form"]] == ["region", "clase", "tamano"]
    assert shown.context["clocks"] == []


def test_map_marks_the_hours_at_which_nobody_may_lead(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5)
    coordinator_of(client, cycle)
    before = choose(client, cycle)
    make_expert(cycle.community, weekly=TUESDAYS)

    shown = choose(client, cycle)

    noted = [[cell.cell.note for cell in row.cells] for row in shown.context["heat"].drawn]
    assert "nadie está libre" not in text_of(before)
    assert noted[0] == [*["nadie libre para llevarla"] * 1, "", *["nadie libre para llevarla"] * 3]
    assert "nadie está libre para llevar la sesión." in text_of(shown)
    assert "Elena Experta" in text_of(hour(client, cycle, 1, 9))
    assert "Ninguna persona experta está libre" in text_of(hour(client, cycle, 0, 9))


def test_hour_tells_whether_who_runs_the_sessions_is_free(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5)
    runs = Facilitator.objects.create(
        association=cycle.community.association, name="Fabiola Facilita", weekly=TUESDAYS
    )
    Facilitation.objects.create(community=cycle.community, facilitator=runs)
    coordinator_of(client, cycle)

    monday, tuesday = (text_of(hour(client, cycle, day, 9)) for day in (0, 1))

    assert "Fabiola Facilita, que conduce las sesiones, no está libre." in monday
    assert "Fabiola Facilita, que conduce las sesiones, está libre." in tuesday


def test_hour_tells_who_can_by_region_and_who_is_left_out(client):
    cycle = make_country(
        Centro=[*[MORNINGS] * 6, ""], Norte=[MORNINGS] * 2 + [AFTERNOONS], Sur=[AFTERNOONS] * 2
    )
    coordinator_of(client, cycle)

    shown = hour(client, cycle, 0, 9)

    view = shown.context["view"]
    groups = [(one.names, one.yes, one.cannot, one.unanswered) for one in view.groups]
    assert groups == [(("Centro",), 6, 0, 1), (("Norte", "Sur"), 2, 3, 0)]
    assert (view.cell.yes, view.cell.cannot, view.unanswered, view.expected) == (8, 3, 1, 1)
    assert "Pueden 8 de 11 · 73 % de quienes respondieron." in text_of(shown)
    assert len(shown.context["page"]) == 3
    assert text_of(shown).count("Cambiar por teléfono") == 3


def test_hour_shows_names_and_numbers_only_to_who_may_call(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5, NEVER, "")
    name = accepted_invitations(cycle).all()[5].participant.name
    coordinator_of(client, cycle)
    to_coordinator = text_of(hour(client, cycle, 0, 9))
    expert_of(client, cycle)

    to_expert = text_of(hour(client, cycle, 0, 9))

    assert (name in to_coordinator, name in to_expert) == (True, False)
    assert "Pueden 5 de 6" in to_expert
    assert "tel:" not in to_expert + text_of(choose(client, cycle))


def test_hour_of_fewer_than_five_tells_nothing(client):
    cycle = make_answered_cycle(*[MORNINGS] * 3, NEVER)
    coordinator_of(client, cycle)

    shown = text_of(hour(client, cycle, 0, 9))

    assert "De este grupo respondieron menos de 5" in shown
    assert "Quiénes quedan fuera" not in shown


def test_hour_says_what_other_clocks_show_in_each_season(client):
    cycle = make_country(Norte=[MORNINGS] * 5, Sur=[MORNINGS] * 2)
    live_in("America/Punta_Arenas", 1)
    Municipality.objects.filter(region__name="Sur").update(zone="Pacific/Easter")
    coordinator_of(client, cycle)

    shown = hour(client, cycle, 1, 10)

    assert [(one.zones, one.people, one.hours) for one in shown.context["clocks"]] == [
        ("hora de Magallanes", 1, "10:00 hasta el 3 de abril; 11:00 desde el 4 de abril"),
        ("hora de Rapa Nui", 2, "8:00"),
    ]


@pytest.mark.parametrize(("day", "at"), [(5, 10), (0, 8), (0, 18)])
def test_hours_outside_of_the_week_are_absent(client, day, at):
    cycle = make_answered_cycle(MORNINGS)
    coordinator_of(client, cycle)

    assert hour(client, cycle, day, at).status_code == 404


def test_hour_asks_the_database_as_often_for_one_as_for_three(client):
    counts = []
    for seats in (1, 3):
        cycle = make_answered_cycle(*[MORNINGS] * seats)
        make_expert(cycle.community)
        client.force_login(make_coordinator(cycle.community, f"coordinadora{seats}@ejemplo.cl"))
        with CaptureQueriesContext(connection) as queries:
            go(client, "hour", cycle, 0, 9)
        counts.append(len(queries))

    assert counts[0] == counts[1]
