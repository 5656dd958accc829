"""A plan in words, from what the planner wrote."""

import pytest

from convoca.workplan import errors
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_page import Conflict, PlanPage, RegionCount
from convoca.workplan.queries.plan_words import in_words

NAMES = {"A": "Aysén", "M": "Magallanes", "B": "Biobío", "theme:1": "Aseo", "expert:1": "Elena"}

LOSES_MANY = (
    "La siguiente mejor, {when}, pierde a 9 personas de Aysén, 7 de Magallanes "
    "y 11 de otras regiones."
)


def make_page(*, status: str = "optimal", reach: dict | None = None, **why) -> PlanPage:
    """Return the page of a plan of one session, known by ten people of twelve."""
    session = {
        "n": 0,
        "yes": 7,
        "if_need": 1,
        "cannot": 2,
        "expected": 9400,
        "local_hours": {},
        "next_best": None,
        "binds": "",
        **why,
    }
    known = {
        "answered": 10,
        "unanswered": 2,
        "at_least": [10, 8],
        "expected": [9400],
        "lowest_region": "A",
        "lowest_mean": 710,
        **(reach or {}),
    }
    problem = {
        "zone": "America/Santiago",
        "names": NAMES,
        "communities": [{"id": "C0", "topics": ["theme:1"], "reach": 1}],
    }
    result = {
        "status": status,
        "value": 1000,
        "upper_bound": 1250,
        "sessions": [{"n": 0, "start": "2027-04-06T10:00", "expert": "expert:1"}],
        "explanation": {"sessions": [session], "reach": {"Comunidad": known}},
    }
    return PlanPage(Plan(problem=problem, result=result))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def other(*lost: tuple[str | None, int], cost: int = 250) -> dict:
    return {
        "start": "2027-04-08T10:00",
        "cost": cost,
        "lost": [{"region": region, "people": people} for region, people in lost],
    }


def test_headline_of_one_date_counts_one():
    assert plain(make_page().headline) == "Una fecha; 80 % podrá venir al menos una vez"


def test_headline_of_few_answers_has_no_share():
    assert make_page(reach={"answered": 4}).headline == "Una fecha"


def test_figures_are_those_of_the_planner():
    page = make_page()

    assert (page.answered, page.accepted, page.reached, page.expected) == (10, 12, 8, 9)
    assert (page.lowest_region, page.lowest_mean) == ("Aysén", "0,7 de 1 vez")


def test_lowest_region_too_small_to_be_named_is_left_out():
    assert make_page(reach={"lowest_region": None}).lowest_region == ""


def test_proof_of_a_plan_cut_short_gives_the_gap():
    assert make_page(status="feasible").proof == (
        "Se acabó el tiempo de cálculo: podría haber un plan hasta 25,0 % mejor."
    )


def test_proof_of_a_plan_of_the_country_says_that_others_share():
    page = make_page()
    page.plan.country_id = 7

    assert page.proof == "Calculado junto con las otras comunidades, que comparten lo mismo."


def test_card_names_topic_and_expert():
    card = make_page().cards[0]

    assert (card.number, card.topic, card.expert) == (1, "Aseo", "Elena")
    assert (card.yes, card.if_need, card.answered, card.has_shares) == (7, 1, 10, True)


def test_card_joins_zones_with_the_same_hour_and_names_another_day():
    local = {
        "America/Coyhaique": "2027-04-06T11:00",
        "America/Punta_Arenas": "2027-04-06T11:00",
        "Pacific/Auckland": "2027-04-07T01:00",
    }

    assert make_page(local_hours=local).cards[0].other_zones == (
        "11:00 (hora de Aysén y hora de Magallanes); miércoles 1:00 (hora de Auckland)"
    )


@pytest.mark.parametrize(
    ("next_best", "words"),
    [
        (None, "No hay otro horario posible para esta sesión."),
        (
            other(("A", 9)),
            "La siguiente mejor, {when}, pierde a 9 personas de Aysén.",
        ),
        (
            other(("A", 9), ("M", 7), ("B", 5), (None, 6)),
            LOSES_MANY,
        ),
        (other(), "La siguiente mejor, {when}, vale 25 % menos."),
        (other(cost=0), "La siguiente mejor, {when}, vale lo mismo."),
    ],
)
def test_card_says_what_the_next_best_would_cost(next_best, words):
    said = plain(make_page(next_best=next_best).cards[0].next_best)

    assert said == words.format(when="jueves 8 de abril a las 10:00")


def test_card_says_what_keeps_it_from_a_better_hour():
    binds = "2027-04-06 09:00: quienes tienen la habilidad están en uso por SECPLAN."

    assert make_page(binds=binds).cards[0].binds == (
        "Convendría más el martes 6 de abril a las 9:00, "
        "pero quienes tienen la habilidad están en uso por SECPLAN."
    )


def test_card_names_the_expert_who_cannot():
    assert make_page(binds="2027-04-06 09:00: «expert:1» no puede ese día.").cards[0].binds == (
        "Convendría más el martes 6 de abril a las 9:00, pero «Elena» no puede ese día."
    )


def test_card_says_who_would_come_too_seldom_without_it():
    needing_in = [{"region": "A", "people": 9}, {"region": None, "people": 6}]

    said = make_page(needing=15, needing_in=needing_in).cards[0].needing

    assert said == (
        "Sin esta sesión no llegarían a una vez 9 personas de Aysén y 6 de otras regiones."
    )


def test_card_weighs_who_is_lost_against_who_is_gained():
    moved = {**other(("A", 9)), "gained": [{"region": "B", "people": 6}], "expected": 6000}

    card = make_page(next_best=moved).cards[0]

    assert card.next_best == (
        "La siguiente mejor, jueves 8 de abril a las 10:00, pierde a 9 personas de Aysén, "
        "y gana a 6 personas de Biobío. Se esperan 3 asistencias menos."
    )
    assert card.regions == [RegionCount("Aysén", 9, 0), RegionCount("Biobío", 0, 6)]


def test_conflicts_are_told_by_name_with_the_rule_they_are_about():
    page = make_page()
    page.plan.result = {
        "explanation": {
            "conflicts": ["Comunidad «C0»: falta «theme:1».", "Faltan semanas."],
            "conflict_rules": ["topic"],
        }
    }

    assert page.conflicts == [Conflict("Falta «Aseo».", "topic"), Conflict("Faltan semanas.", "")]


@pytest.mark.parametrize(
    ("result", "headline"),
    [
        ({"status": "infeasible"}, "Con estas condiciones no hay fechas posibles"),
        ({"status": "unknown"}, "No alcanzó el tiempo para hallar fechas"),
        ({}, "El cálculo no terminó"),
    ],
)
def test_headline_without_dates_says_what_is_known(result, headline):
    page = make_page()
    page.plan.result = result

    assert page.headline == headline


def test_conflicts_of_a_plan_that_broke_off_are_what_its_work_said():
    page = make_page()
    page.plan.result, page.plan.message = {}, "Se intentó tres veces."

    assert page.conflicts == [Conflict("Se intentó tres veces.", "")]


def test_in_words_replaces_ids_only_where_they_are_quoted():
    assert in_words("sobre «theme:1» y «theme:12»", NAMES) == "sobre «Aseo» y «theme:12»"


@pytest.mark.parametrize(
    "error",
    [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.ConvocaError)
    ],
)
def test_errors_say_a_whole_sentence_of_their_own(error):
    code = getattr(error.__init__, "__code__", None)
    facts = ["10:00"] * (code.co_argcount - 1 if code else 1)
    said = error(*facts).user_message()

    assert said.endswith(".")
    assert (error is errors.ConvocaError) == (said == errors.ConvocaError(1).user_message())
