"""Cadences, long sessions, shared people, sessions of others: solver, checker, brute force."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.parsing import Cadence, Expert, Facilitator, problem_to_dict
from convoca.workplan.core.result.plan import result_to_dict
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import brute_force, community, person, problem, random_rich_problem

ZONES = ("America/Santiago", "America/Punta_Arenas", "America/Coyhaique", "Pacific/Easter")
KINDS = ("days", "weekly", "fortnightly", "three_weekly", "monthly")


def agreed(asked):
    """Solve, and have the checker agree to the plan and to the unit of its value."""
    result = solve(asked, seconds=30)
    assert check_plan(problem_to_dict(asked), result_to_dict(result)) == []
    return result


@pytest.mark.parametrize("seed", (2, 3, 4, 6, 7, 8, 18))
def test_solve_equals_brute_force_with_the_newer_keys(seed):
    asked = random_rich_problem(seed)

    result = agreed(asked)

    assert result.value == brute_force(asked)
    assert result.status == ("infeasible" if result.value is None else "optimal")


@pytest.mark.parametrize("seed", range(16))
def test_solve_equals_brute_force_when_communities_share_people(seed):
    asked = random_rich_problem(seed, communities=2, sessions=1, weeks=1)
    asked = replace(
        asked, facilitators=tuple(replace(f, weekly="y" * 15) for f in asked.facilitators)
    )

    assert agreed(asked).value == brute_force(asked)


@pytest.mark.parametrize("seed", [5])
def test_solve_equals_brute_force_when_two_series_share_people(seed):
    asked = random_rich_problem(seed, communities=2)

    assert agreed(asked).value == brute_force(asked)


def test_solve_equals_brute_force_with_a_pin_and_a_cadence():
    pin = datetime(2027, 4, 1, 10)
    for kind in ("fortnightly", "monthly"):
        asked = random_rich_problem(6, sessions=2)
        one = replace(
            asked.communities[0],
            topics=(None, None),
            cadence=Cadence(kind),
            pinned=(pin, None),
            previous=(None, pin + timedelta(days=14)),
            closed_days=frozenset(),
            weights=None,
        )
        free = (Facilitator("F0", "y" * 15),)
        asked = replace(
            asked,
            weeks=6,
            communities=(one,),
            facilitators=free,
            closed_days=frozenset(),
            taken=(),
        )

        result = agreed(asked)

        assert result.value == brute_force(asked)
        assert result.sessions[0].start == pin


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "monthly"), (2, "weekly"), (5, "days"), *((12, kind) for kind in KINDS)]
)
def test_solve_plans_one_to_twelve_sessions_at_every_cadence(count, kind):
    one = community(topics=("t0",) * count, gap_days=(5, 9), cadence=Cadence(kind))
    asked = problem(weeks=53, hours=(10,), communities=(replace(one, participants=(noon(),)),))
    asked = replace(
        asked,
        facilitators=(Facilitator("F0", "yyyyy"),),
        experts=(Expert("E0", ("t0",), "yyyyy"),),
    )

    starts = [one.start.date() for one in agreed(asked).sessions]

    assert len(starts) == count
    assert {apart(kind, before, after) for before, after in pairwise(starts)} <= {True}


def noon():
    return person(weekly="ynyny")


def apart(kind, before, after):
    days = (after - before).days
    weeks = (after - timedelta(days=after.weekday()) - before + timedelta(before.weekday())).days
    return {
        "days": 5 <= days <= 9,
        "weekly": weeks == 7,
        "fortnightly": weeks == 14,
        "three_weekly": weeks == 21,
        "monthly": (before.month % 12) + 1 == after.month and days < 62,
    }[kind]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("monday", (date(2027, 3, 29), date(2027, 8, 30)))
def test_solve_reads_every_zone_right_when_clocks_change_inside_the_horizon(zone, monday):
    mornings = "".join("ynn" if day % 2 else "nyn" for day in range(5))
    people = tuple(
        person(f"P{n}", zone=each, weekly=mornings, region=each) for n, each in enumerate(ZONES)
    )
    one = community(participants=people, topics=("t0", "t0"), cadence=Cadence("weekly"))
    asked = replace(problem(communities=(one,)), zone=zone, first_day=monday, weeks=2)

    assert agreed(asked).value == brute_force(asked)
