"""`convoca simulate`: a small story through the command, and the pages that show the same."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from convoca.agenda.models import Agenda, Coding
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, User
from convoca.messaging.models import Message
from tests.factories.directory import make_community

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SMALL = ["--people", "20", "--communities", "1", "--cycles", "2", "--seed", "7"]


@pytest.fixture
def rehearsing(settings):
    settings.REHEARSAL = True


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("simulate", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_simulate_tells_two_closed_cycles_with_figures(rehearsing):
    outcome = run(*SMALL)

    (community,) = outcome["communities"]
    assert [cycle["number"] for cycle in community["cycles"]] == [1, 2]
    assert [cycle.stage for cycle in Cycle.objects.order_by("number")] == ["closed", "closed"]
    for cycle in community["cycles"]:
        funnel = cycle["figures"]["funnel"]
        assert 20 >= funnel["identified"] >= funnel["answered"] >= funnel["accepted"] > 0
        assert funnel["accepted"] >= funnel["interviewed"] > 0
        assert len(cycle["figures"]["sessions"]) == 4
    assert {row["state"] for row in Message.objects.values("state")} <= {"sent", "cancelled"}
    assert outcome["walked"].keys() >= {"invitation", "interview", "availability"}
    assert Agenda.objects.count() == 2
    assert Coding.objects.count() > 10


def test_simulate_figures_agree_with_the_page_and_with_what_closing_kept(rehearsing, client):
    outcome = run(*SMALL)
    client.force_login(User.objects.get(is_administrator=True))

    for cycle in Cycle.objects.all():
        page = client.get(reverse("desk:cycle", args=[cycle.pk])).content.decode()
        told = outcome["communities"][0]["cycles"][cycle.number - 1]["figures"]
        coverage = told["coverage"]
        assert f"{coverage['participating']} de {coverage['existing']} puestos participan" in page
        assert cycle.figures["coverage"] == coverage
        assert cycle.figures["sessions"] == told["sessions"]


def test_simulate_with_the_same_seed_tells_the_same_story_again(rehearsing):
    first = run(*SMALL)
    again = run(*SMALL)
    other = run(*SMALL[:-1], "8")

    assert again["communities"] == first["communities"]
    assert again["messages"] == first["messages"]
    assert other["communities"] != first["communities"]


def test_simulate_beside_real_communities_is_refused(settings):
    settings.REHEARSAL = False
    make_community()

    with pytest.raises(CommandError, match="comunidades de verdad"):
        run(*SMALL)

    assert Community.objects.count() == 1


def test_simulate_prints_tables_for_people(rehearsing):
    out = StringIO()

    call_command("simulate", *SMALL[:4], "--cycles", "1", stdout=out)

    text = out.getvalue()
    for words in ("De los puestos a las sesiones", "Asistencia", "Mensajes:", "Segundos:"):
        assert words in text
