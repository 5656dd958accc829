"""Moving one session while the others stay."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from convoca.workplan.core.moving.mover import Mover
from convoca.workplan.core.moving.rules import Broken, Hands, Placed
from convoca.workplan.core.problem.model import Cadence, Taken
from convoca.workplan.core.problem.parsing import Expert, Facilitator, Licence, Weights
from convoca.workplan.core.result.plan import RegionLoss
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import community, person, problem, random_problem

TUESDAY, NEXT_TUESDAY = datetime(2027, 3, 30, 10), datetime(2027, 4, 6, 10)
SERIES = (Placed(TUESDAY, "t0", "E0", "L0"), Placed(NEXT_TUESDAY, "t0", "E0", "L0"))


def at(text):
    return datetime.fromisoformat(f"2027-{text}")


def two_sessions(*people, **changes):
    facts = {"topics": ("t0", "t0"), "participants": people or (person(),), "gap_days": (1, 10)}
    facts |= {name: changes.pop(name) for name in ("gap_days", "cadence") if name in changes}
    return problem(communities=(community(**facts),), **changes)


def broken_at(asked, text, *, series=SERIES, session=1):
    return Mover(asked, series, session).breaks(at(text))


def placed(asked, result):
    topics = asked.communities[0].topics
    return tuple(
        Placed(one.start, topics[one.number], one.expert, one.licence)
        for one in sorted(result.sessions, key=lambda one: one.number)
    )


WEEKLY = Cadence("weekly")
HELD = (Taken(datetime(2027, 4, 7, 9), licence="L0"), Taken(datetime(2027, 4, 8, 9), expert="E0"))


@pytest.mark.parametrize(
    ("seed", "cadence", "held"),
    [
        *((seed, Cadence(), ()) for seed in [0, 1, *range(3, 12)]),
        *((seed, WEEKLY, HELD) for seed in [0, 1, 3, 4, 5, 6]),
    ],
)
def test_ranked_moves_best_is_the_optimum_with_the_others_pinned(seed, cadence, held):
    asked = random_problem(seed, sessions=3, weeks=3)
    one = replace(asked.communities[0], previous=None, cadence=cadence)
    experts = tuple(replace(each, max_per_week=9) for each in asked.experts)
    asked = replace(asked, experts=experts, communities=(one,), taken=held)
    series = placed(asked, solve(asked, seconds=20))
    worst = Mover(asked, series, 1).rank(99)[-1]
    series = (series[0], replace(series[1], start=worst.start), series[2])
    pins = (series[0].start, None, series[2].start)

    best = solve(replace(asked, communities=(replace(one, pinned=pins),)), seconds=20)
    moves = Mover(asked, series, 1).rank(99)

    assert max(moves[0].value, worst.value) == best.value
    assert {move.value - move.gain for move in moves} == {worst.value}


def test_ranked_moves_prefers_who_can_and_gives_counts_and_gain():
    late = [person(f"P{number}", weekly="nny" * 5) for number in range(2)]
    asked = two_sessions(*late, person("P2"))

    best = Mover(asked, SERIES, 1).rank(1)[0]

    assert (best.start.hour, best.counts.yes, best.counts.cannot) == (15, 3, 0)
    assert best.gain == best.value - Mover(asked, SERIES, 1).try_at(NEXT_TUESDAY).value > 0


def test_ranked_moves_with_one_open_hour_or_none_gives_as_many():
    only_ten = Facilitator("F0", "nyn" + "n" * 12)
    asked = two_sessions(facilitators=(only_ten,), weeks=3, gap_days=(6, 6))

    assert [move.start for move in Mover(asked, SERIES, 1).rank(5)] == [at("04-05T10:00")]
    assert Mover(replace(asked, weeks=1), SERIES, 1).rank(5) == []


def test_mover_never_names_a_group_under_five():
    people = [person(f"S{n}", region="Sur", weekly="nyn" * 5) for n in range(4)]
    people += [person(f"N{n}", region="Norte", weekly="nyn" * 5) for n in range(6)]
    mover = Mover(two_sessions(*people), SERIES, 1)

    move = mover.try_at(at("04-06T15:00"))

    assert move.lost == (RegionLoss("Norte", 6),)
    assert len(mover.who_cannot(at("04-06T15:00"))) == 10


def test_mover_puts_small_regions_together_once_they_are_five():
    people = [person(f"P{n}", region=f"R{n % 3}", weekly="nyn" * 5) for n in range(9)]

    move = Mover(two_sessions(*people), SERIES, 1).try_at(at("04-06T15:00"))

    assert move.lost == (RegionLoss(None, 9),)


def test_mover_counts_who_has_not_answered_apart():
    asked = two_sessions(person("P0"), person("P1", weekly=""), person("P2", weekly="m" * 15))

    counts = Mover(asked, SERIES, 1).counts_at([NEXT_TUESDAY])[0]

    assert (counts.yes, counts.if_need, counts.cannot, counts.unanswered) == (1, 1, 0, 1)
    assert (counts.answered, counts.expected) == (2, 1000 + 500 + 750)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("04-07T10:00", []),
        ("04-10T10:00", ["weekend", "gap"]),
        ("04-08T10:00", ["closed"]),
        ("04-12T10:00", ["outside", "gap"]),
        ("04-07T11:00", ["hour"]),
        ("04-07T10:30", ["hour"]),
        ("03-29T10:00", ["order"]),
    ],
)
def test_mover_names_the_rules_of_the_calendar(text, rules):
    asked = two_sessions(closed_days=frozenset({date(2027, 4, 8)}))

    assert [one.rule for one in broken_at(asked, text)] == rules


@pytest.mark.parametrize(
    ("cadence", "text", "rule"),
    [
        (Cadence("weekly"), "04-09T10:00", None),
        (Cadence("fortnightly"), "04-06T10:00", "cadence"),
        (Cadence("monthly"), "04-06T10:00", None),
        (Cadence("monthly", weekday=1, nth=1), "04-06T10:00", None),
        (Cadence("monthly", weekday=1, nth=2), "04-06T10:00", "nth"),
        (Cadence("days", weekday=2), "04-06T10:00", "weekday"),
    ],
)
def test_mover_judges_the_cadence(cadence, text, rule):
    asked = two_sessions(cadence=cadence)

    assert [one.rule for one in broken_at(asked, text)] == ([rule] if rule else [])


def test_mover_says_how_far_the_other_session_is():
    asked = two_sessions(gap_days=(1, 7))

    assert broken_at(asked, "04-09T10:00") == [Broken("gap", days=10, number=0)]


def taken(**fields):
    return {"taken": (Taken(NEXT_TUESDAY, **fields),)}


@pytest.mark.parametrize(
    ("held", "rule"),
    [
        (taken(facilitator="F0"), Broken("facilitator_busy", who="F0")),
        (taken(expert="E0"), Broken("expert_busy", who="E0")),
        (taken(licence="L0"), Broken("licence_busy")),
        (taken(persons=("ana",)), Broken("persons", days=1)),
    ],
)
def test_mover_respects_what_others_hold_at_that_hour(held, rule):
    asked = two_sessions(person(person="ana"), **held)

    assert broken_at(asked, "04-06T10:00") == [rule]
    assert [one.rule for one in broken_at(asked, "04-07T10:00")] == []


def test_mover_counts_the_hours_of_a_long_session_of_others():
    early = Taken(datetime(2027, 4, 6, 9), session_min=90, licence="L0")

    assert broken_at(two_sessions(taken=(early,)), "04-06T10:00") == [Broken("licence_busy")]


def test_mover_gives_another_expert_and_licence_where_the_own_are_held():
    second = Expert("E1", ("t0",), "y" * 15)
    asked = two_sessions(
        experts=(Expert("E0", ("t0",), "y" * 15), second),
        licences=(Licence("L0", 100), Licence("L2", 300), Licence("L1", 100)),
        **taken(expert="E0", licence="L0"),
    )

    assert Mover(asked, SERIES, 1).try_at(NEXT_TUESDAY).hands == Hands("E1", "L1")
    assert Mover(asked, SERIES, 1).try_at(at("04-07T10:00")).hands == Hands("E0", "L0")


def test_mover_keeps_to_the_limits_of_an_expert():
    other = Taken(datetime(2027, 4, 8, 15), expert="E0")
    week = Expert("E0", ("t0",), "y" * 15, (), 2, 1)

    found = broken_at(two_sessions(taken=(other,)), "04-08T10:00")
    in_week = broken_at(two_sessions(taken=(other,), experts=(week,)), "04-06T10:00")

    assert found == in_week == [Broken("expert_limit", who="E0")]


def test_mover_names_what_is_missing():
    days = (date(2027, 4, 6), date(2027, 4, 6))
    nobody = Expert("E0", ("t9",), "y" * 15)
    away = Licence("L0", 100, (days,))
    small = Licence("L0", 1)
    people = (person("P0"), person("P1"))

    assert broken_at(two_sessions(experts=(nobody,)), "04-06T10:00") == [Broken("no_expert")]
    assert broken_at(two_sessions(licences=(away,)), "04-06T10:00") == [Broken("licence_busy")]
    assert broken_at(two_sessions(*people, licences=(small,)), "04-06T10:00") == [
        Broken("licence_small")
    ]


def test_mover_without_a_topic_needs_nobody_to_lead():
    series = (SERIES[0], Placed(NEXT_TUESDAY))

    assert Mover(two_sessions(experts=()), series, 1).breaks(NEXT_TUESDAY) == []


def test_ranked_moves_counts_leaving_the_announced_date_as_its_cost():
    series = (SERIES[0], replace(SERIES[1], previous=NEXT_TUESDAY))
    asked = two_sessions(weights=Weights(change=0, move=700), gap_days=(7, 7))

    moves = Mover(asked, series, 1).rank(9)

    assert {move.gain for move in moves} == {-700}
    assert [move.start.hour for move in moves] == [9, 15]


def test_ranked_moves_across_the_clock_change_reads_each_zone_on_its_own_clock():
    nine = "ynn" * 5
    far = person("P1", zone="Pacific/Easter", weekly=nine)
    mover = Mover(two_sessions(person("P0"), far, hours=(9, 10, 11)), SERIES, 1)

    before, after = at("04-02T11:00"), at("04-05T11:00")

    assert [one.yes for one in mover.counts_at([before, after])] == [2, 2]
    assert after - before == timedelta(days=3)


def test_ranked_moves_of_a_community_without_anybody_goes_by_time():
    nobody = problem(communities=(community(topics=("t0", "t0"), participants=()),))

    moves = Mover(nobody, SERIES, 1).rank(2)

    assert [(move.gain, move.counts.expected) for move in moves] == [(0, 0), (0, 0)]
    assert moves[0].start < moves[1].start
