from dataclasses import replace
from fractions import Fraction

from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.required_kinds import (
    RequiredKind,
    fitting_themes,
    report_required_kinds,
    require_kinds,
)
from tests.agenda.core.rule.builders import approver, themes


def kind(name, count, approvals):
    return tuple(approver(f"{name}{index}", approvals, kind=name) for index in range(count))


# 20 rural people share A, B and C; 3 island people only want D; 2 border people only want E.
COUNTRY = Ballots(
    themes(*"ABCDE"),
    kind("rural", 20, "ABC") + kind("isla", 3, "D") + kind("borde", 2, "E"),
    sessions=3,
)


def chosen(*required, sessions=3):
    ballots = replace(COUNTRY, sessions=sessions, required_kinds=required)
    return list(make_agenda(ballots).chosen_ids)


def test_require_kinds_gives_no_restriction_when_none_is_required():
    assert require_kinds(COUNTRY) is None
    assert chosen() == ["A", "B", "C"]


def test_require_kinds_uses_the_last_place_for_a_kind_not_met():
    assert chosen("isla") == ["A", "B", "D"]


def test_require_kinds_uses_the_last_places_for_two_kinds():
    assert chosen("isla", "borde") == ["A", "D", "E"]


def test_require_kinds_changes_nothing_when_the_rule_meets_it():
    assert chosen("rural") == ["A", "B", "C"]


def test_require_kinds_meets_what_fits_when_there_are_too_few_places():
    assert chosen("borde", "isla", sessions=1) == ["D"]


def test_require_kinds_prefers_a_theme_that_meets_two_kinds_when_places_are_few():
    """One place and two kinds: D meets both, though A has twenty approvers."""
    voters = kind("rural", 20, "A") + kind("isla", 3, "BD") + kind("borde", 2, "D")
    ballots = Ballots(themes(*"ABD"), voters, 1, required_kinds=("isla", "borde"))

    agenda = make_agenda(ballots)

    assert [*agenda.chosen_ids, *agenda.reserve_ids] == ["D", "A", "B"]


def test_require_kinds_asks_for_nothing_when_no_theme_fits():
    voters = (*COUNTRY.voters, approver("x", "A", kind="valle"), approver("y", "B", kind="valle"))
    ballots = replace(COUNTRY, voters=voters, required_kinds=("valle",))

    assert require_kinds(ballots) is None
    assert report_required_kinds(ballots, ("A",)) == (RequiredKind("valle", (), ()),)


def test_fitting_themes_needs_more_than_half_of_the_weight():
    voters = (
        approver("p", "AB", Fraction(3, 2), kind="isla"),
        approver("q", "B", kind="isla"),
        approver("r", "C", Fraction(1, 2), kind="isla"),
    )

    assert fitting_themes(Ballots(themes(*"ABC"), voters), "isla") == ("B",)


def test_report_required_kinds_says_what_fits_and_what_was_chosen():
    ballots = replace(COUNTRY, required_kinds=("rural", "isla"))

    assert report_required_kinds(ballots, ("C", "A")) == (
        RequiredKind("isla", ("D",), ()),
        RequiredKind("rural", ("A", "B", "C"), ("C", "A")),
    )
