"""What the staff sees and does about who leads the sessions."""

import pytest
import time_machine

from convoca.agenda.models import Theme
from convoca.workplan.core.grid import HOURS
from convoca.workplan.models import Expert
from tests.factories.cycles import NOW
from tests.factories.directory import make_community
from tests.factories.workplan import MORNINGS, confirm_topics, make_answered_cycle, make_expert
from tests.workplan.pages import coordinator_of, go, press, text_of

pytestmark = pytest.mark.django_db


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
    )

    kept = Expert.objects.get()
    assert (kept.name, kept.email, kept.weekly, kept.is_active) == (
        "Elena",
        "e@e.cl",
        MORNINGS,
        True,
    )
    assert list(kept.themes.all()) == [first]
    assert kept.away == [["2027-03-02", "2027-03-02"]]


def test_expert_page_shows_what_is_known_and_keeps_the_change(client):
    cycle = make_answered_cycle("")
    expert = make_expert(cycle.community, weekly=MORNINGS)
    coordinator_of(client, cycle)

    shown = go(client, "expert", cycle, expert.pk).context["form"]
    press(client, "expert", cycle, expert.pk, name="Otra", free=["0-9"])

    expert.refresh_from_db()
    assert (shown["name"].value(), len(shown["free"].value())) == ("Elena Experta", 20)
    assert (expert.name, expert.weekly.count("y"), expert.is_active) == ("Otra", 1, False)


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

    response = press(client, "expert_new", cycle, name="Elena", free=["0-9"], **wrong)

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
