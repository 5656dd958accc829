import copy
import json
from datetime import timedelta

import pytest

from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.parsing import Expert, Facilitator, Licence, problem_to_dict
from convoca.workplan.core.result.plan import result_to_dict
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import MONDAY, as_plan, community, person, problem

FREE = "y" * 15
# the first community meets on Monday and Wednesday at 9, the second on Tuesday at 9
TWO_WEEKLY = "ynn" + "nnn" + "ynn" + "nnn" + "nnn"
ONE_WEEKLY = "nnn" + "ynn" + "nnn" + "nnn" + "nnn"


@pytest.fixture(scope="module")
def sound():
    """A problem with two communities and its optimal plan, as their files say them."""
    asked = problem(
        weeks=1,
        closed_days=frozenset({MONDAY + timedelta(days=4)}),
        licences=(Licence("L0", 9), Licence("L1", 0)),
        facilitators=(Facilitator("F0", "yyy" + "yyy" + "yyn" + "yny" + "yyy"),),
        experts=(
            Expert("E0", ("t0",), "yyy" + "yny" + "yyy" * 3, (), 1, 2),
            Expert("E1", ("t0", "t1"), FREE, (), 1, 1),
        ),
        communities=(
            community(
                topics=("t0", "t0"), gap_days=(2, 2), participants=(person(weekly=TWO_WEEKLY),)
            ),
            community("C1", topics=("t1",), participants=(person(weekly=ONE_WEEKLY),)),
        ),
    )
    raw = json.loads(json.dumps(problem_to_dict(asked)))
    plan = json.loads(json.dumps(result_to_dict(solve(asked, seconds=30))))
    return raw, plan


def recounted(raw, plan, changes):
    """Change sessions of a plan and make its value true again, so that only rules can break."""
    sessions = copy.deepcopy(plan["sessions"])
    for number, fields in changes.items():
        sessions[number].update(fields)
    return as_plan(raw, sessions)


def test_check_plan_finds_nothing_in_a_sound_plan(sound):
    raw, plan = sound

    assert [one["start"] for one in plan["sessions"]] == [
        "2027-03-29T09:00",
        "2027-03-31T09:00",
        "2027-03-30T09:00",
    ]
    assert check_plan(raw, plan) == []
    assert check_plan(raw, recounted(raw, plan, {})) == []


FIRST, SECOND, OTHER = (
    "Comunidad «C0», sesión 1",
    "Comunidad «C0», sesión 2",
    "Comunidad «C1», sesión 1",
)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({2: {"start": "2027-04-06T09:00"}}, f"{OTHER}: 2027-04-06 está fuera de las semanas"),
        ({2: {"start": "2027-04-02T09:00"}}, f"{OTHER}: 2027-04-02 no es un día hábil."),
        ({2: {"start": "2027-04-03T09:00"}}, f"{OTHER}: 2027-04-03 no es un día hábil."),
        ({2: {"start": "2027-03-30T11:00"}}, f"{OTHER}: no puede empezar a las 11:00."),
        ({2: {"start": "2027-03-30T09:30"}}, f"{OTHER}: no puede empezar a las 09:30."),
        ({1: {"start": "2027-04-01T09:00"}}, f"{SECOND}: está a 3 días de la anterior."),
        ({1: {"start": "2027-03-31T15:00"}}, f"{SECOND}: «F0», quien facilita, no está libre."),
        ({2: {"expert": "E0"}}, f"{OTHER}: «E0» no tiene la habilidad «t1»."),
        ({2: {"expert": None}}, f"{OTHER}: falta la persona experta."),
        ({0: {"start": "2027-03-30T10:00"}}, f"{FIRST}: «E0», persona experta, no está libre."),
        ({2: {"licence": "L1"}}, f"{OTHER}: no caben en la licencia «L1»."),
        ({0: {"expert": "E1"}}, "«E1» tiene 2 sesiones en la semana 1."),
        ({0: {"expert": "E1"}, 2: {"start": "2027-03-29T10:00"}}, "«E1» tiene 2 sesiones el 2027"),
        ({2: {"start": "2027-03-29T09:00"}}, "2027-03-29 09:00: la licencia «L0» está en 2"),
        ({2: {"start": "2027-03-29T09:00"}}, "2027-03-29 09:00: quien facilita «F0» está en 2"),
        (
            {2: {"start": "2027-03-29T09:00", "expert": "E0"}},
            "2027-03-29 09:00: la persona experta «E0» está en 2",
        ),
    ],
)
def test_check_plan_names_each_broken_rule(sound, changes, sentence):
    raw, plan = sound

    broken = check_plan(raw, recounted(raw, plan, changes))

    assert any(line.startswith(sentence) for line in broken), broken


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"value": 1}, "El plan dice que vale «1», y vale"),
        ({"value": [[]]}, "El plan dice que vale de otro tipo, y vale"),
        ({"upper_bound": 1}, "La cota «1» debe ser un entero no menor que"),
        ({"upper_bound": None}, "La cota «None» debe ser un entero"),
        ({"upper_bound": 10**9}, "Un plan óptimo tiene cota igual a su valor, y dice 1000000000."),
        ({"communities": {}}, "Comunidad «C0»: sus términos deben ser"),
        ({"communities": None}, "Comunidad «C1»: sus términos deben ser"),
        ({"sessions": None}, "Falta la lista de sesiones."),
        ({"sessions": "no"}, "Falta la lista de sesiones."),
        ({"sessions": [3]}, "sessions[0]: no se entiende; revise sus campos."),
        ({"sessions": []}, "Comunidad «C0», sesión 1: aparece 0 veces."),
        ({"format": "otro"}, "El plan debe ser un objeto JSON con el formato «convoca.plan/1»."),
        ({"status": []}, "El estado de otro tipo no se conoce"),
        ({"status": "infeasible"}, "Un plan sin solución no puede traer sesiones ni valor."),
    ],
)
def test_check_plan_names_what_is_false_in_the_plan(sound, change, sentence):
    raw, plan = sound

    broken = check_plan(raw, {**plan, **change})

    assert any(line.startswith(sentence) for line in broken), broken


@pytest.mark.parametrize(
    "change",
    [
        {"community": "C9"},
        {"community": []},
        {"n": 7},
        {"n": True},
        {"n": 0.0},
        {"start": 5},
        {"start": "mañana"},
        {"start": "2027-03-29T09:00+00:00"},
        {"expert": "E9"},
        {"licence": "L9"},
        {"licence": {}},
    ],
)
def test_check_plan_refuses_sessions_it_cannot_read(sound, change):
    raw, plan = sound
    sessions = [{**plan["sessions"][0], **change}, *plan["sessions"][1:]]

    broken = check_plan(raw, {**plan, "sessions": sessions})

    assert broken[0] == "sessions[0]: no se entiende; revise sus campos."


def test_check_plan_refuses_a_session_that_comes_twice(sound):
    raw, plan = sound
    sessions = [*plan["sessions"], plan["sessions"][0]]

    broken = check_plan(raw, {**plan, "sessions": sessions})

    assert broken == ["Comunidad «C0», sesión 1: aparece 2 veces."]


def test_check_plan_names_a_pin_that_was_not_kept(sound):
    raw, plan = copy.deepcopy(sound)
    raw["communities"][1]["pinned"] = ["2027-03-30T10:00"]

    assert check_plan(raw, plan) == [
        "Comunidad «C1», sesión 1: estaba fijada para 2027-03-30T10:00."
    ]


def test_check_plan_names_who_is_away(sound):
    raw, plan = copy.deepcopy(sound)
    raw["facilitators"][0]["away"] = [["2027-03-30", "2027-03-30"]]

    broken = check_plan(raw, plan)

    assert broken == ["Comunidad «C1», sesión 1: «F0», quien facilita, no está libre."]


def test_check_plan_names_a_long_session_that_leaves_the_grid(sound):
    raw, plan = copy.deepcopy(sound)
    raw["session_min"] = 90
    sessions = [{**plan["sessions"][0], "start": "2027-03-29T15:00"}, *plan["sessions"][1:]]

    broken = check_plan(raw, as_plan(raw, sessions))

    assert "Comunidad «C0», sesión 1: «F0», quien facilita, no está libre." in broken


def test_check_plan_accepts_a_plan_without_solution(sound):
    raw, _ = sound
    plan = {"format": "convoca.plan/1", "status": "infeasible", "value": None, "sessions": []}

    assert check_plan(raw, plan) == []
    assert check_plan(raw, None) != []


def test_check_plan_counts_nobody_when_nobody_answered(sound):
    raw, plan = copy.deepcopy(sound)
    for one in raw["communities"]:
        one["participants"][0]["weekly"] = ""

    assert check_plan(raw, as_plan(raw, plan["sessions"])) == []
    assert as_plan(raw, plan["sessions"])["value"] == -5000  # another weekday, and nobody


def with_changes(sound, path, value):
    """The sound problem with one place of its file changed."""
    raw = copy.deepcopy(sound[0])
    *steps, last = path
    place = raw
    for step in steps:
        place = place[step]
    place[last] = value
    return raw


TAKEN = {"start": "2027-03-31T09:30", "session_min": 30}
FIRST_SERIES, SECOND_SERIES = ("communities", 0), ("communities", 1)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (
            (*FIRST_SERIES, "cadence"),
            {"kind": "weekly", "weekday": None, "nth": None},
            f"{SECOND}: está a 0 semanas de la anterior.",
        ),
        (
            (*FIRST_SERIES, "cadence"),
            {"kind": "fortnightly"},
            f"{SECOND}: está a 0 semanas de la anterior.",
        ),
        (
            (*FIRST_SERIES, "cadence"),
            {"kind": "monthly"},
            f"{SECOND}: está a 0 meses de la anterior.",
        ),
        (
            (*SECOND_SERIES, "cadence"),
            {"kind": "days", "weekday": 2},
            f"{OTHER}: 2027-03-30 no es miércoles.",
        ),
        (
            (*SECOND_SERIES, "cadence"),
            {"kind": "monthly", "weekday": 1, "nth": 1},
            f"{OTHER}: 2027-03-30 no es el día número 1 de su nombre en el mes.",
        ),
        (
            (*SECOND_SERIES, "closed_days"),
            ["2027-03-30"],
            f"{OTHER}: 2027-03-30 está cerrado para esta comunidad.",
        ),
        (
            ("licences", 0, "away"),
            [["2027-03-30", "2027-03-30"]],
            f"{OTHER}: la licencia «L0» no está ese día.",
        ),
        (
            ("taken",),
            [{**TAKEN, "licence": "L0", "expert": None}],
            "2027-03-31 09:00: la licencia «L0» está en 2 sesiones.",
        ),
        (
            ("taken",),
            [{**TAKEN, "facilitator": "F0"}],
            "2027-03-31 09:00: quien facilita «F0» está en 2 sesiones.",
        ),
        (
            ("taken",),
            [{**TAKEN, "start": "2027-03-31T15:00", "expert": "E0"}],
            "«E0» tiene 2 sesiones el 2027-03-31, más que su límite.",
        ),
        (
            ("taken",),
            [{**TAKEN, "start": "2027-04-01T15:00", "expert": "E0"}],
            "«E0» tiene 3 sesiones en la semana 1.",
        ),
        ((*SECOND_SERIES, "session_min"), 120, f"{OTHER}: «F0», quien facilita, no está libre."),
    ],
)
def test_check_plan_names_each_broken_rule_of_the_newer_keys(sound, path, value, sentence):
    raw = with_changes(sound, path, value)
    if path[-1] == "session_min":
        raw["facilitators"][0]["weekly"] = "yyy" + "yny" + "yyn" + "yny" + "yyy"

    assert sentence in check_plan(raw, sound[1])


def test_check_plan_finds_people_who_are_asked_for_twice(sound):
    raw = copy.deepcopy(sound[0])
    raw["communities"][0]["participants"][0]["person"] = "X"
    raw["communities"][1]["participants"][0]["person"] = "X"
    raw["taken"] = [{"start": "2027-03-30T08:00", "session_min": 61, "persons": ["X", "Z"]}]

    together = check_plan(raw, recounted(raw, sound[1], {2: {"start": "2027-03-29T09:00"}}))

    assert check_plan(raw, sound[1]) == [
        f"2027-03-30 09:00: una persona está a la vez en {OTHER} y otra sesión ya fijada."
    ]
    assert f"2027-03-29 09:00: una persona está a la vez en {FIRST} y {OTHER}." in together


def test_check_plan_weighs_a_community_by_its_own_weights(sound):
    raw = with_changes(sound, (*SECOND_SERIES, "weights"), {"reach": 0})

    assert as_plan(raw, sound[1]["sessions"])["communities"]["C1"]["reach"] == 0
    assert as_plan(raw, sound[1]["sessions"])["communities"]["C0"]["reach"] > 0
