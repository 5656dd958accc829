from convoca.agenda.core.rule.ballots import Ballots, Rating, Theme, Voter
from convoca.agenda.core.rule.medians import GroupMedian, group_medians

WASTE = Theme("1", "Residuos")


def ballots_with(*notes):
    voters = [Voter(str(n), ratings={"1": Rating(*note)}) for n, note in enumerate(notes)]
    return Ballots((WASTE,), tuple(voters))


def test_group_median_is_the_middle_note():
    found = group_medians(ballots_with((1, 5), (2, 5), (3, 4), (4, 1), (5, 1)))

    assert found == {"1": GroupMedian(interest=3.0, urgency=4.0, people=5)}


def test_group_median_of_an_even_number_is_the_mean_of_both_in_the_middle():
    found = group_medians(ballots_with((1, 1), (2, 1), (3, 4), (4, 5), (5, 5), (5, 5)))

    assert found == {"1": GroupMedian(interest=3.5, urgency=4.5, people=6)}


def test_group_median_is_absent_under_five_notes():
    four = ballots_with((5, 5), (5, 5), (5, 5), (5, 5))
    silent = Ballots(four.themes, (*four.voters, Voter("silent"), Voter("direct")))

    assert group_medians(silent) == group_medians(Ballots((WASTE,), ())) == {}
