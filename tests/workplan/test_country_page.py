"""What the page of the country says of a result, from stored values alone."""

import pytest

from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.workplan.models import CountryPlan, Plan
from convoca.workplan.queries.country_page import CountryPage, CountryRow, Scarce

ABOUT = {"first_day": "2027-03-01", "names": {"expert:7": "elena", "facilitator:2": "fe"}}


def page_of(**result) -> CountryPage:
    return CountryPage(CountryPlan(result={"value": 1000, "about": ABOUT, **result}))


def row_of(value: int, **more) -> CountryRow:
    cycle = Cycle(community=Community(name="A"))
    return CountryRow(plan=Plan(cycle=cycle, result={"value": value}), **more)


@pytest.mark.parametrize(
    ("status", "bound", "said"),
    [
        ("optimal", 1000, "Demostrado: con esas respuestas no hay mejores fechas"),
        ("feasible", 1020, "podría haber un plan hasta 2,0 % mejor"),
        ("feasible", 1000.1, "podría haber un plan hasta menos de 0,1 % mejor"),
        ("feasible", 0, "podría haber un plan hasta menos de 0,1 % mejor"),
    ],
)
def test_proof_says_how_much_better_a_plan_might_be(status, bound, said):
    assert said in page_of(status=status, upper_bound=bound).proof


@pytest.mark.parametrize(
    ("alone", "said"),
    [
        ({}, ""),
        ({"A": 500}, ""),
        ({"A": 500, "B": 500}, "Ninguna pierde nada por compartir"),
        ({"A": 500, "B": 520}, "Compartir les cuesta a todas juntas 2,0 %"),
    ],
)
def test_sharing_is_told_where_every_bound_alone_is_known(alone, said):
    page = page_of(communities={"A": {}, "B": {}}, certificate={"alone": alone})

    assert page.sharing.startswith(said)
    assert bool(page.sharing) == bool(said)


@pytest.mark.parametrize(
    ("alone", "said"),
    [
        (None, ""),
        (1000, "sus mejores fechas"),
        (1004, "comparte: −0,4 %"),
        (100_000, "comparte: −99,0 %"),
    ],
)
def test_row_says_what_sharing_costs_it(alone, said):
    assert row_of(1000, alone=alone).sharing == said


def test_scarce_names_the_most_wanted_with_its_dearest_hours_and_the_ceiling_of_the_gain():
    prices = [
        ["licence", "300", 9, 4, 2],
        ["licence", "300", 34, 6, 2],
        ["licence", "300", 10, 1, 2],
        ["expert_week", "expert:7", 0, 4, 2],
        ["facilitator", "facilitator:2", 9, 3, 1],
        ["person", "A, B", 9, 2, 1],
        ["facilitator", "coordination-4", 9, 0, 1],
    ]

    assert page_of(certificate={"prices": prices}).scarce == [
        Scarce(
            "las licencias de videollamada",
            "lunes 1 de marzo a las 9:00; martes 2 de marzo a las 10:00",
            "Una más daría, a lo más, 1,1 % mejores fechas.",
        ),
        Scarce("elena", "", "Otra persona con sus temas y horas daría, a lo más, 0,8 %."),
        Scarce(
            "fe",
            "lunes 1 de marzo a las 9:00",
            "Si no chocaran ahí, se ganaría a lo más 0,3 %.",
        ),
        Scarce(
            "quienes participan en varias comunidades",
            "",
            "Si no chocaran ahí, se ganaría a lo más 0,2 %.",
        ),
    ]


def test_scarce_counts_what_lies_between_the_plan_and_the_bound_of_its_prices():
    certificate = {
        "prices": [["licence", "300", 9, 10, 2]],
        "communities": {"A": {"bound": 600}, "B": {"bound": 395}},
    }

    (licences,) = page_of(certificate=certificate).scarce

    assert licences.gain == "Una más daría, a lo más, 2,5 % mejores fechas."
