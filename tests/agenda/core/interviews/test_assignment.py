from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.interviews.assignment import (
    Maker,
    Obstacle,
    Sharing,
    Task,
    share_interviews,
)

NORTH, SOUTH = "Arica", "Aysén"


def test_share_interviews_without_anything_is_empty():
    assert share_interviews([], []) == Sharing({}, {})


def test_share_interviews_goes_round_when_everybody_can_make_all():
    tasks = [Task(number, NORTH) for number in range(5)]

    sharing = share_interviews(tasks, [Maker(2), Maker(1)])

    assert sharing == Sharing({0: 1, 1: 2, 2: 1, 3: 2, 4: 1}, {})


def test_share_interviews_gives_the_region_to_who_has_it():
    tasks = [Task(1, NORTH), Task(2, SOUTH)]
    makers = [Maker(1, frozenset({SOUTH})), Maker(2, frozenset({NORTH}))]

    assert share_interviews(tasks, makers).given == {1: 2, 2: 1}


def test_share_interviews_gives_the_language_to_who_speaks_it():
    tasks = [Task(1, NORTH, language="aymara"), Task(2, NORTH)]
    makers = [Maker(1), Maker(2, languages=frozenset({"aymara"}))]

    assert share_interviews(tasks, makers).given == {1: 2, 2: 1}


def test_share_interviews_moves_one_on_when_only_one_maker_can_take_the_next():
    anywhere, south_only = Maker(1, most=1), Maker(2, frozenset({NORTH}), most=1)
    tasks = [Task(1, NORTH), Task(2, SOUTH)]

    assert share_interviews(tasks, [anywhere, south_only]).given == {1: 2, 2: 1}


def test_share_interviews_counts_what_is_kept_and_does_not_move_it():
    tasks = [
        Task(1, NORTH, maker_id=1, kept=True),
        Task(2, NORTH, maker_id=1, kept=True),
        Task(3, NORTH),
        Task(4, NORTH, maker_id=1),
    ]

    sharing = share_interviews(tasks, [Maker(1), Maker(2)])

    assert sharing.given == {3: 2, 4: 2}


@pytest.mark.parametrize(
    ("makers", "obstacle"),
    [
        ([], Obstacle.NOBODY),
        ([Maker(1, frozenset({SOUTH}))], Obstacle.REGION),
        ([Maker(1)], Obstacle.LANGUAGE),
        ([Maker(1, languages=frozenset({"aymara"}), most=0)], Obstacle.FULL),
    ],
)
def test_share_interviews_says_why_somebody_has_nobody(makers, obstacle):
    sharing = share_interviews([Task(1, NORTH, language="aymara")], makers)

    assert sharing == Sharing({}, {1: obstacle})


def test_share_interviews_never_passes_the_most():
    sharing = share_interviews([Task(number, NORTH) for number in range(5)], [Maker(1, most=3)])

    assert sharing == Sharing({0: 1, 1: 1, 2: 1}, {3: Obstacle.FULL, 4: Obstacle.FULL})


@pytest.mark.parametrize("twice", [([Task(1, NORTH)] * 2, []), ([], [Maker(1)] * 2)])
def test_share_interviews_with_an_id_twice_is_refused(twice):
    with pytest.raises(ValueError, match="twice"):
        share_interviews(*twice)


REGIONS = st.sampled_from("NCS")
MAKERS = st.lists(
    st.tuples(st.frozensets(REGIONS, max_size=2), st.integers(0, 3)), min_size=1, max_size=3
).map(lambda each: [Maker(n, regions, most=most) for n, (regions, most) in enumerate(each)])
TASKS = st.lists(REGIONS, max_size=5).map(lambda each: [Task(n, r) for n, r in enumerate(each)])


@given(TASKS, MAKERS)
def test_share_interviews_gives_the_most_in_the_evenest_way_of_all(tasks, makers):
    sharing = share_interviews(tasks, makers)

    assert measure(sharing.given.values()) == best(tasks, makers)
    assert sharing.given.keys() | sharing.without.keys() == {one.id for one in tasks}


@given(TASKS, MAKERS, st.randoms())
def test_share_interviews_does_not_depend_on_the_order(tasks, makers, random):
    shuffled = random.sample(tasks, len(tasks)), random.sample(makers, len(makers))

    assert share_interviews(*shuffled) == share_interviews(tasks, makers)


def measure(makers):
    """Return how many are given and, with its sign turned, how uneven: the greatest is best."""
    loads = Counter(makers)
    return (loads.total(), -sum(load**2 for load in loads.values()))


def best(tasks, makers):
    by_id = {one.id: one for one in makers}
    ways = product(*[[None, *(one.id for one in makers if one.can_make(task))] for task in tasks])
    allowed = (
        [one for one in way if one is not None]
        for way in ways
        if all(load <= by_id[one].most for one, load in Counter(way).items() if one is not None)
    )
    return max(measure(way) for way in allowed)
