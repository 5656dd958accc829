from convoca.agenda.core.rule.ballots import Approval, Ballots
from convoca.agenda.core.rule.sensitivity import Sensitivity, try_thresholds
from tests.agenda.core.rule.builders import approval_ballots, rater, themes


def test_try_thresholds_tells_which_themes_stay():
    """A scores 25 and 25, B 12, C 16. k = 2: A always; from 9 to 12 B ties with C in cost,
    1 each, and has the higher urgency (4 is C's too, so B is listed first); from 13 on only C.
    """
    voters = (
        rater("p", A=(5, 5)),
        rater("q", A=(5, 5)),
        rater("r", B=(3, 4)),
        rater("s", C=(4, 4)),
    )

    found = try_thresholds(Ballots(themes(*"ABC"), voters, 2), ("A", "B"))

    assert found == Sensitivity(
        {t: ("A", "B") if t <= 12 else ("A", "C") for t in range(9, 17)}, stay=("A",)
    )


def test_try_thresholds_uses_the_product_when_the_mode_is_both():
    """(3, 5) is 15: approved up to 15, though "both" at 4 refuses it."""
    ballots = Ballots(themes("A"), (rater("p", A=(3, 5)),), approval=Approval("both", 4))

    found = try_thresholds(ballots, ())

    assert found == Sensitivity({t: ("A",) if t <= 15 else () for t in range(9, 17)}, stay=())


def test_try_thresholds_changes_nothing_when_themes_were_named_directly():
    found = try_thresholds(approval_ballots("A", "A", "B"), ("A", "B"))

    assert found == Sensitivity(dict.fromkeys(range(9, 17), ("A", "B")), stay=("A", "B"))
