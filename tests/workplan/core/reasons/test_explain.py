from dataclasses import replace
from datetime import date, datetime

import pytest

from convoca.workplan.core.problem.model import Taken
from convoca.workplan.core.problem.parsing import Expert, Facilitator, Licence
from convoca.workplan.core.result.plan import Alternative, Reach, RegionLoss
from convoca.workplan.core.search.solve import solve
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
    assert (told.answered, told.yes, told.if_need) == (8, 6, 1)


def test_explanation_shares_are_nothing_when_nobody_answered():
    told = reasons(one_week(person(weekly="")))

    assert told.answered == 0


def test_explanation_gives_the_next_best_and_who_is_lost():
    told = reasons(one_week(*NORTH, *SOUTH))

    # Monday 9: x = g = 8000 and every region at 1000. Tuesday 10: x = g = 2000, the north at 0
    cost = (8000 - 2000) + 3 * (8000 - 2000) + 2 * 8 * 1000
    assert told.next_best == Alternative(
        start=datetime(2027, 3, 30, 10), cost=cost, lost=(RegionLoss("Norte", 6),), expected=2000
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
        ({"licences": (Licence("L0", 9),)}, "la única licencia está"),
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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"experts": (Expert("E0", ("t0",), "nyn" + "y" * 12),)}, "«E0» no puede a esa hora."),
        ({"experts": (Expert("E0", ("t0",), "nnn" + "y" * 12),)}, "«E0» no puede ese día."),
        (
            {"experts": tuple(Expert(f"E{n}", ("t0",), "nyn" + "y" * 12) for n in range(2))},
            "quienes pueden llevar el tema no pueden a esa hora.",
        ),
        ({"facilitators": (Facilitator("F0", "nyy" * 5),)}, "quien facilita no puede a esa hora."),
        (
            {"licences": (Licence("L0", 5),)},
            "se espera a más personas de las que caben en la mayor licencia.",
        ),
    ],
)
def test_explanation_tells_what_forbids_the_hour_that_suits_best(changes, words):
    assert reasons(one_week(*NORTH, **changes)).binds == f"2027-03-29 09:00: {words}"


def test_explanation_tells_that_standing_sessions_hold_the_only_licence():
    taken = (Taken(datetime(2027, 3, 29, 9), licence="L0"),)

    assert reasons(one_week(*NORTH, taken=taken)).binds == (
        "2027-03-29 09:00: lo que se comparte está en uso por otras sesiones ya fijadas."
    )


def test_explanation_counts_the_licences_and_names_who_has_them():
    asked = crowded(
        communities=tuple(
            community(f"C{n}", facilitator=f"F{n}", topics=(None,), participants=NORTH)
            for n in range(3)
        ),
        facilitators=tuple(Facilitator(f"F{n}", "y" * 15) for n in range(3)),
    )

    sessions = solve(asked, seconds=30).explanation.sessions

    told = {one.binds for one in sessions} - {""}
    left = [one.community for one in sessions if not one.binds]
    assert told == {f"2027-03-29 09:00: las 2 licencias están en uso por {', '.join(left)}."}


def test_explanation_of_a_pinned_session_names_no_better_hour():
    asked = one_week(*NORTH)
    pinned = replace(asked.communities[0], pinned=(datetime(2027, 3, 30, 10),))

    told = reasons(replace(asked, communities=(pinned,)))

    assert (told.next_best, told.binds) == (None, "")


def test_explanation_says_nothing_of_better_hours_on_a_day_that_the_community_closed():
    asked = one_week(*NORTH)
    closed = replace(asked.communities[0], closed_days=frozenset({date(2027, 3, 29)}))

    assert reasons(replace(asked, communities=(closed,))).binds == ""


def test_explanation_counts_nobody_who_needs_a_session_that_others_make_up_for():
    twice = community(participants=NORTH, topics=("t0", "t0"), gap_days=(7, 7), reach=1)

    told = reasons(problem(communities=(twice,)))

    assert (told.needing, told.needing_in) == (0, ())


def test_explanation_joins_small_regions_that_need_a_session_to_a_larger_one():
    asked = one_week(*NORTH, *SOUTH)
    once = replace(asked.communities[0], reach=1)

    told = reasons(replace(asked, communities=(once,)))

    assert (told.needing, told.needing_in) == (8, (RegionLoss(None, 8),))


def test_explanation_names_the_regions_that_need_a_session():
    asked = one_week(*NORTH)
    once = replace(asked.communities[0], reach=1)

    told = reasons(replace(asked, communities=(once,)))

    assert (told.needing, told.needing_in) == (6, (RegionLoss("Norte", 6),))


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
    assert (reach.attends_at_least(2), reach.answered) == (1, 2)
    assert reach.attends_at_least(3) == 0


def test_reach_names_the_lowest_region_when_it_is_large_enough():
    absent = tuple(person(f"S{n}", region="Sur", weekly="n" * 15) for n in range(5))

    reach = solve(one_week(*NORTH, *absent), seconds=30).explanation.reach["C0"]

    assert (reach.lowest_region, reach.lowest_mean) == ("Sur", 0)
