import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.parsing import (
    Expert,
    Facilitator,
    Licence,
    Weights,
    parse_problem,
    problem_to_dict,
)
from convoca.workplan.core.result.plan import result_to_dict
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import (
    brute_force,
    community,
    person,
    problem,
    random_problem,
)

SHARED = Path(__file__).parents[5] / "shared" / "instances"


def broken_rules(asked, result):
    plan = json.loads(json.dumps(result_to_dict(result)))
    return check_plan(json.loads(json.dumps(problem_to_dict(asked))), plan)


@pytest.mark.parametrize("seed", range(25))
def test_solve_equals_brute_force_for_one_community(seed):
    asked = random_problem(seed, sessions=1 + seed % 3, session_min=60 + 60 * (seed % 5 == 0))

    result = solve(asked, seconds=30)

    best = brute_force(asked)
    assert result.status == ("infeasible" if best is None else "optimal")
    assert (result.value, result.upper_bound) == (best, best)
    assert broken_rules(asked, result) == []


@pytest.mark.parametrize("seed", range(12))
def test_solve_equals_brute_force_when_two_communities_share(seed):
    asked = random_problem(seed, communities=2, sessions=1, weeks=1)
    asked = replace(
        asked,
        licences=(Licence("L0", 9),),
        facilitators=(asked.facilitators[0], replace(asked.facilitators[0], id="F1")),
    )

    result = solve(asked, seconds=30)

    assert result.value == brute_force(asked)
    assert broken_rules(asked, result) == []


def one_hour_wanted_by(count, **changes):
    """So many communities whose people and facilitators can only on Monday at 9."""
    monday = "y" + "n" * 14
    return problem(
        communities=tuple(
            community(f"C{n}", facilitator=f"F{n}", participants=(person(weekly="y" * 15),))
            for n in range(count)
        ),
        facilitators=tuple(Facilitator(f"F{n}", monday) for n in range(count)),
        experts=tuple(Expert(f"E{n}", ("t0",), "y" * 15) for n in range(count)),
        licences=tuple(Licence(f"L{n}", 9) for n in range(count)),
        **changes,
    )


def test_solve_uses_another_week_when_one_licence_is_shared():
    asked = replace(one_hour_wanted_by(2), licences=(Licence("L0", 9),))

    result = solve(asked, seconds=30)

    assert result.status == "optimal"
    assert {one.start for one in result.sessions} == {
        datetime(2027, 3, 29, 9),
        datetime(2027, 4, 5, 9),
    }
    assert broken_rules(asked, result) == []


def test_solve_proves_infeasible_when_three_communities_share_two_hours():
    asked = replace(one_hour_wanted_by(3), licences=(Licence("L0", 9),))

    result = solve(asked, seconds=30)

    assert (result.status, result.value, result.sessions) == ("infeasible", None, ())
    assert result.explanation.conflict_rules == ("licence",)


def test_solve_gives_the_same_plan_for_the_same_seed():
    asked = random_problem(3, communities=3, sessions=2)

    first, second = (solve(asked, seconds=30, seed=7) for _ in range(2))

    assert replace(first, seconds=0) == replace(second, seconds=0)


def test_solve_keeps_a_bound_above_the_optimum_when_time_is_up_at_once():
    asked = random_problem(4, communities=2, sessions=3, weeks=4)
    best = solve(asked, seconds=30)

    hurried = solve(asked, seconds=0)

    assert hurried.status in ("feasible", "optimal", "unknown")
    assert hurried.value is None or hurried.value <= best.value <= hurried.upper_bound
    assert broken_rules(asked, hurried) == []


def test_solve_keeps_a_pinned_session_and_plans_the_rest_around_it():
    pinned = datetime(2027, 4, 2, 15)
    asked = problem(
        communities=(
            community(topics=("t0", "t0"), pinned=(pinned, None), participants=(person(),)),
        )
    )

    result = solve(asked, seconds=30)

    assert result.sessions[0].start == pinned
    assert broken_rules(asked, result) == []


def test_solve_stays_at_previous_when_moving_costs_more_than_it_gains():
    previous = datetime(2027, 3, 30, 10)
    lukewarm = person(weekly="nnn" + "nmn" + "y" * 9)
    asked = problem(
        communities=(community(previous=(previous,), participants=(lukewarm,)),),
        weights=Weights(move=1_000_000),
    )

    stays = solve(asked, seconds=30)
    moves = solve(replace(asked, weights=Weights(move=1)), seconds=30)

    assert stays.sessions[0].start == previous
    assert moves.sessions[0].start != previous
    assert moves.communities["C0"].move == -1


def test_solve_needs_no_expert_for_a_topic_of_none():
    asked = problem(experts=(), communities=(community(topics=(None,)),))

    result = solve(asked, seconds=30)

    assert [one.expert for one in result.sessions] == [None]
    assert broken_rules(asked, result) == []


def test_solve_hands_out_free_licences_when_sessions_last_two_hours():
    asked = replace(one_hour_wanted_by(3), session_min=120, weeks=1)
    asked = replace(
        asked,
        facilitators=tuple(Facilitator(f"F{n}", "yyn" + "n" * 12) for n in range(3)),
        licences=(Licence("L0", 9), Licence("L1", 9), Licence("L2", 9)),
    )

    result = solve(asked, seconds=30)

    assert {one.licence for one in result.sessions} == {"L0", "L1", "L2"}
    assert {one.start.hour for one in result.sessions} == {9}
    assert broken_rules(asked, result) == []


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the example instances are not beside the project")
def test_solve_proves_the_example_of_one_community():
    raw = json.loads((SHARED / "one.json").read_text())
    asked = parse_problem(raw)

    result = solve(asked, seconds=300)

    assert (result.status, result.value) == ("optimal", result.upper_bound)
    assert check_plan(raw, json.loads(json.dumps(result_to_dict(result)))) == []


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the example instances are not beside the project")
def test_solve_names_the_missing_skills_of_the_example_of_six():
    asked = parse_problem(json.loads((SHARED / "six.json").read_text()))

    result = solve(asked, seconds=30)

    assert result.status == "infeasible"
    assert result.explanation.conflict_rules == ("topic", "topic")
    assert [line.partition(".")[0] for line in result.explanation.conflicts] == [
        (
            "Nadie tiene la habilidad «t7», que piden «C0» (sesión 1), «C1» (sesión 1) y «C4» "
            "(sesiones 3 y 4)"
        ),
        "Nadie tiene la habilidad «t10», que piden «C1» (sesión 3) y «C5» (sesión 2)",
    ]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the example instances are not beside the project")
def test_solve_proves_the_example_of_six_once_somebody_has_the_skills():
    asked = parse_problem(json.loads((SHARED / "six.json").read_text()))
    taught = tuple(
        replace(one, skills=(*one.skills, ("t7", "t10")[number % 2]))
        for number, one in enumerate(asked.experts)
    )
    asked = replace(asked, experts=taught)

    result = solve(asked, seconds=600)

    assert (result.status, result.value) == ("optimal", result.upper_bound)
    assert broken_rules(asked, result) == []
