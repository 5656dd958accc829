"""The rules in conflict, named and eased: one community by itself."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from convoca.workplan.core.problem.parsing import (
    Cadence,
    Expert,
    Facilitator,
    Licence,
    Taken,
    Weights,
)
from convoca.workplan.core.reasons.conflicts import conflicts_alone, find_conflicts
from convoca.workplan.core.reasons.feasible import count_series, expect
from convoca.workplan.core.reasons.rules import leave_out, rules_of
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import (
    MONDAY,
    brute_force,
    community,
    problem,
    random_rich_problem,
)

MORNING, AFTERNOON = "yyn" * 5, "nny" * 5
ALL_DAYS = frozenset(MONDAY + timedelta(days=n) for n in range(14))
NO_DATES = "Comunidad «C0»: no hay fechas para "


def series(*topics, **changes):
    return (community(topics=topics, **changes),)


def conflicts(**changes):
    return find_conflicts(problem(**changes))


def one_conflict(**changes):
    (conflict,) = conflicts(**changes)
    return conflict.rule, conflict.sentence.removeprefix(NO_DATES)


@pytest.mark.parametrize(
    ("changes", "rule", "sentence"),
    [
        (
            {"facilitators": (Facilitator("F0", "n" * 15),)},
            "facilitator",
            (
                "la sesión con las horas de «F0», quien facilita. "
                "Si «F0» pudiera también los lunes a las 9, habría 2 fechas posibles."
            ),
        ),
        (
            {"facilitators": (Facilitator("F0", "y" * 15, ((MONDAY, date(2028, 1, 1)),)),)},
            "facilitator",
            (
                "la sesión con las horas de «F0», quien facilita. Si «F0» no se ausentara del "
                "lunes "
                "29 de marzo al domingo 11 de abril, habría 30 fechas posibles."
            ),
        ),
        (
            {"experts": (Expert("E0", ("t0",), "n" * 15), Expert("E1", ("t1",), "n" * 15))},
            "expert",
            (
                "la sesión con las horas de quienes tienen la habilidad «t0» (sesión 1). "
                "Si «E0» pudiera también los lunes a las 9, habría 2 fechas posibles."
            ),
        ),
        (
            {"experts": (Expert("E0", ("t0",), "y" * 15, (), 1, 0),)},
            "expert",
            (
                "la sesión con los límites de sesiones de las personas expertas y las horas de "
                "quienes tienen la habilidad «t0» (sesión 1). Con 1 sesión por semana"
            ),
        ),
        (
            {"licences": (Licence("L0", 0),)},
            "licence",
            (
                "la sesión con las licencias que hay (la mayor, para 0 personas). "
                "Con una licencia más, para 2 personas hay 30 fechas posibles."
            ),
        ),
        (
            {"licences": (Licence("L0", 9, ((MONDAY, date(2028, 1, 1)),)),)},
            "licence",
            (
                "la sesión con las licencias que hay (la mayor, para 9 personas). "
                "Si la licencia «L0» estuviera todos los días, habría 30 fechas posibles."
            ),
        ),
        (
            {"communities": series("t0", pinned=(datetime(2027, 4, 3, 9),))},
            "pin",
            (
                "la sesión con la sesión 1 fija el sábado 3 de abril a las 9. "
                "Si la sesión 1 no quedara fija, habría 30 fechas posibles."
            ),
        ),
        (
            {"communities": series("t0", "t0", gap_days=(20, 30))},
            "gap",
            (
                "las 2 sesiones con 20 a 30 días entre sesiones y 2 semanas. Con 11 a 30 días "
                "entre "
                "sesiones hay 9 series posibles. Con 2 semanas más hay 171 series posibles."
            ),
        ),
        (
            {"communities": series("t0", "t0", "t0", cadence=Cadence("weekly"))},
            "gap",
            (
                "las 3 sesiones con una sesión cada semana y 2 semanas. Con 4 a 7 días entre "
                "sesiones hay 216 series posibles. Con 1 semana más hay más de 1.000 series "
                "posibles."
            ),
        ),
        (
            {"communities": series(None, "t0", cadence=Cadence("monthly", 2, 2)), "weeks": 4},
            "gap",
            (
                "las 2 sesiones con sesiones solo el segundo miércoles del mes y 4 semanas. "
                "Con sesiones cualquier día de la semana hay 459 series posibles. Con 3 semanas"
            ),
        ),
        (
            {
                "closed_days": ALL_DAYS - {MONDAY, MONDAY + timedelta(days=3)},
                "communities": series("t0", "t0", gap_days=(7, 7)),
                "weeks": 2,
            },
            "gap",
            (
                "las 2 sesiones con los días sin sesiones, 7 días entre sesiones y 2 semanas. Si "
                "se abriera el lunes 5 de abril, habría 9 series posibles. Con 3 a 7 días entre "
                "sesiones"
            ),
        ),
        (
            {"session_min": 90, "hours": (9, 11, 15)},
            "hours",
            "la sesión con 120 minutos por sesión. Con sesiones de 60 minutos hay 30 fechas",
        ),
        (
            {
                "weeks": 1,
                "facilitators": (Facilitator("F0", "y" + "n" * 14),),
                "taken": (Taken(datetime(2027, 3, 29, 8, 30), 60, facilitator="F0"),),
            },
            "facilitator",
            (
                "la sesión con las sesiones ya fijadas de otras comunidades, las horas de «F0», "
                "quien facilita y 1 semana. Si se moviera la otra sesión del lunes 29 de marzo a "
                "las "
                "8:30, habría 1 fecha posible. Si «F0» pudiera también los lunes a las 10, habría"
            ),
        ),
        (
            {
                "communities": series("t0", "t0", gap_days=(1, 3)),
                "experts": (Expert("E0", ("t0",), "y" * 15, (), 1, 1),),
                "weeks": 1,
            },
            "expert",
            (
                "las 2 sesiones con los límites de sesiones de las personas expertas, las horas de "
                "quienes tienen la habilidad «t0» (sesiones 1 y 2) y 1 semana. "
                "Con 2 sesiones por semana para «E0» hay"
            ),
        ),
    ],
)
def test_find_conflicts_names_the_rules_and_what_frees_a_series(changes, rule, sentence):
    about, said = one_conflict(**changes)

    assert about == rule
    assert said.startswith(sentence)


def test_find_conflicts_says_that_no_day_is_open():
    (conflict,) = conflicts(closed_days=ALL_DAYS)

    assert (conflict.rule, conflict.sentence) == (
        "closed_days",
        (
            "Comunidad «C0»: no queda ningún día hábil. "
            "Revise el primer día, las semanas y los días sin sesiones."
        ),
    )


def test_conflicts_alone_tell_a_topic_that_nobody_leads_once_for_all():
    asked = problem(
        communities=(
            community(topics=("t9", "t0", "t9")),
            community("C1", topics=("t9",)),
            community("C2", topics=("t0",)),
        )
    )

    told = conflicts_alone(asked, [0, 1])

    assert [(one.rule, one.sentence) for one in told] == [
        (
            "topic",
            (
                "Nadie tiene la habilidad «t9», que piden «C0» (sesiones 1 y 3) y «C1» (sesión 1). "
                "Agregue una persona experta que la tenga, o cambie el tema."
            ),
        )
    ]


def test_two_conflicts_say_that_one_alone_is_not_enough():
    nobody = (Expert("E0", ("t0",), "n" * 15), Expert("E1", ("t1",), "n" * 15))

    told = conflicts(experts=nobody, communities=series("t0", "t1", gap_days=(7, 7)))

    assert [one.sentence for one in told] == [
        f"{NO_DATES}las 2 sesiones con las horas de quienes tienen la habilidad «{topic}» "
        f"(sesión {number}). Si «{who}» pudiera también los lunes a las 9, habría 3 series "
        "posibles, una vez resuelto lo demás."
        for topic, number, who in (("t0", 1, "E0"), ("t1", 2, "E1"))
    ]


def test_conflicts_name_two_people_who_are_never_free_together():
    (conflict,) = conflicts(
        facilitators=(Facilitator("F0", MORNING),),
        experts=(Expert("E0", ("t0",), AFTERNOON),),
    )

    assert [rule.kind for rule in conflict.rules] == ["facilitator", "expert"]
    assert "Si «F0» pudiera también los lunes a las 15, habría 2 fechas" in conflict.sentence
    assert "Si «E0» pudiera también los lunes a las 9, habría 2 fechas" in conflict.sentence


def test_closed_days_at_either_end_of_a_window_are_not_to_be_opened():
    outside = frozenset({*(MONDAY + timedelta(days=n) for n in range(5))})
    tail = frozenset({*(MONDAY + timedelta(days=n) for n in range(14, 28))})

    (conflict,) = conflicts(
        weeks=4,
        closed_days=outside,
        communities=series("t0", "t0", gap_days=(7, 7), closed_days=tail),
    )

    assert [rule.kind for rule in conflict.rules] == ["gap", "weeks"]
    assert "y 1 semana. " in conflict.sentence
    assert conflict.sentence.endswith("Con 1 semana más hay 45 series posibles.")


@pytest.mark.parametrize("seed", (0, 3, 5, 18))
def test_a_conflict_is_one_and_minimal(seed):
    asked = replace(random_rich_problem(seed, sessions=3), weeks=2, weights=Weights())

    assert status(asked) == "infeasible"
    for conflict in find_conflicts(asked):
        others = [rule for rule in rules_of(asked) if rule not in conflict.rules]
        assert status(leave_out(asked, others)) == "infeasible"
        for rule in conflict.rules:
            assert status(leave_out(asked, [*others, rule])) == "optimal"


def status(asked):
    return solve(asked, seconds=20).status


@pytest.mark.parametrize("seed", range(7))
def test_count_series_is_none_exactly_when_brute_force_finds_none(seed):
    asked = random_rich_problem(seed)

    count = count_series(asked, expect(asked, asked.weeks))

    assert (count == 0) == (brute_force(asked) is None)


def test_count_series_counts_every_combination_of_starts():
    asked = problem(communities=series("t0", "t0", gap_days=(7, 8)))

    assert count_series(asked, expect(asked, 2)) == 9 * (5 + 4)
