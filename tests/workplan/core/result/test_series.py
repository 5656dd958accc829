from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from convoca.workplan.core.checking.check import recount
from convoca.workplan.core.ground.hard_rules import lay_ground
from convoca.workplan.core.ground.values import value_matrix
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.core.result.plan import RegionReach
from convoca.workplan.core.result.series import (
    RegionShift,
    Shift,
    compare_series,
    count_changes,
    count_reach,
    fold_small,
    value_of,
    values_at,
)
from tests.workplan.core.small import community, person, problem, random_problem

MONDAY_9, TUESDAY_9 = datetime(2027, 3, 29, 9), datetime(2027, 3, 30, 9)
ON_MONDAY, ON_TUESDAY = "ynn" + "nnn" * 4, "nnn" + "ynn" + "nnn" * 3


def crowd(weekly, count, region="Norte"):
    return tuple(person(f"{region}{weekly}{n}", region=region, weekly=weekly) for n in range(count))


def asked_of(*groups, **changes):
    people = tuple(one for group in groups for one in group)
    return problem(communities=(community(participants=people, **changes),))


def test_values_at_are_those_of_the_slots_of_the_problem():
    asked = random_problem(3)
    slots = lay_ground(asked).slots

    chosen = values_at(asked, asked.communities[0], slots.starts[2:5])

    whole = value_matrix(asked, asked.communities[0], slots)
    assert np.array_equal(chosen, whole[:, 2:5])


@pytest.mark.parametrize("seed", range(5))
def test_value_of_a_series_is_the_one_of_the_independent_check(seed):
    asked = replace(random_problem(seed), closed_days=frozenset())
    starts = [MONDAY_9, datetime(2027, 4, 6, 10)]
    sessions = [
        {"community": "C0", "n": n, "start": start.isoformat(), "expert": None, "licence": "L0"}
        for n, start in enumerate(starts)
    ]

    worth = value_of(asked, asked.weights, starts, values_at(asked, asked.communities[0], starts))

    assert worth == sum(recount(problem_to_dict(asked), sessions)["C0"].values())


def test_count_changes_counts_another_weekday_or_hour():
    assert count_changes([MONDAY_9, datetime(2027, 4, 5, 9), datetime(2027, 4, 12, 10)]) == 1
    assert count_changes([]) == 0


def test_compare_series_says_who_gains_and_who_loses_by_region():
    asked = asked_of(
        crowd(ON_MONDAY, 6),
        crowd(ON_TUESDAY, 5, "Sur"),
        crowd("y" * 15, 2),
        crowd("", 3),
        reach=1,
    )
    one, other = (values_at(asked, asked.communities[0], [at]) for at in (MONDAY_9, TUESDAY_9))

    assert compare_series(asked.communities[0], one, other) == Shift(
        more=5,
        fewer=6,
        same=2,
        joins=5,
        leaves=6,
        by_region=(RegionShift("Norte", 0, 6), RegionShift("Sur", 5, 0)),
    )


def test_compare_series_of_a_few_shows_no_region():
    asked = asked_of(crowd(ON_MONDAY, 4), crowd("y" * 15, 9, "Sur"))
    one, other = (values_at(asked, asked.communities[0], [at]) for at in (MONDAY_9, TUESDAY_9))

    assert compare_series(asked.communities[0], one, other).by_region == ()


def test_count_reach_joins_small_regions_so_that_no_total_gives_them_away():
    asked = asked_of(crowd(ON_MONDAY, 9, "A"), crowd("n" * 15, 6, "B"), crowd(ON_MONDAY, 2, "C"))
    once = replace(asked.communities[0], reach=1)

    reach = count_reach(once, values_at(asked, once, [MONDAY_9]))

    assert reach.regions == (RegionReach("A", 9, 9), RegionReach(None, 8, 2))


def test_count_reach_of_a_region_in_which_nobody_answered_leaves_it_out():
    asked = asked_of(crowd(ON_MONDAY, 5, "A"), crowd("", 7, "B"))

    reach = count_reach(asked.communities[0], values_at(asked, asked.communities[0], [MONDAY_9]))

    assert reach.regions == (RegionReach("A", 5, 0),)


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ({}, []),
        ({"A": (5,), "B": (0,)}, [("A", ("A",)), ("B", ("B",))]),
        ({"A": (3,), "B": (2,)}, [(None, ("A", "B"))]),
        ({"A": (3,), "B": (0,)}, []),
        ({"A": (3,), "B": (9,), "C": (7,)}, [("B", ("B",)), (None, ("A", "C"))]),
        ({"A": (5, 2), "B": (6, 8)}, [(None, ("A", "B"))]),
    ],
)
def test_fold_small_joins_until_nothing_under_five_can_be_told(counts, groups):
    assert fold_small(counts) == groups


def test_values_at_of_a_day_closed_in_the_region_are_nothing():
    asked = replace(
        asked_of(crowd(ON_MONDAY, 1)), regional_closed={"Norte": frozenset({date(2027, 3, 29)})}
    )

    assert values_at(asked, asked.communities[0], [MONDAY_9]).tolist() == [[0]]
