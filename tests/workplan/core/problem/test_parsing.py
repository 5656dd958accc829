import copy
import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.workplan.core.problem.parsing import (
    FORMAT,
    Cadence,
    Council,
    Problem,
    ProblemError,
    Weights,
    parse_problem,
    problem_to_dict,
)
from tests.workplan.core.small import (
    community,
    person,
    problem,
    random_problem,
    random_rich_problem,
)


@pytest.fixture
def raw():
    everyone = (
        person("P0", council=Council(1, (1, 3), "pm"), away=((date(2027, 3, 29),) * 2,)),
        person("P1", weekly=""),
    )
    start = datetime(2027, 3, 29, 9)
    one = community(participants=everyone, previous=(start,), pinned=(None,))
    return problem_to_dict(problem(communities=(one,)))


@given(seed=st.integers(0, 10_000))
def test_parse_problem_reads_back_what_was_written(seed):
    asked = random_problem(seed, communities=2, sessions=2)

    assert parse_problem(problem_to_dict(asked)) == asked


@given(seed=st.integers(0, 10_000))
def test_parse_problem_reads_back_cadences_people_and_sessions_of_others(seed):
    asked = random_rich_problem(seed, communities=2)

    assert parse_problem(problem_to_dict(asked)) == asked


def test_problem_to_dict_writes_no_key_that_says_nothing(raw):
    assert "taken" not in raw
    assert sorted(raw["licences"][0]) == ["capacity", "id"]
    assert "person" not in raw["communities"][0]["participants"][0]
    assert sorted(raw["communities"][0]) == [
        *("facilitator", "gap_days", "id", "participants", "pinned", "previous", "reach"),
        "topics",
    ]


def test_parse_problem_takes_what_a_community_does_not_weigh_from_the_problem(raw):
    raw["weights"] = {"attendance": 7, "move": 9}
    raw["communities"][0]["weights"] = {"move": 2}

    asked = parse_problem(raw)

    assert asked.weights_of(asked.communities[0]) == Weights(attendance=7, move=2)


def test_parse_problem_needs_no_gap_when_weeks_are_counted(raw):
    del raw["communities"][0]["gap_days"]
    raw["communities"][0]["cadence"] = {"kind": "weekly"}

    assert parse_problem(raw).communities[0].cadence == Cadence("weekly")


def test_parse_problem_keeps_unknown_keys_at_the_top(raw):
    asked = parse_problem({**raw, "nota": "de prueba"})

    assert asked.extra == {"nota": "de prueba"}
    assert problem_to_dict(asked)["nota"] == "de prueba"


def test_parse_problem_uses_the_usual_values_when_absent(raw):
    for key in ("session_min", "closed_days", "regional_closed", "margin_permille", "value"):
        del raw[key]
    del raw["prior_strength"], raw["weights"], raw["experts"][0]["max_per_day"]

    assert parse_problem(raw) == parse_problem(problem_to_dict(parse_problem(raw)))
    assert (parse_problem(raw).yes, parse_problem(raw).margin_permille) == (1000, 1150)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "El archivo debe contener un objeto JSON con el problema."),
        ({}, "El formato del archivo no se conoce: debe decir «convoca.plan.problem/1»."),
        (
            {"format": "convoca.plan.problem/2"},
            f"El formato «convoca.plan.problem/2» no se conoce: debe decir «{FORMAT}».",
        ),
    ],
)
def test_parse_problem_refuses_other_formats_by_name(found, sentence):
    with pytest.raises(ProblemError) as refused:
        parse_problem(found)

    assert refused.value.sentences == [sentence]


WHOLE = "escriba un número entero de"


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("weeks", 0, f"weeks: {WHOLE} 1 a 104."),
        ("weeks", True, f"weeks: {WHOLE} 1 a 104."),
        ("weeks", math.nan, f"weeks: {WHOLE} 1 a 104."),
        ("weeks", 10**30, f"weeks: {WHOLE} 1 a 104."),
        ("weights", {"reach": 1.5}, f"weights.reach: {WHOLE} 0 a 1000000."),
        ("weights", [], "weights: escriba un objeto entre llaves."),
        ("zone", "Chile/Luna", "zone: no existe la zona horaria «Chile/Luna»."),
        ("zone", "../../etc/passwd", "zone: no existe la zona horaria «../../etc/passwd»."),
        ("zone", "America", "zone: no existe la zona horaria «America»."),
        ("zone", 3, "zone: escriba un texto de 1 a 200 letras."),
        ("first_day", "2027-03-30", "first_day: el primer día debe ser un lunes"),
        ("first_day", "ayer", "first_day: escriba una fecha como 2027-03-09."),
        ("hours", [10, 9, 15], "hours: escriba horas enteras de 0 a 23"),
        ("hours", [9, 9, 15], "hours: escriba horas enteras de 0 a 23"),
        ("hours", [9, 24], "hours: escriba horas enteras de 0 a 23"),
        ("hours", [], "hours: escriba horas enteras de 0 a 23"),
        ("hours", [[]], "hours: escriba horas enteras de 0 a 23"),
        ("closed_days", "lunes", "closed_days: escriba una lista entre corchetes."),
        ("regional_closed", {"Sur": [1]}, "regional_closed.Sur: escriba una fecha como"),
        ("licences", [], "licences: falta al menos un elemento."),
        ("licences", [7], "licences[0]: escriba un objeto entre llaves."),
        ("licences.0.capacity", -1, f"licences[0].capacity: {WHOLE} 0 a 100000."),
        ("facilitators.0.weekly", "yyy", "facilitators[0].weekly: escriba 15 letras"),
        ("facilitators.0.weekly", "m" * 15, "facilitators[0].weekly: escriba 15 letras"),
        ("facilitators.0.away", [["2027-03-29"]], "facilitators[0].away: cada ausencia es un par"),
        (
            "facilitators.0.away",
            [["2027-03-30", "2027-03-29"]],
            "facilitators[0].away: el último día de una ausencia no puede ser antes",
        ),
        ("experts.0.id", "", "experts[0].id: escriba un texto de 1 a 200 letras."),
        ("experts.0.id", "\ud800", "experts[0].id: escriba un texto de 1 a 200 letras."),
        ("experts.0.skills", [1], "experts[0].skills: escriba un texto de 1 a 200 letras."),
        ("communities.0.topics", [], "communities[0].topics: escriba de 1 a 12 temas"),
        ("communities.0.gap_days", [0, 3], "communities[0].gap_days: escriba dos enteros"),
        ("communities.0.gap_days", [5, 3], "communities[0].gap_days: escriba dos enteros"),
        ("communities.0.facilitator", "F9", "communities[0].facilitator: «F9» no está"),
        ("communities.0.previous", [None, None], "communities[0].previous: escriba 1 horarios"),
        ("communities.0.previous", ["ayer"], "communities[0].previous: escriba la hora local"),
        (
            "communities.0.pinned",
            ["2027-03-29T09:00-03:00"],
            "communities[0].pinned: escriba la hora local",
        ),
        (
            "communities.0.participants.1.id",
            "P0",
            "communities[0].participants[1]: el id «P0» está repetido",
        ),
        ("communities.0.participants.0.weekly", None, "communities[0].participants[0].weekly"),
        ("communities.0.participants.0.council.nth", [6], "communities[0].participants[0].council"),
        ("communities.0.participants.0.council.half", "x", "communities[0].participants[0].counc"),
        ("licences.0.away", [3], "licences[0].away: cada ausencia es un par"),
        ("communities.0.cadence", [], "communities[0].cadence: escriba un objeto entre llaves."),
        ("communities.0.cadence", {}, "communities[0].cadence.kind: escriba una de estas palab"),
        ("communities.0.cadence", {"kind": ["days"]}, "communities[0].cadence.kind: escriba una"),
        (
            "communities.0.cadence",
            {"kind": "weekly", "weekday": 5},
            f"communities[0].cadence.weekday: {WHOLE} 0 a 4.",
        ),
        (
            "communities.0.cadence",
            {"kind": "weekly", "weekday": 1, "nth": 2},
            "communities[0].cadence.nth: solo va con «monthly» y un día de la semana (weekday).",
        ),
        (
            "communities.0.cadence",
            {"kind": "monthly", "nth": 2},
            "communities[0].cadence.nth: solo va con «monthly» y un día de la semana (weekday).",
        ),
        ("communities.0.closed_days", ["x"], "communities[0].closed_days: escriba una fecha"),
        ("communities.0.session_min", 721, f"communities[0].session_min: {WHOLE} 1 a 720."),
        ("communities.0.weights", 3, "communities[0].weights: escriba un objeto entre llaves."),
        ("communities.0.participants.0.person", "", "communities[0].participants[0].person: esc"),
        ("taken", {}, "taken: escriba una lista entre corchetes."),
        ("taken", [4], "taken[0]: escriba un objeto entre llaves."),
        ("taken", [{}], "taken[0].start: escriba la hora local como 2027-03-09T10:00, sin zona"),
        ("taken", [{"start": "9999-12-31T23:59"}], "taken[0].start: escriba la hora local"),
        ("taken", [{"start": "2027-03-09T10:00", "persons": "X"}], "taken[0].persons: escriba"),
        ("taken", [{"start": "2027-03-09T10:00", "licence": "L9"}], "taken[0].licence: «L9» no"),
        ("taken", [{"start": "2027-03-09T10:00", "expert": "E9"}], "taken[0].expert: «E9» no est"),
        ("communities.0.participants.0.council", 4, "communities[0].participants[0].council: esc"),
    ],
)
def test_parse_problem_says_where_each_fault_is(raw, path, value, sentence):
    changed = copy.deepcopy(raw)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = changed
    for step in steps:
        place = place[step]
    place[last] = value

    with pytest.raises(ProblemError) as refused:
        parse_problem(changed)

    assert refused.value.sentences[0].startswith(sentence)


def test_parse_problem_says_at_most_fifty_faults(raw):
    with pytest.raises(ProblemError) as refused:
        parse_problem({**raw, "licences": [7] * 80})

    assert len(refused.value.sentences) == 50


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(
    key=st.sampled_from((*sorted(problem_to_dict(problem())), "taken")),
    inner=st.sampled_from(("cadence", "closed_days", "weights", "session_min", "pinned")),
    junk=JUNK,
)
def test_parse_problem_never_fails_otherwise_whatever_a_key_holds(key, inner, junk):
    raw = problem_to_dict(problem())
    raw["communities"][0][inner] = junk
    try:
        outcome = parse_problem({**raw, key: junk})
    except ProblemError as refused:
        outcome = refused

    assert isinstance(outcome, Problem) or outcome.sentences
