"""Every rule against a moment is one plain sentence."""

from datetime import date, datetime

import pytest

from convoca.workplan.core.moving.rules import Broken
from convoca.workplan.core.problem.model import Cadence
from convoca.workplan.queries.moving_words import RuleWords
from tests.workplan.core.small import community, problem

THURSDAY = datetime(2027, 4, 8, 10)
NAMES = {"E0": "Eva", "F0": "quien coordina"}


def say(broken, *, cadence=None, start=THURSDAY):
    asked = problem(communities=(community(cadence=cadence or Cadence(), gap_days=(5, 9)),))
    return RuleWords(asked, NAMES, [1, 2, 4], date(2027, 3, 30)).say(broken, start)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (Broken("weekend"), "Es fin de semana."),
        (Broken("outside"), "Está fuera de las semanas del plan."),
        (Broken("closed"), "Ese día no hay sesiones: es feriado o está cerrado."),
        (
            Broken("hour"),
            "Se preguntó por sesiones a la hora en punto, entre las 9 y las 16.",
        ),
        (Broken("order", number=2), "Cambia el orden con la sesión 4."),
        (
            Broken("gap", days=1, number=0),
            "Queda a 1 día de la sesión 1; la comunidad pide de 5 a 9.",
        ),
        (
            Broken("cadence", number=1),
            "No sigue el ritmo de la comunidad respecto de la sesión 2.",
        ),
        (
            Broken("facilitator_away", who="F0"),
            "Quien coordina, que conduce la sesión, no puede a esa hora.",
        ),
        (
            Broken("expert_busy", who="E0"),
            "Eva tiene otra sesión a esa hora, y nadie más lleva el tema.",
        ),
        (
            Broken("expert_limit", who="team"),
            "El equipo ya llegó a su máximo de sesiones ese día o esa semana.",
        ),
        (Broken("persons", days=1), "1 persona tiene a esa hora la sesión de otra comunidad."),
    ],
)
def test_rule_words_say_what_stands_against_a_moment(broken, sentence):
    assert say(broken) == sentence


def test_rule_words_name_the_day_on_which_a_community_meets():
    first_tuesday = Cadence("monthly", weekday=1, nth=1)

    assert say(Broken("weekday"), cadence=first_tuesday) == "La comunidad se reúne los martes."
    assert (
        say(Broken("nth"), cadence=first_tuesday)
        == "La comunidad se reúne el primer martes del mes."
    )


def test_rule_words_tell_a_day_before_the_plan_from_a_closed_one():
    early = datetime(2027, 3, 29, 10)

    assert say(Broken("closed"), start=early) == "Es antes del primer día del plan."
