"""What may be eased, in order: the words alone, without asking whether it helps."""

from dataclasses import replace
from datetime import datetime, timedelta

from convoca.workplan.core.problem.parsing import Cadence, Expert, Facilitator, Licence, Taken
from convoca.workplan.core.reasons.easing import easings
from convoca.workplan.core.reasons.feasible import expect
from convoca.workplan.core.reasons.rules import Rule
from tests.workplan.core.small import MONDAY, community, problem


def words(rule, **changes):
    asked = problem(**changes)
    return [one.words for one in easings(asked, rule, expect(asked, asked.weeks))]


def of(**changes):
    return (community(**changes),)


def test_easings_of_a_fixed_day_try_other_weeks_other_days_and_any_day():
    second_friday = of(cadence=Cadence("monthly", 4, 2))

    assert words(Rule("weekday"), communities=second_friday) == [
        "Con sesiones el primer viernes del mes",
        "Con sesiones el tercer viernes del mes",
        "Con sesiones el cuarto viernes del mes",
        "Con sesiones el segundo lunes del mes",
        "Con sesiones el segundo martes del mes",
        "Con sesiones el segundo miércoles del mes",
        "Con sesiones el segundo jueves del mes",
        "Con sesiones cualquier día de la semana",
    ]


def test_easings_of_a_cadence_try_the_nearest_ones_and_then_days():
    told = words(Rule("gap"), communities=of(cadence=Cadence("fortnightly")))

    assert told[:5] == [
        "Con una sesión cada semana",
        "Con una sesión cada tres semanas",
        "Con una sesión cada mes",
        "Con 14 a 15 días entre sesiones",
        "Con 13 a 14 días entre sesiones",
    ]


def test_easings_of_closed_days_leave_past_days_and_weekends_alone():
    closed = frozenset(MONDAY + timedelta(days=day) for day in (0, 1, 5, 9))

    assert words(Rule("closed_days"), closed_days=closed) == [
        "Si se abriera el miércoles 7 de abril",
        "Si se trabajara en los días sin sesiones",
    ]


def test_easings_of_people_drop_absences_then_hours_then_days():
    away = ((MONDAY, MONDAY), (MONDAY - timedelta(days=9), MONDAY - timedelta(days=8)))
    one = Facilitator("F0", "n" + "y" * 14, away)

    assert words(Rule("facilitator"), facilitators=(one,)) == [
        "Si «F0» no se ausentara el lunes 29 de marzo",
        "Si «F0» pudiera también los lunes a las 9",
        *(f"Si «F0» pudiera los {day} todo el día" for day in ("lunes", "martes", "miércoles")),
        *(f"Si «F0» pudiera los {day} todo el día" for day in ("jueves", "viernes")),
        "Si «F0» pudiera todos los días a toda hora",
        "Si «F0» pudiera siempre, sin ausencias",
    ]


def test_easings_of_experts_end_with_others_who_might_learn_it():
    experts = (
        Expert("E0", ("t0",), "y" * 15, ((MONDAY, MONDAY),)),
        Expert("E1", ("t1",), "y" * 15),
    )

    told = words(Rule("expert", 0), experts=experts)

    assert told[0] == "Si «E0» no se ausentara el lunes 29 de marzo"
    assert told[-2:] == [
        "Si «E1» tuviera la habilidad «t0»",
        "Con otra persona que tenga la habilidad «t0» y pueda siempre",
    ]


def test_easings_of_limits_raise_one_after_another():
    told = words(Rule("limits"))

    assert told[:2] == [f"Con {n} sesiones por semana para «E0»" for n in (3, 4)]
    assert told[-1] == "Sin límites de sesiones para las personas expertas"


def test_easings_of_what_others_hold_move_one_and_then_all():
    taken = (Taken(datetime(2027, 3, 29, 9)), Taken(datetime(2027, 3, 30, 10)))

    assert words(Rule("taken"), taken=taken) == [
        "Si se moviera la otra sesión del lunes 29 de marzo a las 9",
        "Si se moviera la otra sesión del martes 30 de marzo a las 10",
        "Si se movieran las otras sesiones",
    ]


def test_easings_of_long_sessions_and_licences():
    licences = (replace(Licence("L0", 0), away=((MONDAY, MONDAY),)),)

    assert words(Rule("hours"), session_min=150) == [
        "Con sesiones de 120 minutos",
        "Con sesiones de 60 minutos",
    ]
    assert words(Rule("licence"), licences=licences) == [
        "Si la licencia «L0» estuviera todos los días",
        "Con una licencia más, para 2 personas",
    ]


def test_easings_of_weeks_and_pins():
    pinned = of(pinned=(datetime(2027, 3, 29, 9),))

    assert words(Rule("weeks"))[:2] == ["Con 1 semana más", "Con 2 semanas más"]
    assert words(Rule("pin", 0), communities=pinned) == ["Si la sesión 1 no quedara fija"]
