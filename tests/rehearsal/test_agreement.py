"""What `convoca simulate` prints is what the pages show.

The printed figures are counted from the diary of the story; those of the pages are read from
their HTML. Neither asks the other.
"""

import json
import re
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from convoca.convening.core.bands import Band
from convoca.cycles.models import Cycle
from convoca.desk.queries.words import BAND_NAMES, FUNNEL_NAMES
from convoca.directory.models import DirectorateKind, User
from convoca.rehearsal.services.scene import ensure_country
from tests.rehearsal.reading import Page, number_before, numbers, presences

pytestmark = [pytest.mark.django_db]
TODAY = ["--today", "2026-11-22"]
FEW = ["--people", "12", "--communities", "1", "--cycles", "2", "--seed", "11", *TODAY]
COUNTRY = ["--communities", "1", "--cycles", "2", "--seed", "7", *TODAY]


@dataclass(frozen=True)
class Shown:
    """The pages of one cycle, as the coordinator opens them."""

    client: object
    cycle: Cycle

    def page(self, name, *arguments) -> Page:
        return Page(self.client, reverse(name, args=[self.cycle.pk, *arguments]))

    def session(self, number) -> Page:
        return self.page("meetings:session", number)


def leave_small_ones_in_doubt():
    """Make the office one that the law asks only of large municipalities."""
    ensure_country(years=range(2026, 2030))
    requirement = DirectorateKind.Requirement.LARGE
    DirectorateKind.objects.filter(code="SECPLAN").update(requirement=requirement)


def tell(settings, client, *arguments) -> dict:
    settings.REHEARSAL = True
    out = StringIO()
    call_command("simulate", *arguments, "--json", stdout=out)
    client.force_login(User.objects.get(email__startswith="coordinadora"))
    return json.loads(out.getvalue())


def check_coverage(told, shown):
    page = shown.page("desk:cycle")
    coverage = told["coverage"]
    expected = [coverage["participating"], coverage["existing"]]
    assert numbers(page.headline) == expected
    assert numbers(page.after("Cobertura", "p"))[:2] == expected
    assert number_before(page.lead, "comunas? sin confirmar") == coverage["unknown"]


def check_funnel(told, shown):
    page = shown.page("desk:cycle")
    read = {step: numbers(page.row(str(name))[1])[:2] for step, name in FUNNEL_NAMES.items()}
    seats = told["funnel"]["seats"]
    assert read == {step: [count, seats] for step, count in told["funnel"].items()}


def check_bands(told, shown):
    facts, bands = shown.page("desk:cycle").facts(), told["bands"]
    read = {band.value: numbers(facts[str(BAND_NAMES[band])])[:2] for band in Band}
    assert read == {band.value: [bands[band.value], bands["of"]] for band in Band}


def check_sessions(told, shown):
    cycle = shown.page("desk:cycle")
    for one in told["sessions"]:
        page = shown.session(one["number"])
        assert page.lead.startswith(one["topic"])
        if not one["present"]:
            assert "cancelada" in page.headline
            continue
        facts, came = page.facts(), [one["present"], one["accepted"]]
        assert numbers(page.headline) == [one["number"], *came]
        assert (int(facts["Presentes"]), int(facts["Con excusa"])) == (came[0], one["excused"])
        assert int(facts["Ausentes"]) == one["accepted"] - one["present"] - one["excused"]
        card = f"Asistencia a la sesión {one['number']}"
        assert numbers(cycle.after(card, "p"))[:2] == came
        assert f"; {one['excused']} con excusa" in cycle.words


def check_days(told, shown):
    rows = [row for row in shown.page("meetings:sessions").rows if len(row) == 5][1:]
    assert [numbers(row[0])[0] for row in rows] == [one["number"] for one in told["sessions"]]
    days = [int(one["on"][-2:]) for one in told["sessions"]]
    assert [numbers(row[1])[0] for row in rows] == days


def check_agenda(told, shown):
    page = shown.page("agenda:agenda")
    topics = [text.partition(" · ")[2] for text in page.all("h2") if text[:1].isdigit()]
    assert topics == [one["topic"] for one in told["sessions"]]
    reserve = [text.partition(". ")[2] for text in page.all("li") if re.match(r"\d+\. ", text)]
    assert reserve == told["reserve"]


def check_carried(told, shown):
    words, carried = shown.page("desk:cycle").words, told["carried"]
    read = {
        "weeks": number_before(words, "disponibilidad(?:es)? por confirmar"),
        "silent": number_before(words, "puestos? que no respondi"),
        "commitments": number_before(words, "compromisos? abierto"),
    }
    assert read == {name: carried[name] for name in read}
    if carried["themes"]:
        assert f"Temas en reserva: {', '.join(carried['themes'])}." in words


def check_commitments(told, shown):
    promised = told["commitments"]
    page = shown.page("meetings:commitments")
    assert numbers(page.headline) == [promised["open"], promised["made"]]


def check_times(told, shown):
    visits = {}
    for one in told["sessions"]:
        for comuna, _person, mark in presences(shown.page("meetings:attendance", one["number"])):
            visits[comuna] = visits.get(comuna, 0) + (mark == "present")
    counts = list(visits.values())
    held = max([*counts, len(told["times"])])
    assert [counts.count(times) for times in range(1, held + 1)] == told["times"]


def check_retention(told, cycles, shown):
    (retention,) = told
    came = [
        {
            (comuna, person)
            for one in cycle["sessions"]
            for comuna, person, mark in presences(pages.page("meetings:attendance", one["number"]))
            if mark == "present"
        }
        for cycle, pages in zip(cycles, shown, strict=True)
    ]
    seats, later = ({comuna for comuna, _person in pairs} for pairs in came)
    assert retention == {
        "source": 1,
        "target": 2,
        "seats": len(seats),
        "seats_back": len(seats & later),
        "persons": len(came[0]),
        "persons_back": len(came[0] & came[1]),
    }


def check_mails(outcome, client):
    options = Page(client, reverse("desk:mailbox")).all("option")
    (sent,) = [numbers(option)[0] for option in options if option.lower().startswith("enviado")]
    assert outcome["arrived"] == outcome["messages"]["sent"] == sent


CHECKS = (
    check_coverage,
    check_funnel,
    check_bands,
    check_sessions,
    check_days,
    check_agenda,
    check_carried,
    check_commitments,
    check_times,
)


def check_everything(outcome, client):
    for community in outcome["communities"]:
        cycles = Cycle.objects.filter(community__kind__code=community["kind"]).order_by("number")
        shown = [Shown(client, cycle) for cycle in cycles]
        for told, pages in zip(community["cycles"], shown, strict=True):
            for check in CHECKS:
                check(told, pages)
        check_retention(community["retention"], community["cycles"], shown)
    check_mails(outcome, client)


@pytest.mark.slow
def test_every_figure_of_a_small_simulation_is_the_one_its_page_shows(settings, client):
    leave_small_ones_in_doubt()

    outcome = tell(settings, client, *FEW)

    cycles = outcome["communities"][0]["cycles"]
    assert cycles[0]["coverage"]["unknown"] > 0
    assert cycles[1]["carried"]["silent"] > 0
    check_everything(outcome, client)


@pytest.mark.soak
def test_every_figure_of_the_whole_country_is_the_one_its_page_shows(settings, client):
    outcome = tell(settings, client, *COUNTRY)

    assert outcome["communities"][0]["cycles"][0]["coverage"]["existing"] == 345
    check_everything(outcome, client)
