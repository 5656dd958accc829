"""What must not matter: names and order; and what one more person may change."""

from dataclasses import replace

import pytest

from convoca.workplan.core.problem.model import Facilitator, Licence
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import brute_force, person, random_problem, random_rich_problem

REGIONS = {"Norte": "Zona Z", "Sur": "Austral"}


def renamed_region(one):
    return replace(one, region=REGIONS[one.region])


@pytest.mark.parametrize("seed", range(8))
def test_value_is_the_same_for_other_names_and_another_order(seed):
    asked = random_rich_problem(seed, communities=2)
    other = replace(
        asked,
        regional_closed={REGIONS[name]: days for name, days in asked.regional_closed.items()},
        licences=asked.licences[::-1],
        experts=asked.experts[::-1],
        communities=tuple(
            replace(
                one,
                id=f"otra {one.id}",
                participants=tuple(
                    replace(renamed_region(each), id=f"Q{each.id}")
                    for each in one.participants[::-1]
                ),
            )
            for one in asked.communities[::-1]
        ),
    )

    first, second = solve(asked, seconds=30), solve(other, seconds=30)

    assert (second.status, second.value) == (first.status, first.value)


@pytest.mark.parametrize("seed", range(8))
def test_one_more_who_can_always_adds_at_least_attendance_and_reach(seed):
    asked = random_problem(seed, sessions=2)
    asked = replace(
        asked,
        licences=(replace(asked.licences[1], capacity=100),),
        weights=replace(asked.weights, region=0, attendance=1, reach=3),
    )
    one = asked.communities[0]
    answered = tuple(replace(each, weekly=each.weekly or "n" * 15) for each in one.participants)
    before = replace(asked, communities=(replace(one, participants=answered),))
    more = (*answered, person("P9", region="Este"))
    after = replace(asked, communities=(replace(one, participants=more),))

    first, second = solve(before, seconds=30), solve(after, seconds=30)

    if first.value is None:
        assert second.value is None
        return
    gained = 2 * 1000 + 3 * min(2 * 1000, 1000 * one.reach)
    assert second.value == first.value + gained


@pytest.mark.parametrize("zone", ["America/Santiago", "America/Punta_Arenas"])
@pytest.mark.parametrize("seed", range(3))
def test_optimum_equals_brute_force_over_the_change_of_hour(seed, zone):
    asked = random_problem(seed, communities=3, sessions=1, weeks=2)
    asked = replace(
        asked,
        zone=zone,
        licences=(Licence("L0", 9),),
        facilitators=(*asked.facilitators, Facilitator("F2", "y" * 15)),
    )

    result = solve(asked, seconds=30)

    assert result.value == brute_force(asked)
    assert result.upper_bound == result.value
