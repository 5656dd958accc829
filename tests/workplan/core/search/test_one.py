from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.workplan.core.ground.case import build_case
from convoca.workplan.core.ground.hard_rules import lay_ground, survey
from convoca.workplan.core.ground.score import score, score_terms
from convoca.workplan.core.search.one import patterns_from, solve_case
from convoca.workplan.core.search.path import prepare_steps
from convoca.workplan.core.search.relax import (
    Multipliers,
    bounded_path,
    first_multipliers,
    onto_simplex,
    polish,
    relax,
)
from tests.workplan.core.small import random_problem


def never():
    return False


def case_of(seed, **shape):
    asked = random_problem(seed, **shape)
    ground = lay_ground(asked)
    return build_case(ground, survey(ground, asked.communities[0]))


def every_pattern(case):
    """All the patterns that keep the gap rule, one by one."""
    places = [np.flatnonzero(case.allowed[session]) for session in range(case.sessions)]
    found = [
        chosen
        for chosen in product(*places)
        if all(case.first[a] <= b < case.last[a] for a, b in pairwise(chosen))
    ]
    return np.array(found, dtype=np.intp).reshape(-1, case.sessions)


@given(seed=st.integers(0, 10_000), draws=st.integers(0, 10_000), sessions=st.integers(1, 3))
def test_bounded_path_is_above_every_pattern_for_any_multipliers(seed, draws, sessions):
    case = case_of(seed, sessions=sessions)
    patterns = every_pattern(case)
    draw = np.random.default_rng(draws)
    regions = len(case.region_size)
    any_of_them = Multipliers(draw.random(case.people), onto_simplex(draw.normal(size=regions)))
    if not len(patterns):
        return

    bound, _ = bounded_path(prepare_steps(case), any_of_them)

    assert bound >= score(case, patterns).max() - 1e-6


@given(seed=st.integers(0, 10_000), sessions=st.integers(1, 4))
def test_solve_case_equals_the_best_of_every_pattern(seed, sessions):
    case = case_of(seed, sessions=sessions)
    patterns = every_pattern(case)

    best = solve_case(case, should_stop=never)

    assert best.proven
    assert best.value == (int(score(case, patterns).max()) if len(patterns) else None)


@given(seed=st.integers(0, 10_000), below=st.integers(0, 8000))
def test_patterns_from_lists_every_pattern_that_reaches_the_floor(seed, below):
    case = case_of(seed, sessions=3)
    best = solve_case(case, should_stop=never)
    if best.value is None:
        return
    patterns, floor = every_pattern(case), best.value - below

    found = patterns_from(case, floor=floor, multipliers=best.multipliers, should_stop=never)

    expected = patterns[score(case, patterns) >= floor]
    assert sorted(found.tolist()) == sorted(expected.tolist())


def test_patterns_from_gives_nothing_when_stopped():
    case = case_of(1, sessions=2)

    found = patterns_from(
        case, floor=0, multipliers=first_multipliers(case), should_stop=lambda: True
    )

    assert found is None


def test_solve_case_refuses_patterns_and_takes_the_next_best():
    case = case_of(1, sessions=2)
    best = solve_case(case, should_stop=never)
    values = np.sort(score(case, every_pattern(case)))

    second = solve_case(
        case, should_stop=never, accept=lambda places: places.tolist() != best.pattern.tolist()
    )

    assert (best.value, second.value) == (values[-1], values[-2])


def test_solve_case_keeps_a_bound_when_stopped_at_once():
    case = case_of(1, sessions=3, weeks=4)
    best = solve_case(case, should_stop=never)

    stopped = solve_case(case, should_stop=lambda: True)

    assert not stopped.proven
    assert stopped.value <= best.value <= stopped.bound


def test_relax_meets_patterns_worth_what_it_says():
    case = case_of(1, sessions=3)

    found = relax(prepare_steps(case), first_multipliers(case), should_stop=never)

    met = np.array(list(found.met), dtype=np.intp)
    assert score(case, met).tolist() == list(found.met.values())
    assert found.best == max(found.met.values())


def test_polish_leaves_no_single_move_that_gains():
    case = case_of(1, sessions=2)
    start = every_pattern(case)[0]

    pattern, value = polish(case, start)

    neighbours = [one for one in every_pattern(case) if (one == pattern).sum() == 1]
    assert value >= max(score(case, np.array(neighbours)))


def test_score_terms_add_up_to_the_score():
    case = case_of(1, sessions=3)
    patterns = every_pattern(case)[::7]

    assert [score_terms(case, one).value for one in patterns] == score(case, patterns).tolist()


@pytest.mark.parametrize(
    ("point", "nearest"),
    [([0.5, 0.5], [0.5, 0.5]), ([2.0, 0.0], [1.0, 0.0]), ([0.0, 0.0, 0.0], [1 / 3] * 3)],
)
def test_onto_simplex_gives_the_nearest_point(point, nearest):
    assert onto_simplex(np.array(point)).tolist() == pytest.approx(nearest)
