from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from convoca.workplan.core.problem import Expert, Facilitator, Licence
from convoca.workplan.core.solve import solve
from tests.workplan.core.small import MONDAY, community, person, problem

MORNING, AFTERNOON = "yyn" * 5, "nny" * 5
CROWD = tuple(person(f"P{n}") for n in range(9))
FIRST = "Comunidad «C0», sesión 1: "


def conflicts(**changes):
    result = solve(problem(**changes), seconds=30)

    assert (result.status, result.value, result.upper_bound) == ("infeasible", None, None)
    return result.explanation.conflicts


def series(*topics, **changes):
    return (community(topics=topics, **changes),)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"closed_days": frozenset(MONDAY + timedelta(days=n) for n in range(14))},
            "No queda ningún día hábil",
        ),
        (
            {"facilitators": (Facilitator("F0", "n" * 15),)},
            "Comunidad «C0»: «F0», quien facilita, no tiene horas libres.",
        ),
        (
            {"facilitators": (Facilitator("F0", "y" * 15, ((MONDAY, date(2028, 1, 1)),)),)},
            "Comunidad «C0»: «F0», quien facilita, no tiene horas libres.",
        ),
        ({"communities": series("t9")}, f"{FIRST}nadie tiene la habilidad «t9»."),
        ({"experts": ()}, f"{FIRST}nadie tiene la habilidad «t0»."),
        (
            {"experts": (Expert("E0", ("t0",), "n" * 15),)},
            f"{FIRST}quienes tienen la habilidad «t0» no tienen horas libres.",
        ),
        (
            {"licences": (Licence("L0", 0),)},
            f"{FIRST}ninguna licencia alcanza: la mayor es para 0 personas",
        ),
        (
            {
                "facilitators": (Facilitator("F0", MORNING),),
                "experts": (Expert("E0", ("t0",), AFTERNOON),),
            },
            f"{FIRST}«F0» y quienes tienen la habilidad «t0» nunca están libres a la misma hora.",
        ),
        (
            {
                "communities": series("t0", participants=(person(weekly=MORNING),)),
                "facilitators": (Facilitator("F0", MORNING),),
                "licences": (Licence("L0", 0),),
            },
            f"{FIRST}a las horas libres en común ninguna licencia alcanza.",
        ),
        (
            {"communities": series("t0", pinned=(datetime(2027, 4, 3, 9),))},
            f"{FIRST}está fijada para el 2027-04-03 a las 09:00",
        ),
        (
            {"communities": series("t0", "t0", gap_days=(20, 30))},
            "Comunidad «C0»: no hay dónde poner la sesión 2 entre 20 y 30 días",
        ),
        (
            {
                "communities": series("t0", "t0", gap_days=(1, 3)),
                "experts": (Expert("E0", ("t0",), "y" * 15, (), 1, 1),),
                "weeks": 1,
            },
            "Comunidad «C0»: los límites por semana de las personas expertas",
        ),
    ],
)
def test_conflicts_name_the_rule_that_leaves_no_plan(changes, sentence):
    told = conflicts(**changes)

    assert len(told) == 1
    assert told[0].startswith(sentence)


def test_conflicts_name_every_session_without_a_slot():
    told = conflicts(communities=series("t0", "t8", "t9"))

    assert [line.partition(":")[0] for line in told] == [
        "Comunidad «C0», sesión 2",
        "Comunidad «C0», sesión 3",
    ]


def test_conflicts_of_an_expert_without_any_session_allowed_are_those_of_nobody():
    lazy = replace(problem().experts[0], max_per_week=0)

    told = conflicts(experts=(lazy,))

    assert told[0].startswith(f"{FIRST}nadie tiene la habilidad «t0».")
