from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from convoca.workplan.core.ground.slots import free_slots, local_clock, open_slots
from convoca.workplan.core.ground.values import prior_grid, sum_answers, value_matrix
from convoca.workplan.core.problem.parsing import Council
from tests.workplan.core.small import HOURS, MONDAY, community, person, problem


def values_by_start(asked):
    """The value of each slot for each person, keyed by wall time."""
    slots = open_slots(asked)
    matrix = value_matrix(asked, asked.communities[0], slots)
    return {
        f"{start:%m-%d %H}": column.tolist()
        for start, column in zip(slots.starts, matrix.T, strict=True)
    }


def of_people(*people, **changes):
    return problem(communities=(community(participants=people),), **changes)


def test_open_slots_leaves_out_weekends_and_closed_days():
    asked = problem(weeks=1, closed_days=frozenset({date(2027, 3, 31)}))

    slots = open_slots(asked)

    assert [f"{one:%d %H}" for one in slots.starts] == [
        f"{day} {hour:02d}" for day in ("29", "30", "01", "02") for hour in HOURS
    ]


def test_value_matrix_reads_yes_if_need_and_no():
    asked = of_people(person(weekly="ymn" + "n" * 12), weeks=1)

    values = values_by_start(asked)

    assert [values[f"03-29 {hour:02d}"] for hour in HOURS] == [[1000], [500], [0]]


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # Santiago is at -3 until 3 April 2027, then at -4; Easter at -5, then at -6
        ("America/Santiago", "09", "09"),
        ("Pacific/Easter", "11", "11"),
        # these two stay at -3 all the year
        ("America/Punta_Arenas", "09", "08"),
        ("America/Coyhaique", "09", "08"),
    ],
)
def test_value_matrix_follows_the_clock_of_each_zone(zone, before, after):
    hours = (8, 9, 11)
    only_nine = ("nyn") * 5
    asked = of_people(person(zone=zone, weekly=only_nine), hours=hours)

    values = values_by_start(asked)

    good = [start for start, value in values.items() if value == [1000]]
    first_week = [f"{day} {before}" for day in ("03-29", "03-30", "03-31", "04-01", "04-02")]
    assert good == [*first_week, *(f"04-0{day} {after}" for day in range(5, 10))]


def test_value_matrix_gives_nothing_off_the_full_hour():
    asked = of_people(person(zone="Asia/Kolkata"), hours=(0, 1, 9), zone="UTC")

    assert all(not any(column) for column in values_by_start(asked).values())


def test_value_matrix_reads_the_local_weekday():
    # Monday 23:00 in Santiago is Tuesday in Madrid, at 4:00
    only_tuesday_four = "nnn" + "ynn" + "nnn" * 3
    asked = of_people(
        person(zone="Europe/Madrid", weekly=only_tuesday_four), hours=(4, 9, 23), weeks=1
    )

    values = values_by_start(asked)

    assert [start for start, value in values.items() if value == [1000]] == ["03-29 23"]


def test_value_matrix_gives_nothing_while_away():
    away = ((date(2027, 3, 30), date(2027, 4, 1)),)
    asked = of_people(person(away=away), weeks=1)

    values = values_by_start(asked)

    assert {start[:5] for start, value in values.items() if value == [1000]} == {"03-29", "04-02"}


@pytest.mark.parametrize(("half", "kept"), [("am", ["03-30 15"]), ("pm", ["03-30 09", "03-30 10"])])
def test_value_matrix_gives_nothing_in_the_half_day_of_the_council(half, kept):
    fifth_tuesday = Council(1, (5,), half)
    asked = of_people(person(council=fifth_tuesday))

    values = values_by_start(asked)

    tuesday = [start for start, value in values.items() if start < "03-31" and value == [1000]]
    assert tuesday == ["03-29 09", "03-29 10", "03-29 15", *kept]
    assert [values[f"04-06 {hour:02d}"] for hour in HOURS] == [[1000]] * 3


def test_value_matrix_gives_nothing_on_a_day_closed_in_the_region_only():
    people = (person("P0", region="Norte"), person("P1", region="Sur"))
    asked = of_people(*people, weeks=1, regional_closed={"Sur": frozenset({MONDAY})})

    values = values_by_start(asked)

    assert (values["03-29 09"], values["03-30 09"]) == ([1000, 0], [1000, 1000])


def test_prior_is_the_worked_example():
    # North: two answered, 1000 and 500. South: one answered, 0. K = 8.
    # A northerner: floor((1500 * 3 + 8 * 1500) / ((2 + 8) * 3)) = floor(16500 / 30) = 550
    # A southerner: floor((0 * 3 + 8 * 1500) / ((1 + 8) * 3)) = floor(12000 / 27) = 444
    # Somebody of the centre, where nobody answered: floor(8 * 1500 / (8 * 3)) = 500
    asked = of_people(
        person("P0", weekly="y" + "n" * 14),
        person("P1", weekly="m" + "n" * 14),
        person("P2", weekly="n" * 15, region="Sur"),
        person("P3", weekly=""),
        person("P4", weekly="", region="Sur"),
        person("P5", weekly="", region="Centro"),
        weeks=1,
    )

    values = values_by_start(asked)

    assert values["03-29 09"] == [1000, 500, 0, 550, 444, 500]
    assert values["03-29 10"] == [0] * 6


def test_prior_also_stops_for_the_council_and_absences():
    asked = of_people(
        person("P0"),
        person("P1", weekly="", council=Council(0, (5,), "am")),
        person("P2", weekly="", away=((MONDAY, MONDAY),)),
        weeks=1,
    )

    values = values_by_start(asked)

    assert (values["03-29 09"], values["03-29 15"]) == ([1000, 0, 0], [1000, 1000, 0])


@pytest.mark.parametrize("strength", [0, 8])
def test_prior_is_nothing_when_nobody_answered(strength):
    asked = of_people(person(weekly=""), prior_strength=strength)

    assert all(not any(column) for column in values_by_start(asked).values())


def test_prior_is_nothing_without_strength_in_a_silent_region():
    asked = of_people(person("P0"), person("P1", weekly="", region="Sur"))
    answers = sum_answers(asked, asked.communities[0])

    assert prior_grid(answers, "Sur", 0).tolist() == [0] * 15
    assert prior_grid(answers, "Norte", 0).tolist() == [1000] * 15


def test_free_slots_needs_every_hour_of_a_long_session():
    asked = problem(weeks=1)
    slots = open_slots(asked)

    free = free_slots(asked, slots, "yyy" + "yny" + "yyy" * 3, ((date(2027, 4, 2),) * 2,), 2)

    assert [f"{start:%d %H}" for start, yes in zip(slots.starts, free, strict=True) if yes] == [
        "29 09",
        "31 09",
        "01 09",
    ]


def test_local_clock_counts_the_nth_weekday_of_the_month():
    slots = open_slots(replace(problem(), hours=(9,)))

    clock = local_clock(slots, "America/Santiago", (9,))

    assert clock.nth.tolist() == [5, 5, 5, 1, 1, 1, 1, 1, 2, 2]
    assert np.unique(clock.hour).tolist() == [9]
