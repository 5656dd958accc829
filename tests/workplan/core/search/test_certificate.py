import json
from dataclasses import replace

import pytest

from convoca.workplan.core.problem.model import Licence
from convoca.workplan.core.search.certificate import relaxed_bound
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import random_problem, random_rich_problem


def solved(seed):
    asked = random_problem(seed, communities=4, sessions=2, weeks=1)
    asked = replace(asked, licences=(Licence("L0", 9),))
    result = solve(asked, seconds=30)
    return asked, result, json.loads(json.dumps(result.certificate))


@pytest.mark.parametrize("seed", [209, 221])
def test_bound_is_found_again_from_the_certificate_without_a_search(seed):
    asked, result, certificate = solved(seed)

    again = relaxed_bound(asked, certificate)

    assert again == pytest.approx(certificate["relaxed"], rel=1e-9)
    assert again >= result.upper_bound - 1e-6 >= result.value - 1e-6


def test_certificate_gives_the_optimum_of_each_community_alone():
    asked, _, certificate = solved(209)

    alone = {
        one.id: solve(replace(asked, communities=(one,)), seconds=30).value
        for one in asked.communities
    }

    assert certificate["alone"] == alone


@pytest.mark.parametrize("theta", [0.0, 0.5, 1.0, 7.0, -3.0])
def test_bound_holds_whatever_the_certificate_says(theta):
    asked = random_rich_problem(4, communities=2)
    result = solve(asked, seconds=30)
    certificate = json.loads(json.dumps(result.certificate))
    for told in certificate["communities"].values():
        told["theta"] = [theta for _ in told["theta"]]
        told["mu"] = dict.fromkeys(told["mu"], theta)

    assert relaxed_bound(asked, certificate) >= result.value
