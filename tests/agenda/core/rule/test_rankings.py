from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.electorate import build_electorate
from convoca.agenda.core.rule.rankings import rank_by_approvals, rank_by_mean
from tests.agenda.core.rule.builders import approval_ballots, rater, themes


def test_rank_by_mean_leaves_no_aplica_out_of_the_mean():
    """A: (20 + 4) / 2 = 12. B: 15 from one person. C: nobody rated it."""
    voters = (rater("p", A=(5, 4), B=(3, 5)), rater("q", A=(2, 2)))

    assert rank_by_mean(Ballots(themes("A", "B", "C"), voters)) == ("B", "A")


def test_rank_by_mean_counts_weights():
    """B is always 9. A: (3 * 4 + 25) / 4 = 37/4 with weight 3, (4 * 4 + 25) / 5 = 41/5 with 4."""
    voters = (rater("p", 3, A=(2, 2), B=(3, 3)), rater("q", A=(5, 5), B=(3, 3)))
    heavier = (rater("p", 4, A=(2, 2), B=(3, 3)), rater("q", A=(5, 5), B=(3, 3)))

    assert rank_by_mean(Ballots(themes("A", "B"), voters)) == ("A", "B")
    assert rank_by_mean(Ballots(themes("A", "B"), heavier)) == ("B", "A")


def test_rank_by_mean_breaks_ties_by_the_order_of_the_list():
    ballots = Ballots(themes("B", "A"), (rater("p", A=(3, 4), B=(4, 3)),))

    assert rank_by_mean(ballots) == ("B", "A")


def test_rank_by_mean_gives_nothing_when_themes_were_named_directly():
    assert rank_by_mean(approval_ballots("AB")) == ()


def test_rank_by_approvals_orders_by_weight_and_leaves_out_the_unapproved():
    electorate = build_electorate(approval_ballots("C", "CB", "CB", "A", "A", listed="ABCD"))

    assert rank_by_approvals(electorate) == ("C", "A", "B")
