from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from convoca.messaging.core.backoff import MOST_ATTEMPTS, is_spent, wait_after

HOUR = timedelta(hours=1)
chances = some.floats(0, 1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (7, 1920), (8, 3600), (500, 3600)]
)
def test_wait_after_doubles_up_to_an_hour(attempts, seconds):
    assert wait_after(attempts, chance=0.5) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("chance", "seconds"), [(0, 24), (1, 36)])
def test_wait_after_spreads_a_fifth_to_both_sides(chance, seconds):
    assert wait_after(1, chance=chance) == timedelta(seconds=seconds)


@given(some.integers(1, 40), some.timedeltas(timedelta(seconds=1), timedelta(hours=24)), chances)
def test_wait_after_is_never_shorter_than_was_asked_prv_03(attempts, asked, chance):
    assert asked <= wait_after(attempts, asked=asked, chance=chance) <= asked * 1.2


def test_wait_after_asked_for_a_year_waits_a_day():
    assert wait_after(1, asked=timedelta(days=365), chance=0) == timedelta(hours=24)


def test_wait_after_asked_for_nothing_takes_our_own():
    assert wait_after(1, asked=timedelta(0), chance=0.5) == timedelta(seconds=30)


@given(chances)
def test_all_attempts_together_outlive_an_hour_of_refusals_prv_04(chance):
    waits = [wait_after(n, chance=chance) for n in range(1, MOST_ATTEMPTS)]

    assert sum(waits, timedelta()) > 3 * HOUR


def test_is_spent_at_the_last_attempt():
    assert [is_spent(n) for n in (11, 12, 13)] == [False, True, True]


@pytest.mark.parametrize(("attempts", "chance"), [(0, 0.5), (1, -0.1), (1, 1.1)])
def test_wait_after_refuses_what_cannot_be(attempts, chance):
    with pytest.raises(ValueError, match=r"0|1"):
        wait_after(attempts, chance=chance)
