"""The parts of a plan of many communities, and what cannot stand side by side."""

from dataclasses import replace
from datetime import datetime

import pytest

from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.parsing import (
    Facilitator,
    Licence,
    parse_problem,
    problem_to_dict,
)
from convoca.workplan.core.result.country import (
    BusyHour,
    Clash,
    Standing,
    alone_bounds,
    count_use,
    find_clash,
    full_hours,
    slice_problem,
    slice_result,
    standing_of,
)
from convoca.workplan.core.result.plan import result_to_dict
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import community, person, problem

TEN = datetime(2027, 3, 30, 10)
FREE = "y" * 15


def standing(name="A", start=TEN, minutes=60, licence=None, expert=None, **more):
    return Standing(name, start, minutes, licence, expert, more.pop("facilitator", None), **more)


@pytest.fixture(scope="module")
def two():
    """Two communities with one licence, solved: (problem, plan) as they are stored."""
    facilitators = (Facilitator("F0", FREE), Facilitator("F1", FREE))
    shared = person("P0", weekly="n" * 14 + "y", person="person:7")
    first = community("A", topics=(None,), participants=(shared,))
    second = community("B", topics=(None,), participants=(shared,), facilitator="F1")
    asked = problem(
        licences=(Licence("L0", 100),),
        facilitators=facilitators,
        communities=(first, second),
        extra={"names": {}},
    )
    result = result_to_dict(solve(asked, seconds=10))
    return problem_to_dict(asked), result


def test_slice_of_a_plan_is_a_plan_of_its_own_that_the_checker_accepts(two):
    asked, result = two
    part = slice_result(result, "A")
    own = slice_problem(asked, result, "A")

    faults = check_plan(own, part)

    assert faults == check_plan(asked, result)
    assert [one["community"] for one in part["sessions"]] == ["A"]
    assert part["value"] == result["communities"]["A"]["value"]
    assert list(part["explanation"]["reach"]) == ["A"]
    assert parse_problem(own).taken[0].persons == ("person:7",)


def test_slice_takes_what_the_others_use_and_closes_its_own_days(two):
    asked, result = two
    closed = {**asked, "closed_days": ["2027-04-01"]}
    own_keys = {"closed_days": ["2027-04-02"], "session_min": 45, "weights": {"reach": 9}}
    closed["communities"] = [{**one, **own_keys} for one in asked["communities"]]
    other = next(one for one in result["sessions"] if one["community"] == "B")

    own = slice_problem(closed, result, "A")

    assert own["taken"] == [
        {
            "start": other["start"],
            "session_min": 45,
            "licence": "L0",
            "expert": None,
            "facilitator": "F1",
            "persons": ["person:7"],
        }
    ]
    assert (own["closed_days"], own["session_min"]) == (["2027-04-01", "2027-04-02"], 45)
    assert own["weights"] == {**asked["weights"], "reach": 9}
    assert own["communities"] == asked["communities"][:1]


def test_sessions_of_a_plan_keep_what_they_use(two):
    asked, result = two

    found = standing_of(asked, result)

    assert [(one.community, one.licence, one.facilitator) for one in found] == [
        ("A", "L0", "F0"),
        ("B", "L0", "F1"),
    ]
    assert find_clash(found[:1], found[1:]) is None


@pytest.mark.parametrize(
    ("certificate", "bounds"),
    [(None, {}), ({"alone": {"A": 12.0, "B": None}}, {"A": 12})],
)
def test_alone_bounds_come_from_the_certificate_where_it_says(certificate, bounds):
    assert alone_bounds({"certificate": certificate}) == bounds


def test_clash_names_the_licence_before_people_and_nothing_where_hours_do_not_meet():
    people = frozenset({"person:1", "person:2"})
    own = standing(minutes=90, licence="L0", persons=people)
    later = standing("B", TEN.replace(hour=11), licence="L0", persons=people)
    after = replace(later, start=TEN.replace(hour=12))
    other_licence = replace(later, licence="L1")
    strangers = replace(other_licence, persons=frozenset())

    found = [find_clash([own], [one]) for one in (later, after, other_licence, strangers)]

    assert found == [
        Clash("licence", "L0", later),
        None,
        Clash("person", "person:1", other_licence),
        None,
    ]


def test_rows_that_are_nobody_elses_never_clash():
    assert find_clash([standing("A")], [standing("B")]) is None


def test_use_counts_every_hour_that_a_session_holds():
    sessions = [standing("B"), standing("A", minutes=90)]

    used = count_use(sessions)

    assert used == {TEN: ["A", "B"], TEN.replace(hour=11): ["A"]}
    assert full_hours(sessions, licences=2) == [BusyHour(TEN, 2, ("A", "B"))]
    assert full_hours(sessions, licences=0) == []
