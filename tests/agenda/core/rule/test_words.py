from dataclasses import replace
from fractions import Fraction

import pytest

from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.ballots import Approval, Ballots
from convoca.agenda.core.rule.words import (
    ThemeWords,
    ThresholdWords,
    explain_approval,
    explain_chosen,
    explain_left_out,
    explain_limit,
    explain_rankings,
    explain_rule,
    explain_sensitivity,
    percent_words,
)
from tests.agenda.core.rule.builders import approval_ballots, approver, rater, themes


def people(name, count, approvals, weight=1, **groups):
    return tuple(approver(f"{name}{n}", approvals, weight, **groups) for n in range(count))


COST = (
    "Elegir un tema tiene un costo que se reparte entre quienes lo marcaron urgente; "
    "quien ya pagó por un tema pesa menos al elegir el siguiente."
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "0\xa0%"),
        (Fraction(1, 1000), "menos de 1\xa0%"),
        (Fraction(1, 100), "1\xa0%"),
        (Fraction(125, 1000), "13\xa0%"),
        (Fraction(999, 1000), "más de 99\xa0%"),
        (Fraction(1), "100\xa0%"),
    ],
)
def test_percent_words_rounds_without_hiding_the_extremes(share, words):
    assert percent_words(share) == words


def test_explain_chosen_says_share_regions_and_who_had_nothing():
    voters = people("r", 10, "AB", region="Ñuble") + people("u", 6, "BC", region="Maule")
    ballots = Ballots(themes(*"ABC"), voters + people("x", 4, ""), 2)

    assert explain_chosen(ballots, make_agenda(ballots)) == (
        ThemeWords(
            "B",
            "Tema B",
            "Lo marcaron urgente 16 de las 20 personas entrevistadas (80\xa0%), de 2 regiones.",
        ),
        ThemeWords(
            "A",
            "Tema A",
            "Lo marcaron urgente 10 de las 20 personas entrevistadas (50\xa0%), de 1 región. "
            "Todas ellas tienen ya otro tema en la agenda.",
        ),
    )


def test_explain_chosen_hides_groups_under_five():
    ballots = Ballots(themes(*"AB"), people("p", 5, "A") + people("q", 4, "B"))

    assert [theme.explanation for theme in explain_chosen(ballots, make_agenda(ballots))] == [
        "Lo marcaron urgente 5 de las 9 personas entrevistadas (56\xa0%).",
        (
            "Lo marcaron urgente menos de 5 de las 9 personas entrevistadas. "
            "Menos de 5 de ellas no tenían todavía un tema en la agenda."
        ),
    ]


def test_explain_chosen_says_when_weights_matter_and_when_a_kind_asked_for_it():
    """B weighs 5 * 2 of 16, 63 %, though five people of eleven want it."""
    voters = people("p", 6, "A", kind="urbana") + people("q", 5, "B", 2, kind="rural")
    ballots = Ballots(themes(*"AB"), voters, 1, required_kinds=("rural",))

    assert [theme.explanation for theme in explain_chosen(ballots, make_agenda(ballots))] == [
        (
            "Lo marcaron urgente 5 de las 11 personas entrevistadas "
            "(63\xa0% según el peso de cada una). "
            "Es urgente para la mayoría en las municipalidades de tipo «rural», "
            "como pidió la coordinación."
        )
    ]


def test_explain_chosen_counts_newcomers_when_they_are_five():
    ballots = Ballots(themes(*"AB"), people("p", 6, "A") + people("q", 5, "B"))

    last = explain_chosen(ballots, make_agenda(ballots))[-1]

    assert last.explanation.endswith("5 de ellas no tenían todavía un tema en la agenda.")


def test_explain_left_out_says_on_which_side_of_the_line():
    """One place: the line is 1/1. Five of twelve, 42 %, want B and got nothing."""
    ballots = Ballots(themes(*"ABC"), people("p", 7, "A") + people("q", 5, "B"), 1)

    assert explain_left_out(ballots, make_agenda(ballots)) == (
        ThemeWords(
            "B",
            "Tema B",
            "Lo quiere con urgencia y quedó sin ningún tema: 42\xa0% "
            "(no alcanza la línea de 100\xa0%).",
        ),
        ThemeWords(
            "C",
            "Tema C",
            "Quienes lo marcaron urgente, si los hay, tienen otro tema en la agenda.",
        ),
    )


def test_explain_left_out_admits_the_line_is_reached_when_a_required_kind_took_the_place():
    """Two places, two required kinds of 5; 20 of 30 want A and get nothing: over the half."""
    voters = people("p", 20, "A") + people("q", 5, "B", kind="isla")
    voters += people("r", 5, "C", kind="borde")
    ballots = Ballots(themes(*"ABC"), voters, 2, required_kinds=("isla", "borde"))

    (left_out,) = explain_left_out(ballots, make_agenda(ballots))

    assert left_out.explanation == (
        "Lo quiere con urgencia y quedó sin ningún tema: 67\xa0% (alcanza la línea de 50\xa0%)."
    )


def test_explain_rankings_says_what_each_would_change():
    """A, B, C share six people, D has three: counting takes A, B, C; the agenda A, B, D."""
    ballots = approval_ballots(*["ABC"] * 6, *["D"] * 3, sessions=3)

    assert explain_rankings(ballots, make_agenda(ballots)) == (
        "Nadie puso notas: el promedio de interés por urgencia no se puede calcular.",
        "Con el número de aprobaciones, entrarían: «Tema C»; saldrían: «Tema D».",
        "Con el método de partes iguales, los temas serían los mismos.",
    )


def test_explain_rankings_includes_the_mean_when_there_are_ratings():
    """A is chosen by its two approvers; B has the better mean, 25, from one person."""
    voters = (rater("p", A=(4, 4)), rater("q", A=(4, 4)), rater("r", B=(5, 5)))
    ballots = Ballots(themes("A", "B"), voters, 1)

    assert explain_rankings(ballots, make_agenda(ballots)) == (
        "Con el promedio de interés por urgencia, entrarían: «Tema B»; saldrían: «Tema A».",
        "Con el número de aprobaciones, los temas serían los mismos.",
        "Con el método de partes iguales, los temas serían los mismos.",
    )


def test_explain_rule_promises_the_share_of_the_sessions_when_all_weigh_the_same():
    assert explain_rule(approval_ballots("A", sessions=3)) == (
        f"Todas las personas entrevistadas pesan lo mismo. {COST} "
        "Así, si un 33\xa0% coincide en un tema urgente, no se queda entero sin ningún tema."
    )


def test_explain_rule_tells_weights_and_drops_the_promise_when_a_kind_is_required():
    voters = people("p", 5, "A", kind="isla") + people("q", 1, "B", 2)
    ballots = replace(Ballots(themes("A", "B"), voters), required_kinds=("isla",))

    assert explain_rule(ballots) == (
        "Cada persona entrevistada pesa según los puestos de su tipo de municipalidad, "
        f"para que cuenten también quienes no alcanzaron a responder. {COST} "
        "Además, la coordinación pidió al menos un tema que la mayoría encuentre urgente en: isla."
    )


@pytest.mark.parametrize(
    ("approval", "words"),
    [
        (
            Approval(),
            (
                "Un tema cuenta como urgente para alguien cuando sus notas de interés y urgencia, "
                "multiplicadas, llegan a 12."
            ),
        ),
        (
            Approval("both", 4),
            (
                "Un tema cuenta como urgente para alguien cuando le da 4 o más en interés y "
                "también en urgencia."
            ),
        ),
    ],
)
def test_explain_approval_says_the_measure(approval, words):
    assert explain_approval(approval) == words


def test_explain_limit_names_the_kinds_under_the_line_that_may_be_named():
    """Weight 25: 15 rural, 5 mixed (20 %), 4 island (under five people), 1 urban."""
    voters = (
        *people("r", 15, "A", kind="rural"),
        *people("m", 5, "A", kind="mixta"),
        *people("i", 4, "A", kind="isla"),
        *people("u", 1, "A", kind="urbana"),
    )

    assert explain_limit(Ballots(themes("A"), voters)) == (
        "La garantía empieza en 25\xa0% de los directores; bajo eso no la hay. "
        "Por sí solas no la alcanzan las comunas de tipo «mixta» (20\xa0%)."
    )


def test_explain_limit_names_nobody_when_every_kind_reaches_the_line():
    assert explain_limit(approval_ballots("A", "A")) == (
        "La garantía empieza en 25\xa0% de los directores; bajo eso no la hay."
    )


def test_explain_sensitivity_says_what_each_threshold_changes():
    """B is worth 12: it leaves from 13 on, and nothing takes its place."""
    ballots = Ballots(themes("A", "B"), (rater("p", A=(5, 5)), rater("q", B=(3, 4))), 2)

    told = explain_sensitivity(ballots, make_agenda(ballots))

    same, less = "los temas serían los mismos", "saldrían: «Tema B»"
    assert told == tuple(
        ThresholdWords(at, ("Tema A", "Tema B"), same)
        if at <= 12
        else ThresholdWords(at, ("Tema A",), less)
        for at in range(9, 17)
    )
