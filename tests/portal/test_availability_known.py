"""What a director answered before opens the pages: nobody says the same thing twice."""

from datetime import date

import pytest
import time_machine

from convoca.convening.queries import accepted_invitations
from convoca.convening.services import DeputyInput, invite_seats
from convoca.cycles.models import Cycle
from convoca.workplan.core.problem.model import Council
from convoca.workplan.models import Availability
from tests.factories.convening import answer, make_accepted_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_seat
from tests.factories.workplan import MORNINGS, TUESDAYS, give, open_link

pytestmark = pytest.mark.django_db
AWAY = (date(2027, 3, 2), date(2027, 3, 5))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cycle():
    return make_accepted_cycle()


@pytest.fixture
def invitation(cycle):
    return accepted_invitations(cycle).get()


@pytest.fixture
def start(client, invitation) -> str:
    """Return the address of the pages of a director who has opened the link."""
    link = open_link(client, invitation, now=NOW)
    return f"/p/e/{link.reference}/disponibilidad/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")


def other_seat_of(invitation):
    """Give the same person a seat in another community of the municipality, and a yes there."""
    community = make_community(invitation.cycle.community.association, "DOM")
    seat = make_seat(community, invitation.seat.municipality, holder=invitation.person)
    cycle = make_cycle(community)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    return answer(cycle.invitations.get(seat=seat))


def test_last_cycles_week_is_confirmed_with_one_button(client, start, invitation):
    give(invitation, TUESDAYS)
    Availability.objects.update(is_carried=True)

    shown = text_of(client.get(start, follow=True))
    client.post(f"{start}igual/")
    client.post(f"{start}igual/")

    kept = Availability.objects.get()
    assert "Así estaba en el ciclo anterior: ¿sigue igual?" in shown
    assert (kept.weekly, kept.is_carried) == (TUESDAYS, False)


def test_confirming_where_nothing_was_carried_makes_no_answer(client, start):
    client.post(f"{start}igual/")

    assert not Availability.objects.exists()


def test_council_told_before_is_filled_in(client, start, invitation):
    cycle = invitation.cycle
    before = Cycle.objects.create(
        community=cycle.community,
        number=2,
        started_at=NOW,
        closed_at=NOW,
        answer_by=NOW,
        plan_from=cycle.plan_from,
    )
    told = {"council_weekday": 1, "council_nth": [1, 3], "council_half": "pm"}
    whose = {"cycle": before, "seat": invitation.seat, "person": invitation.person}
    Availability.objects.create(**whose, **told, weekly="", answered_at=NOW)

    page = client.get(f"{start}concejo/")

    form = page.context["form"]
    assert {name: form[name].value() for name in told} == told
    assert "primer y tercer martes del mes, en la tarde" in text_of(page)


def test_what_was_answered_in_another_community_is_taken_with_one_press(client, start, invitation):
    other = other_seat_of(invitation)
    give(other, MORNINGS, away=[AWAY], council=Council(1, (1,), "am"))

    shown = text_of(client.get(f"{start}1/"))
    for _press in range(2):
        client.post(f"{start}lo-de-otra/")

    kept = Availability.objects.get(seat=invitation.seat)
    assert "Usar lo que ya marcó para Comunidad DOM" in shown
    assert (kept.weekly, kept.absences, kept.council) == (
        MORNINGS,
        (AWAY,),
        Council(1, (1,), "am"),
    )


def test_what_another_person_answered_is_never_offered(client, start, invitation):
    other = other_seat_of(invitation)
    give(answer(other, "deputy", deputy=DeputyInput("Delia", "delia@comuna.cl")), MORNINGS)

    shown = text_of(client.get(f"{start}1/"))
    client.post(f"{start}lo-de-otra/")

    assert "Usar lo que ya marcó" not in shown
    assert not Availability.objects.filter(seat=invitation.seat).exists()
