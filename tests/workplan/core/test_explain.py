from dataclasses import replace
from datetime import date, datetime

import pytest

from convoca.workplan.core.explain import HeatCell, heat_map
from convoca.workplan.core.plan import Alternative, Reach, RegionLoss
from convoca.workplan.core.problem import Expert, Facilitator, Licence
from convoca.workplan.core.solve import solve
from tests.workplan.core.small import community, person, problem

MONDAY_9 = "ynn" + "nnn" * 4
# six northerners can on Monday at 9 only, two southerners also on Tuesday at 10
NORTH = tuple(person(f"N{n}", weekly=MONDAY_9) for n in range(6))
SOUTH = tuple(person(f"S{n}", region="Sur", weekly="ynn" + "nyn" + "nnn" * 3) for n in range(2))


def one_week(*people, **changes):
    return problem(communities=(community(participants=people),), weeks=1, **changes)


def reasons(asked, number=0):
    return solve(asked, seconds=30).explanation.sessions[number]


def test_explanation_counts_who_can_with_its_denominator():
    maybe = person("M", weekly="mnn" + "nnn" * 4)
    silent = person("Z", weekly="")
    never = person("X", weekly="n" * 15)

    told = reasons(one_week(*NORTH, maybe, silent, never))

    assert (told.yes, told.if_need, told.cannot, told.unanswered) == (6, 1, 1, 1)
    assert (told.yes_share, told.if_need_share) == (6 / 8, 1 / 8)


def test_explanation_shares_are_nothing_when_nobody_answered():
    told = reasons(one_week(person(weekly="")))

    assert (told.answered, told.yes_share, told.if_need_share) == (0, 0.0, 0.0)


def test_explanation_gives_the_next_best_and_who_is_lost():
    told = reasons(one_week(*NORTH, *SOUTH))

    # Monday 9: x = g = 8000 and every region at 1000. Tuesday 10: x = g = 2000, the north at 0
    cost = (8000 - 2000) + 3 * (8000 - 2000) + 2 * 8 * 1000
    assert told.next_best == Alternative(
        start=datetime(2027, 3, 30, 10), cost=cost, lost=(RegionLoss("Norte", 6),)
    )
    assert told.binds == ""


def test_explanation_never_counts_groups_under_five():
    four_by_region = [
        person(f"{region}{n}", region=region, weekly=MONDAY_9)
        for region in ("A", "B")
        for n in range(4)
    ]

    few = reasons(one_week(*four_by_region[:4]))
    together = reasons(one_week(*four_by_region))

    assert few.next_best.lost == ()
    assert together.next_best.lost == (RegionLoss(None, 8),)


def test_explanation_has_no_next_best_when_nothing_else_is_free():
    only = one_week(*NORTH, facilitators=(Facilitator("F0", MONDAY_9),))

    assert reasons(only).next_best is None


def test_explanation_tells_local_hours_only_where_they_differ():
    people = (
        person("P0", weekly=MONDAY_9),
        person("P1", zone="Pacific/Easter", weekly="n" * 15),
        person("P2", zone="America/Punta_Arenas", weekly=MONDAY_9),
    )

    assert reasons(one_week(*people)).local_hours == {"Pacific/Easter": datetime(2027, 3, 29, 7)}


def crowded(**changes):
    """Two communities that want Monday at 9, with one of everything that changes says."""
    facts = {
        "communities": tuple(
            community(f"C{n}", facilitator=f"F{n}", participants=NORTH) for n in range(2)
        ),
        "facilitators": (Facilitator("F0", "y" * 15), Facilitator("F1", "y" * 15)),
        "experts": (Expert("E0", ("t0",), "y" * 15), Expert("E1", ("t0",), "y" * 15)),
        "licences": (Licence("L0", 9), Licence("L1", 9)),
        "weeks": 1,
    }
    return problem(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "noun"),
    [
        ({"licences": (Licence("L0", 9),)}, "las licencias están"),
        ({"experts": (Expert("E0", ("t0",), "y" * 15),)}, "quienes tienen la habilidad están"),
    ],
)
def test_explanation_tells_what_keeps_a_session_from_a_better_hour(changes, noun):
    result = solve(crowded(**changes), seconds=30)

    told = [one for one in result.explanation.sessions if one.binds]
    kept = {one.community for one in result.explanation.sessions} - {one.community for one in told}
    assert [one.binds.partition(": ")[2].startswith(noun) for one in told] == [True] * len(told)
    assert all(f"en uso por {next(iter(kept))}." in one.binds for one in told)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("limits", "noun"),
    [
        ((1, 2), "quienes tienen la habilidad llegaron a su límite del día, en uso por C0."),
        ((2, 1), "quienes tienen la habilidad llegaron a su límite de la semana, en uso por C0."),
    ],
)
def test_explanation_tells_which_limit_of_the_expert_binds(limits, noun):
    leaving = date(2027, 4, 4)
    gone = tuple(replace(one, away=((leaving, date(2027, 5, 1)),)) for one in NORTH)
    # C1 would rather meet on Monday at 10, an hour after C0
    later = tuple(person(f"P{n}", weekly="nyn" + "nmn" + "nnn" * 3) for n in range(6))
    asked = crowded(weeks=2, experts=(Expert("E0", ("t0",), "y" * 15, (), *limits),))
    first, second = asked.communities
    late = replace(later[0], away=((leaving, date(2027, 5, 1)),))
    asked = replace(
        asked,
        communities=(
            replace(first, participants=gone),
            replace(second, participants=(late, *later[1:])),
        ),
    )

    told = solve(asked, seconds=30).explanation.sessions[1]

    assert told.binds == f"2027-03-29 10:00: {noun}"


def test_explanation_tells_that_the_facilitator_is_taken():
    asked = crowded()
    shared = tuple(replace(one, facilitator="F0") for one in asked.communities)

    told = [
        one.binds
        for one in solve(replace(asked, communities=shared), seconds=30).explanation.sessions
    ]

    assert sum("quien facilita está en uso por" in binds for binds in told) == 1


def test_reach_counts_how_often_people_can_come():
    twice = person("P0", weekly="ynn" + "nnn" * 4)
    once = person("P1", region="Sur", away=(), weekly="ynn" + "nnn" * 4)
    once = replace(once, away=((datetime(2027, 4, 5).date(),) * 2,))
    asked = problem(
        communities=(
            community(
                topics=("t0", "t0"),
                gap_days=(7, 7),
                participants=(twice, once, person("P2", region="Sur", weekly="")),
            ),
        ),
        facilitators=(Facilitator("F0", MONDAY_9),),
    )

    reach = solve(asked, seconds=30).explanation.reach["C0"]

    # the prior of P2: floor((1000 * 2 + 8 * 2000) / ((1 + 8) * 2)) = 1000 on both Mondays
    assert reach == Reach(
        answered=2,
        unanswered=1,
        at_least=(2, 2, 1),
        expected=(3000, 2000),
        lowest_region=None,
        lowest_mean=1500,
    )
    assert (reach.attends_at_least(2), reach.attends_at_least_share(2)) == (1, 0.5)
    assert (reach.attends_at_least(3), reach.attends_at_least_share(3)) == (0, 0.0)


def test_reach_names_the_lowest_region_when_it_is_large_enough():
    absent = tuple(person(f"S{n}", region="Sur", weekly="n" * 15) for n in range(5))

    reach = solve(one_week(*NORTH, *absent), seconds=30).explanation.reach["C0"]

    assert (reach.lowest_region, reach.lowest_mean) == ("Sur", 0)


def test_heat_map_counts_in_the_zone_of_the_association():
    easter_nine = person("P1", zone="Pacific/Easter", weekly="mnn" + "nnn" * 4)
    people = (person("P0", weekly=MONDAY_9), easter_nine, person("P2", weekly=""))
    asked = problem(
        hours=(9, 11, 15),
        communities=(community(participants=people),),
    )

    cells = heat_map(asked, asked.communities[0])

    # nine in Easter is eleven in Santiago
    assert cells[:3] == [
        HeatCell(0, 9, yes=1, if_need=0, answered=2),
        HeatCell(0, 11, yes=0, if_need=1, answered=2),
        HeatCell(0, 15, yes=0, if_need=0, answered=2),
    ]
    assert len(cells) == 15
    assert {(cell.yes, cell.if_need) for cell in cells[3:]} == {(0, 0)}
