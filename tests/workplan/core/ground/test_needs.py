import numpy as np
import pytest

from convoca.workplan.core.ground.case import build_case
from convoca.workplan.core.ground.hard_rules import lay_ground, survey
from convoca.workplan.core.ground.needs import Needs
from convoca.workplan.core.ground.resources import Resources
from tests.workplan.core.small import random_rich_problem


def laid_out(seed):
    ground = lay_ground(random_rich_problem(seed, communities=2))
    field = survey(ground, ground.problem.communities[0])
    resources = Resources(ground)
    slots = build_case(ground, field).slot
    return resources, field, slots, Needs(resources, field, slots)


def allowed_places(field, slots):
    return zip(*(side.tolist() for side in np.nonzero(field.allowed[:, slots])), strict=True)


@pytest.mark.parametrize("seed", range(6))
def test_prices_are_those_of_the_cheapest_option_of_each_role(seed):
    resources, field, slots, needs = laid_out(seed)
    price = {row: 1 + number % 7 for number, row in enumerate(needs.row_number)}
    expected = np.zeros((len(field.allowed), len(slots)), dtype=np.int64)
    for session, place in allowed_places(field, slots):
        expected[session, place] = sum(
            min(sum(price[row] for row in option.rows) for option in role)
            for role in resources.roles(field, session, int(slots[place]))
        )

    assert needs.prices(price).tolist() == expected.tolist()


@pytest.mark.parametrize("seed", range(6))
def test_places_are_open_where_every_role_has_an_option_left(seed):
    resources, field, slots, needs = laid_out(seed)
    used = dict.fromkeys(list(needs.row_number)[::5], 1)
    expected = np.zeros((len(field.allowed), len(slots)), dtype=bool)
    for session, place in allowed_places(field, slots):
        expected[session, place] = all(
            any(all(used.get(row, 0) < resources.limit(row) for row in one.rows) for one in role)
            for role in resources.roles(field, session, int(slots[place]))
        )

    assert needs.open_places(used).tolist() == expected.tolist()
