from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.electorate import build_electorate
from convoca.agenda.core.rule.equal_shares import choose_by_equal_shares
from tests.agenda.core.rule.builders import approval_ballots, approver, themes


def choose(ballots):
    return choose_by_equal_shares(build_electorate(ballots), sessions=ballots.sessions)


def test_equal_shares_lets_the_rich_pay_more_in_worked_example():
    """Four people, three sessions: 3/4 each. A is for 1, 2, 3; B for 3, 4; C for 1, 2.

    A at 1/3 each leaves 5/12, 5/12, 5/12, 3/4. C: 10/12 is not enough. B: 3 gives 5/12, 4 the
    other 7/12, p = 7/12. Left 5/12, 5/12, 0, 1/6: C is completed by Phragmén.
    """
    assert choose(approval_ballots("AC", "AC", "AB", "B", sessions=3)) == ("A", "B", "C")


def test_equal_shares_completes_with_the_money_left_in_worked_example():
    """Four people, two sessions: 1/2 each. A for 1, 2, 3; B for 1, 2, 4; C for 3, 4.

    A and B cost 1/3 each: A is listed first. Left 1/6, 1/6, 1/6, 1/2: B has 5/6, C has 2/3.
    Phragmén from there: B (1 - 5/6) / 3 = 1/18, C (1 - 2/3) / 2 = 1/6: B.
    """
    assert choose(approval_ballots("AB", "AB", "AC", "BC", sessions=2)) == ("A", "B")


def test_equal_shares_takes_no_more_than_a_purse_holds():
    """Four people, three sessions: 3/4 each. C for 1, 2 at 1/2 leaves 1/4, 1/4, 3/4.

    D for 1, 3 has exactly 1, p = 3/4: 1 pays the 1/4 that is left. Then A, of 1, and B, of 3,
    cost 1 each with empty purses: A is listed first.
    """
    assert choose(approval_ballots("ACD", "C", "BD", "", sessions=3)) == ("C", "D", "A")


def test_equal_shares_affords_what_takes_a_purse_whole():
    """Two people, four sessions: 2 each. A leaves the second 1, and B takes it whole.

    B ties with C at p = 1 and is listed before it.
    """
    assert choose(approval_ballots("C", "AB", sessions=4)) == ("A", "B", "C")


def test_equal_shares_differs_from_counting_when_a_majority_shares_everything():
    ballots = approval_ballots(*["ABC"] * 6, *["D"] * 3, sessions=3)

    assert choose(ballots) == ("A", "B", "D")


def test_equal_shares_counts_weights():
    """Purse 2 / 4 per unit. A has weight 3, so p = 1/3; B alone has 1/2 and is completed."""
    voters = (approver("p", "A", 3), approver("q", "B"))

    assert choose(Ballots(themes("A", "B"), voters, sessions=2)) == ("A", "B")


def test_equal_shares_gives_all_approved_when_sessions_are_more():
    assert choose(approval_ballots("A", "B", sessions=4)) == ("A", "B")


def test_equal_shares_gives_nothing_when_nobody_approves_or_nobody_is_there():
    assert choose(approval_ballots("", "")) == ()
    assert choose(approval_ballots()) == ()
