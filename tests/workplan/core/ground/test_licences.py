"""What is in use by others, and the licences that are left."""

from datetime import datetime

from convoca.workplan.core.ground.licences import hand_out_licences, shelves_of
from convoca.workplan.core.ground.persons import shared_groups
from convoca.workplan.core.ground.slots import open_slots
from convoca.workplan.core.ground.standing import Standing, hours_taken, standing_use
from convoca.workplan.core.problem.parsing import Licence, Taken
from tests.workplan.core.small import MONDAY, community, person, problem

NINE = datetime(2027, 3, 29, 9)


def taken(start=NINE, minutes=60, **names):
    return Taken(start, minutes, **names)


def shelves(longest=1, **changes):
    asked = problem(**changes)
    return shelves_of(asked, standing_use(asked), longest)


def test_hours_taken_counts_every_hour_that_is_touched():
    tuesday = datetime(2027, 3, 30, 9, 30)

    assert list(hours_taken(taken(NINE), MONDAY)) == [9]
    assert list(hours_taken(taken(tuesday, 30), MONDAY)) == [33]
    assert list(hours_taken(taken(tuesday, 60), MONDAY)) == [33, 34]
    assert list(hours_taken(taken(datetime(2027, 3, 28, 23, 30)), MONDAY)) == [-1, 0]


def test_standing_use_adds_up_hours_days_and_weeks():
    asked = problem(
        taken=(
            taken(expert="E0", persons=("X",)),
            taken(datetime(2027, 3, 29, 15), expert="E0", licence="L0", facilitator="F0"),
            taken(datetime(2027, 4, 5, 9), 90, persons=("X", "Y")),
        )
    )

    assert standing_use(asked) == Standing(
        licences={"L0": frozenset({15})},
        facilitators={"F0": frozenset({15})},
        experts={"E0": frozenset({9, 15})},
        persons={"X": frozenset({9, 177, 178}), "Y": frozenset({177, 178})},
        days={("E0", 0): 2},
        weeks={("E0", 0): 2},
    )


def test_shelf_counts_what_is_neither_away_nor_taken():
    tuesday = (MONDAY.replace(day=30),) * 2
    both = (Licence("L0", 9), Licence("L1", 9, (tuesday,)))

    (shelf,) = shelves(
        licences=both, taken=(taken(licence="L0"), taken(datetime(2027, 3, 30, 9), licence="L1"))
    )

    assert (shelf.name, shelf.capacity) == ("9", 9)
    assert [shelf.count(hour) for hour in (9, 10, 33, 34)] == [1, 2, 1, 1]
    assert hand_out_licences(shelf, [range(9, 10), range(10, 11), range(10, 11)]) == [
        *("L1", "L0", "L1"),
    ]


def test_shelf_is_shut_at_slots_where_none_is_left():
    (shelf,) = shelves(taken=(taken(licence="L0"),))
    slots = open_slots(problem(weeks=1))

    assert shelf.open_slots(slots, 1).tolist() == [False, *[True] * 14]
    assert shelf.open_slots(slots, 2).tolist() == [False, *[True] * 14]
    assert all(one.open_slots(slots, 1).all() for one in shelves())


def test_shelves_part_licences_taken_at_other_hours_when_sessions_are_long():
    asked = {
        "licences": (Licence("L0", 9), Licence("L1", 9), Licence("L2", 4)),
        "taken": (taken(licence="L0"), taken(datetime(2027, 3, 29, 10), licence="L1")),
    }

    assert [one.name for one in shelves(**asked)] == ["4", "9"]
    assert [one.name for one in shelves(2, **asked)] == ["4", "9 (L0)", "9 (L1)"]


def test_shared_groups_keep_each_largest_set_once():
    def of(name, *persons):
        people = tuple(person(f"P{n}", person=who) for n, who in enumerate(persons))
        return community(name, participants=people)

    found = shared_groups(
        (of("A", "x", "y", "x"), of("B", "x", "y", "z"), of("C", "x", "z"), of("D", "w", None))
    )

    assert found == {"A": ("A + B + C",), "B": ("A + B + C",), "C": ("A + B + C",)}
    assert shared_groups((of("A", "x"), of("B", "x", "z"), of("C", "z"))) == {
        "A": ("A + B",),
        "B": ("A + B", "B + C"),
        "C": ("B + C",),
    }
