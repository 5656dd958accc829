"""Communities that fit one by one and not together: which shared rows bind."""

from dataclasses import replace

import pytest

from convoca.workplan.core.ground.hard_rules import lay_ground, survey
from convoca.workplan.core.ground.resources import Row
from convoca.workplan.core.problem.parsing import Expert, Facilitator, Licence
from convoca.workplan.core.reasons.crowd import Crowd, Seated, ask, fits, lived
from convoca.workplan.core.reasons.together import conflicts_together
from tests.workplan.core.small import brute_force, community, person, problem, random_rich_problem

MONDAY_AT_9 = "y" + "n" * 14
MONDAY_AT_9_OR_10 = "yy" + "n" * 13
ALWAYS = "y" * 15


def crowded(count, *, hours=MONDAY_AT_9, **changes):
    """So many communities, each with a facilitator who can only at some hours, in one week."""
    names = [f"C{n}" for n in range(count)]
    facts = {
        "weeks": 1,
        "licences": (Licence("L0", 9), Licence("L1", 9)),
        "facilitators": tuple(Facilitator(name, hours) for name in names),
        "experts": tuple(Expert(f"E{n}", ("t0",), ALWAYS, (), 9, 9) for n in range(count)),
        "communities": tuple(community(name, facilitator=name) for name in names),
    }
    return problem(**{**facts, **changes})


def conflict(asked, prices=None):
    ground = lay_ground(asked)
    fields = [survey(ground, one) for one in asked.communities]
    (found,) = conflicts_together(ground, fields, prices or {})
    return found.rule, found.sentence


def test_conflicts_together_names_the_hour_and_the_licences():
    assert conflict(crowded(3)) == (
        "licence",
        (
            "«C0», «C1» y «C2» no caben juntas: el lunes 29 de marzo a las 9 hay 3 sesiones y 2 "
            "licencias de 9. Con 1 licencia más de 9 hay lugar. Con 1 semana más hay lugar."
        ),
    )


def test_conflicts_together_leaves_out_who_has_room():
    asked = crowded(4)
    free = Facilitator("C0", ALWAYS)
    asked = replace(asked, facilitators=(free, *asked.facilitators[1:]))

    assert conflict(asked)[1].startswith("«C1», «C2» y «C3» no caben juntas: el lunes 29")


def test_conflicts_together_names_the_facilitator():
    asked = crowded(2)
    shared = tuple(replace(one, facilitator="C0") for one in asked.communities)

    assert conflict(replace(asked, communities=shared)) == (
        "facilitator",
        (
            "«C0» y «C1» no caben juntas: el lunes 29 de marzo a las 9 hay 2 sesiones y una sola "
            "persona que facilita, «C0». Si otra persona facilitara «C0», habría lugar. "
            "Con 1 semana más hay lugar."
        ),
    )


def test_conflicts_together_names_the_expert():
    assert conflict(crowded(2, experts=(Expert("E0", ("t0",), ALWAYS, (), 9, 9),))) == (
        "expert",
        (
            "«C0» y «C1» no caben juntas: el lunes 29 de marzo a las 9 hay 2 sesiones y una sola "
            "persona experta, «E0». Con otra persona con las habilidades de «E0» hay lugar. "
            "Con 1 semana más hay lugar."
        ),
    )


@pytest.mark.parametrize(
    ("per_day", "per_week", "words"),
    [
        (1, 9, "el lunes 29 de marzo hay 2 sesiones y «E0», persona experta, puede 1 por día"),
        (9, 1, "la semana del lunes 29 de marzo hay 2 sesiones y «E0», persona experta, puede 1"),
    ],
)
def test_conflicts_together_names_the_limit_of_an_expert(per_day, per_week, words):
    expert = Expert("E0", ("t0",), ALWAYS, (), per_day, per_week)

    rule, sentence = conflict(crowded(2, hours=MONDAY_AT_9_OR_10, experts=(expert,)))

    assert (rule, words in sentence) == ("expert", True)


def test_conflicts_together_says_that_people_are_in_both():
    asked = crowded(2)
    both = tuple(replace(one, participants=(person(person="X"),)) for one in asked.communities)

    assert conflict(replace(asked, communities=both)) == (
        "person",
        (
            "«C0» y «C1» no caben juntas: el lunes 29 de marzo a las 9 hay 2 sesiones y "
            "personas que "
            "están en ambas. Con 1 semana más hay lugar."
        ),
    )


def test_conflicts_together_names_no_hours_when_there_are_many():
    asked = crowded(5, hours="yyyy" + "n" * 11)
    shared = tuple(replace(one, facilitator="C0") for one in asked.communities)

    assert conflict(replace(asked, communities=shared)) == (
        "facilitator",
        (
            "«C0», «C1», «C2», «C3» y «C4» no caben juntas: se disputan a «C0», quien facilita. "
            "Si otra persona facilitara «C0», habría lugar. Con 1 semana más hay lugar."
        ),
    )


def test_conflicts_together_falls_back_on_prices_when_nothing_is_refuted():
    asked = crowded(2)
    prices = {
        Row("licence", "9", 9): 5,
        Row("facilitator", "C0", 9): 3,
        Row("expert_week", "E0", 0): 2,
        Row("person", "C0 + C1", 9): 9,
    }

    assert conflict(asked, prices) == (
        "person",
        (
            "Las comunidades no caben juntas: agregue semanas u horas. "
            "Hay personas que participan en varias: C0 + C1. No alcanzan las licencias para 9 "
            "personas. No alcanzan las horas de «C0», quien facilita «C0»."
        ),
    )


@pytest.mark.parametrize("seed", range(14))
def test_fits_says_what_brute_force_finds(seed):
    asked = random_rich_problem(seed, communities=2, sessions=1, weeks=1)
    crowd = crowd_of(asked)

    fit = all(lived(crowd.ground, one).any(axis=1).all() for one in crowd.seated)
    fit = fit and fits(crowd, range(2))

    if brute_force(asked) is not None:
        assert fit is True
    elif len({one.capacity for one in crowd.ground.shelves}) == len(crowd.ground.shelves):
        assert fit is False


def test_ask_leaves_out_the_rows_that_do_not_count():
    crowd = crowd_of(crowded(3))

    assert fits(crowd, range(3)) is False
    assert ask(crowd, range(3), lambda row: row.kind != "licence").in_parts()
    assert fits(crowd, [0, 2]) is True


def crowd_of(asked):
    ground = lay_ground(asked)
    fields = [survey(ground, one) for one in asked.communities]
    return Crowd(ground, tuple(Seated(one.community, one.need, one.allowed) for one in fields))
