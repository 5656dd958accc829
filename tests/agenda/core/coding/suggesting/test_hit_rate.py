from convoca.agenda.core.coding.suggesting.blind_tenth import is_in_blind_tenth
from convoca.agenda.core.coding.suggesting.hit_rate import Decision, count_hits
from convoca.agenda.core.coding.suggesting.readiness import count_needed, is_ready
from convoca.convening.core.proportion import Proportion


def decided(*chosen, blind=False):
    return Decision(("a", "b", "c"), "b", frozenset(chosen), blind)


def test_decision_ranks_the_best_proposal_that_was_chosen():
    assert [decided(*codes).rank for codes in (["a"], ["c", "b"], ["x"], [])] == [1, 2, 0, 0]


def test_count_hits_counts_the_first_three_and_the_most_used():
    rate = count_hits([decided("a"), decided("b", "x"), decided("x"), decided("c", blind=True)])

    assert rate.all.first == Proportion(1, 4)
    assert rate.all.three == Proportion(3, 4)
    assert rate.all.usual == Proportion(1, 4)
    assert (rate.shown.first, rate.blind.three) == (Proportion(1, 3), Proportion(1, 1))


def test_count_hits_of_nothing_is_of_nothing():
    rate = count_hits([])

    assert (rate.all.first, rate.sway) == (Proportion(0, 0), None)


def test_count_hits_compares_with_ten_of_each_sort():
    shown = [decided("a")] * 40
    blind = [decided("x", blind=True)] * 10

    assert count_hits([*shown, *blind[:9]]).sway is None
    assert count_hits([*shown, *blind]).sway.low > 0.5


def test_blind_tenth_is_about_a_tenth_and_hangs_on_the_key():
    drawn = {one for one in range(5_000) if is_in_blind_tenth(one, b"clave")}

    assert 430 < len(drawn) < 570
    assert drawn != {one for one in range(5_000) if is_in_blind_tenth(one, b"otra")}


def test_readiness_begins_at_five_a_code_and_always_at_a_hundred():
    assert [count_needed(codes) for codes in (1, 4, 10, 40)] == [20, 20, 50, 100]
    assert [is_ready(20, 3), is_ready(19, 3), is_ready(100, 60), is_ready(500, 2)] == [
        True,
        False,
        True,
        False,
    ]
