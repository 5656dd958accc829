"""`convoca simulate`: a small story through the command, and its options."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from convoca.agenda.models import Agenda, Coding
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.messaging.models import Message
from tests.factories.directory import make_community

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SMALL = ["--people", "9", "--communities", "1", "--cycles", "2", "--seed", "7"]
ONE = ["--people", "8", "--seed", "7", "--today", "2026-11-22"]
KEPT = ("coverage", "funnel", "bands", "reserve")
SESSION = ("number", "on", "topic", "present", "excused", "accepted")


@pytest.fixture
def rehearsing(settings):
    settings.REHEARSAL = True


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("simulate", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_simulate_tells_two_closed_cycles_whose_figures_are_those_that_closing_kept(rehearsing):
    outcome = run(*SMALL)

    told = outcome["communities"][0]["cycles"]
    cycles = list(Cycle.objects.order_by("number"))
    assert [cycle.stage for cycle in cycles] == ["closed", "closed"]
    assert [figures_kept(cycle) for cycle in cycles] == [figures_told(cycle) for cycle in told]
    assert {row["state"] for row in Message.objects.values("state")} <= {"sent", "cancelled"}
    assert outcome["walked"].keys() >= {"invitation", "interview", "availability"}
    assert Agenda.objects.count() == 2
    assert Coding.objects.count() > 10


def figures_kept(cycle) -> dict:
    sessions = [{name: one[name] for name in SESSION} for one in cycle.figures["sessions"]]
    return {name: cycle.figures[name] for name in KEPT} | {"sessions": sessions}


def figures_told(cycle) -> dict:
    return {name: cycle[name] for name in (*KEPT, "sessions")}


def test_simulate_without_care_reminds_and_calls_nobody(rehearsing):
    outcome = run(*ONE, "--no-care")

    (cycle,) = outcome["communities"][0]["cycles"]
    assert cycle["calls"] == {"made": 0, "reached": 0}
    assert not Message.objects.filter(purpose="session-remind").exists()
    assert Message.objects.filter(purpose="session-announce").exists()


@pytest.mark.soak
def test_simulate_with_the_same_seed_tells_the_same_story_again(rehearsing):
    first, again, other = run(*ONE), run(*ONE), run(*ONE, "--seed", "8")

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

    call_command("simulate", *ONE, stdout=out)

    text = out.getvalue()
    for words in ("De los puestos a las sesiones", "Asistencia", "Con cuidado:", "Segundos:"):
        assert words in text
