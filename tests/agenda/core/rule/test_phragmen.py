from fractions import Fraction

from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.electorate import build_electorate
from convoca.agenda.core.rule.phragmen import Choice, order_by_phragmen
from tests.agenda.core.rule.builders import approval_ballots, approver, rater, themes


def order(ballots, **options):
    return order_by_phragmen(build_electorate(ballots), **options)


def ids(choices):
    return [choice.theme_id for choice in choices]


def test_phragmen_shares_the_cost_among_approvers_in_worked_example():
    """Three people approve A and B, one B and C, one C.

    First: A 1/3, B 1/4, C 1/2: B, and its four approvers carry 1/4.
    Second: A (1 + 3/4) / 3 = 7/12, C (1 + 1/4) / 2 = 5/8: A, its three carry 7/12.
    Third: C (1 + 1/4 + 0) / 2 = 5/8.
    """
    choices = order(approval_ballots("AB", "AB", "AB", "BC", "C"))

    assert choices == (
        Choice("B", Fraction(1, 4)),
        Choice("A", Fraction(7, 12)),
        Choice("C", Fraction(5, 8)),
    )


def test_phragmen_counts_weights_in_worked_example():
    """Weights 3/2 for A, 1 for B, 1 for both.

    First: A 1 / (5/2) = 2/5, B 1/2: A. Second: B (1 + 1 * 2/5) / 2 = 7/10.
    """
    voters = (approver("p", "A", "3/2"), approver("q", "B"), approver("r", "AB"))

    choices = order(Ballots(themes("A", "B"), voters))

    assert choices == (Choice("A", Fraction(2, 5)), Choice("B", Fraction(7, 10)))


def test_phragmen_prefers_the_uncovered_minority_when_the_majority_has_a_theme():
    """Six want A, B and C; three want D. A 1/6; then B (1 + 6/6) / 6 = 1/3 ties with D 1/3.

    The tie goes to B, six to three; then C (1 + 6/3) / 6 = 1/2 loses to D 1/3.
    """
    choices = order(approval_ballots(*["ABC"] * 6, *["D"] * 3))

    assert ids(choices) == ["A", "B", "D", "C"]


def test_phragmen_breaks_a_tie_by_approving_weight_before_urgency():
    """After A (1/2), B costs (1 + 1/2 + 1/2) / 2 = 1 and D 1/1 = 1: B has two approvers."""
    voters = (
        rater("p", A=(5, 5), B=(4, 3)),
        rater("q", A=(5, 5), B=(4, 3)),
        rater("r", D=(5, 5)),
    )

    assert ids(order(Ballots(themes("D", "A", "B"), voters))) == ["A", "B", "D"]


def test_phragmen_breaks_a_tie_by_mean_urgency_when_weights_are_equal():
    voters = (rater("p", A=(5, 3)), rater("q", B=(3, 4)))

    assert ids(order(Ballots(themes("A", "B"), voters))) == ["B", "A"]


def test_phragmen_mean_urgency_counts_those_who_did_not_approve():
    """A: (5 + 1) / 2 = 3; B: 4. Each has one approver."""
    voters = (rater("p", A=(5, 5)), rater("q", A=(1, 1), B=(3, 4)))

    assert ids(order(Ballots(themes("A", "B"), voters))) == ["B", "A"]


def test_phragmen_breaks_the_last_tie_by_the_order_of_the_list():
    ballots = approval_ballots("A", "B", "C", listed="CAB")

    assert ids(order(ballots)) == ["C", "A", "B"]


def test_phragmen_never_orders_a_theme_nobody_approves():
    assert ids(order(approval_ballots("A", "", "C"))) == ["A", "C"]


def test_phragmen_gives_nothing_when_nobody_approves_or_nobody_is_there():
    assert order(approval_ballots("", "")) == ()
    assert order(approval_ballots()) == ()


def test_phragmen_stops_at_the_limit():
    assert ids(order(approval_ballots("A", "B", "C"), limit=2)) == ["A", "B"]
    assert order(approval_ballots("A"), limit=0) == ()


def test_phragmen_passes_over_themes_when_told():
    assert ids(order(approval_ballots("A", "B", "C"), passed_over=["B"])) == ["A", "C"]


def test_phragmen_starts_from_the_given_loads():
    """B has money in hand: (1 - 1/2) / 1 = 1/2 against A 1/1."""
    choices = order(approval_ballots("A", "B"), start_loads=[Fraction(0), Fraction(-1, 2)])

    assert choices == (Choice("B", Fraction(1, 2)), Choice("A", Fraction(1)))


def test_phragmen_restriction_narrows_a_round_and_opens_all_when_none_is_left():
    ballots = approval_ballots("A", "A", "B", "C")

    assert ids(order(ballots, restriction=lambda chosen: {"C"})) == ["C", "A", "B"]
