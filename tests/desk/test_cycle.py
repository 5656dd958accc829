"""Gates on the page of a cycle, and what closing keeps."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.convening.services import invite_seats
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle, Transition
from convoca.desk.services import begin_cycle
from convoca.directory.models import TeamMember, Tenure
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_community,
    make_coordinator,
    make_held_seats,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(client):
    community = make_community()
    make_held_seats(community, 3)
    client.force_login(make_coordinator(community))
    return make_cycle(community)


def test_the_page_says_how_many_seats_take_part_of_how_many(client, cycle):
    page = client.get(reverse("desk:cycle", args=[cycle.pk])).content.decode()

    assert "0 de 3 puestos participan" in page
    assert "Pasar al sondeo" in page


def test_a_gate_with_nothing_behind_it_stays_shut_and_says_why(client, cycle):
    answer = client.post(
        reverse("desk:advance", args=[cycle.pk]), {"stage": "convening", "reason": "igual"}
    )

    assert answer.status_code == 409
    assert "Aún no se puede pasar a la etapa siguiente" in answer.content.decode()
    assert Transition.objects.count() == 0


def test_a_gate_seen_before_somebody_else_passed_it_is_refused(client, cycle):
    cycle.stage = Stage.SURVEY
    cycle.save()

    answer = client.post(reverse("desk:advance", args=[cycle.pk]), {"stage": "convening"})

    assert answer.status_code == 409
    assert "Otra persona ya cambió la etapa" in answer.content.decode()


def test_closing_keeps_the_figures(client, cycle):
    cycle.stage = Stage.CLOSING
    cycle.save()

    client.post(reverse("desk:advance", args=[cycle.pk]), {"stage": "closing", "reason": "Fin"})

    cycle.refresh_from_db()
    assert cycle.stage == Stage.CLOSED
    assert cycle.figures["coverage"] == {"participating": 0, "existing": 3, "unknown": 0}
    assert cycle.closed_at is not None


def test_today_shows_who_waits_with_the_way_to_them(client, cycle):
    page = client.get(reverse("desk:today")).content.decode()

    assert "personas aún sin invitación" in page
    assert reverse("convening:invitations", args=[cycle.pk]) in page


def test_privacy_names_who_answers(client, cycle):
    client.logout()

    page = client.get(reverse("desk:privacy")).content.decode()

    assert cycle.community.association.name in page


def test_a_closed_cycle_shows_the_figures_of_its_closing(client, cycle):
    cycle.stage = Stage.CLOSING
    cycle.save()
    client.post(reverse("desk:advance", args=[cycle.pk]), {"stage": "closing", "reason": "Fin"})

    make_held_seats(cycle.community, 2)

    page = client.get(reverse("desk:cycle", args=[cycle.pk])).content.decode()
    assert "0 de 3 puestos participan" in page


def test_the_next_cycle_says_whom_to_call_because_they_never_answered(client, cycle):
    seats = [tenure.seat_id for tenure in Tenure.objects.all()]
    invite_seats(cycle=cycle, seat_ids=seats[:2], user=None, now=NOW)
    cycle.stage = Stage.CLOSING
    cycle.save()
    client.post(reverse("desk:advance", args=[cycle.pk]), {"stage": "closing", "reason": "Fin"})

    begin_cycle(
        community=cycle.community,
        answer_by=NOW + timedelta(days=300),
        plan_from=date(2028, 1, 3),
        plan_weeks=8,
        now=timezone.now(),
    )

    second = Cycle.objects.get(number=2)
    page = client.get(reverse("desk:cycle", args=[second.pk])).content.decode()
    assert "2 puestos que no respondieron: llamar" in page
    assert "llamadas para hoy" in client.get(reverse("desk:today")).content.decode()


def test_the_rail_leads_an_interviewer_only_where_they_may_go(client, cycle):
    helper = make_user(cycle.community.association, "luis@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=helper, role="interviewer")
    client.force_login(helper)

    page = client.get(reverse("desk:cycle", args=[cycle.pk]))

    links = [item.url for group in page.context["frame"].groups for item in group.items]
    assert reverse("agenda:interviews", args=[cycle.pk]) in links
    assert reverse("convening:group", args=[cycle.pk]) not in links
    assert {client.get(link).status_code for link in links} == {200}


def test_today_speaks_to_a_man_as_to_a_woman(client):
    user = make_user()
    client.force_login(user)

    without_team = client.get(reverse("desk:today")).content.decode()
    community = make_community(user.association)
    TeamMember.objects.create(community=community, user=user, role=TeamMember.Role.COORDINATOR)
    without_tasks = client.get(reverse("desk:today")).content.decode()

    assert "Pida a quien administra que le dé un lugar en el equipo" in without_team
    assert "Nadie le espera por ahora" in without_tasks
