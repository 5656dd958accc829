"""What the staff sees and does about who leads the sessions."""

import pytest
import time_machine

from convoca.agenda.models import Theme
from convoca.workplan.core.problem.grid import HOURS
from convoca.workplan.models import Expert
from tests.factories.cycles import NOW
from tests.factories.directory import make_community
from tests.factories.workplan import MORNINGS, confirm_topics, make_answered_cycle, make_expert
from tests.workplan.pages import coordinator_of, go, press, text_of

pytestmark = pytest.mark.django_db
LIMITS = {"max_per_day": 1, "max_per_week": 2}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_expert_is_added_with_themes_and_free_hours(client):
    cycle = make_answered_cycle("")
    first, _second = confirm_topics(cycle)
    coordinator_of(client, cycle)
    free = [f"{day}-{hour}" for day in range(5) for hour in HOURS if hour < 13]

    press(
        client,
        "expert_new",
        cycle,
        name="Elena",
        email="e@e.cl",
        themes=[first.pk],
        free=free,
        is_active="on",
        away_0_first="2027-03-02",
        community=cycle.community_id,
        max_per_day=2,
        max_per_week=3,
    )

    kept = Expert.objects.get()
    known = (kept.name, kept.email, kept.weekly, kept.is_active)
    assert known == ("Elena", "e@e.cl", MORNINGS, True)
    assert (kept.association, kept.community) == (cycle.community.association, cycle.community)
    assert (kept.max_per_day, kept.max_per_week, kept.has_said) == (2, 3, True)
    assert list(kept.themes.all()) == [first]
    assert kept.away == [["2027-03-02", "2027-03-02"]]


def test_expert_page_shows_what_is_known_and_keeps_the_change(client):
    cycle = make_answered_cycle("")
    expert = make_expert(cycle.community, weekly=MORNINGS)
    coordinator_of(client, cycle)

    shown = go(client, "expert", cycle, expert.pk).context["form"]
    press(client, "expert", cycle, expert.pk, name="Otra", free=["0-9"], **LIMITS)

    expert.refresh_from_db()
    assert (shown["name"].value(), len(shown["free"].value())) == ("Elena Experta", 20)
    assert (expert.name, expert.weekly.count("y"), expert.is_active) == ("Otra", 1, False)
    assert (expert.community, expert.answered_at) == (None, NOW)


def test_expert_without_name_or_hours_is_kept_on_the_page(client):
    cycle = make_answered_cycle("")
    coordinator_of(client, cycle)

    response = press(client, "expert_new", cycle, email="e@e.cl")

    assert response.status_code == 422
    assert "Marque al menos una hora libre." in text_of(response)
    assert not Expert.objects.exists()


def test_expert_of_another_community_is_absent(client):
    cycle = make_answered_cycle("")
    other = make_community(cycle.community.association, "DOM")
    expert = make_expert(other)
    coordinator_of(client, cycle)

    assert go(client, "expert", cycle, expert.pk).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"away_0_last": "2027-03-02"}, "Falta el primer día."),
        ({"away_0_first": "2027-03-02", "away_0_last": "2027-03-01"}, "no puede ser anterior"),
        ({"away_0_first": "mañana"}, "Escriba el día así: 31-12-2027."),
    ],
)
def test_expert_with_absences_in_disorder_is_kept_on_the_page(client, wrong, said):
    cycle = make_answered_cycle("")
    coordinator_of(client, cycle)

    response = press(client, "expert_new", cycle, name="Elena", free=["0-9"], **LIMITS, **wrong)

    assert response.status_code == 422
    assert said in text_of(response)
    assert not Expert.objects.exists()


def test_expert_page_offers_no_themes_of_another_community(client):
    cycle = make_answered_cycle("")
    other = make_community(cycle.community.association, "DOM")
    theirs = Theme.objects.create(community=other, title="Ajeno", position=1)
    coordinator_of(client, cycle)

    response = press(client, "expert_new", cycle, name="E", free=["0-9"], themes=[theirs.pk])

    assert response.status_code == 422
    assert "Ajeno" not in text_of(response)


def test_expert_changed_by_another_meanwhile_is_shown_again_and_kept_when_pressed_again(client):
    cycle = make_answered_cycle("")
    expert = make_expert(cycle.community, weekly=MORNINGS)
    coordinator_of(client, cycle)
    known = go(client, "expert", cycle, expert.pk).context["known"]
    Expert.objects.filter(pk=expert.pk).update(name="De otra persona")
    typed = {"name": "Mía", "free": ["0-9"], **LIMITS}

    refused = press(client, "expert", cycle, expert.pk, known=known, **typed)
    again = press(client, "expert", cycle, expert.pk, known=refused.context["known"], **typed)

    assert (refused.status_code, again.status_code) == (422, 302)
    assert "Otra persona cambió estos datos" in text_of(refused)
    assert Expert.objects.get().name == "Mía"


def test_experts_of_a_cycle_hold_those_of_the_association_who_may_lead_here(client):
    cycle = make_answered_cycle("")
    own, _second = confirm_topics(cycle)
    other = make_community(cycle.community.association, "DOM")
    theirs = Theme.objects.create(community=other, title="Ajeno", position=1)
    make_expert(cycle.community, name="De aquí")
    for name, themes in (("De todas", []), ("De un tema", [own]), ("De otra", [theirs])):
        make_expert(cycle.community, *themes, name=name)
        Expert.objects.filter(name=name).update(community=None)
    make_expert(other, name="Ajena")
    coordinator_of(client, cycle)

    listed = go(client, "experts", cycle).context["experts"]

    assert [one.name for one, _free, _hours in listed] == ["De aquí", "De todas", "De un tema"]


def test_expert_for_a_community_leads_no_theme_of_another(client):
    cycle = make_answered_cycle("")
    other = make_community(cycle.community.association, "DOM")
    user = coordinator_of(client, cycle)
    other.team.create(user=user, role="coordinator")
    theirs = Theme.objects.create(community=other, title="Ajeno", position=1)
    typed = {"name": "E", "free": ["0-9"], "themes": [theirs.pk], **LIMITS}

    refused = press(client, "expert_new", cycle, community=cycle.community_id, **typed)
    press(client, "expert_new", cycle, community=other.pk, **typed)

    assert "Marque solo temas de la comunidad que eligió" in text_of(refused)
    assert [one.community for one in Expert.objects.all()] == [other]
