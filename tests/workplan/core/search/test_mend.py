"""Very many communities: a plan built one by one and mended a group at a time."""

import json
from dataclasses import replace

import pytest

from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.model import Expert, Facilitator, Licence
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.core.result.plan import result_to_dict
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import random_problem

pytestmark = pytest.mark.slow

COUNT = 44
ALL_WEEK = "y" * 15


@pytest.fixture(scope="module")
def crowd():
    """More communities than a master problem closes, six licences, ten experts."""
    asked = random_problem(11, communities=COUNT, sessions=2, weeks=3)
    return replace(
        asked,
        communities=tuple(
            replace(one, facilitator=f"F{n % 20}", topics=(f"t{n % 3}", None), gap_days=(1, 9))
            for n, one in enumerate(asked.communities)
        ),
        licences=tuple(Licence(f"L{n}", 9) for n in range(6)),
        facilitators=tuple(Facilitator(f"F{n}", ALL_WEEK) for n in range(20)),
        experts=tuple(Expert(f"E{n}", (f"t{n % 3}",), ALL_WEEK, (), 1, 3) for n in range(10)),
    )


@pytest.fixture(scope="module")
def planned(crowd):
    return solve(crowd, seconds=4, seed=1)


def test_very_many_communities_get_a_sound_plan_near_its_bound(crowd, planned):
    raw = json.loads(json.dumps(problem_to_dict(crowd)))

    assert check_plan(raw, json.loads(json.dumps(result_to_dict(planned)))) == []
    assert planned.upper_bound <= 1.1 * planned.value


def test_very_many_communities_get_a_plan_when_time_is_up_at_once(crowd, planned):
    hurried = solve(crowd, seconds=0)

    raw = json.loads(json.dumps(problem_to_dict(crowd)))
    assert check_plan(raw, json.loads(json.dumps(result_to_dict(hurried)))) == []
    assert hurried.value <= planned.upper_bound
    assert planned.value <= hurried.upper_bound
