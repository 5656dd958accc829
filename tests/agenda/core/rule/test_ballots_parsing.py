from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.rule.ballots import (
    Approval,
    Ballots,
    BallotsError,
    Rating,
    Theme,
    Voter,
    parse_ballots,
)
from tests.agenda.core.rule.builders import document


def person(**changes) -> dict:
    return {"id": "ana", "kind": "rural", "region": "Ñuble", "ratings": {}} | changes


def faults(**changes) -> tuple[str, ...]:
    with pytest.raises(BallotsError) as refused:
        parse_ballots(document(**changes))
    return refused.value.sentences


def test_parse_ballots_reads_a_sound_document():
    ballots = parse_ballots(document())

    assert ballots == Ballots(
        themes=(Theme("A", "Residuos"), Theme("B", "Dotación")),
        voters=(
            Voter("ana", "rural", "Ñuble", Fraction(7, 5), {"A": Rating(5, 4)}, size="grande"),
            Voter("luis", "urbana", "Maule", Fraction(1), {}, frozenset("B")),
        ),
        sessions=2,
        approval=Approval("product", 12),
    )


def test_parse_ballots_fills_what_may_be_absent():
    themes = [{"id": name, "title": name} for name in "ABCDE"]
    people = [{"id": "ana", "ratings": {"A": [None, None]}}]

    ballots = parse_ballots(
        {"format": "convoca.agenda.ballots/1", "themes": themes, "people": people}
    )

    assert ballots == Ballots(
        tuple(Theme(name, name) for name in "ABCDE"), (Voter("ana", "sin dato", "sin dato"),)
    )
    assert (ballots.sessions, ballots.approval) == (4, Approval("product", 12))


def test_parse_ballots_takes_all_themes_when_they_are_fewer_than_the_sessions_by_default():
    whole = document()
    del whole["k"]

    assert parse_ballots(whole).sessions == 2


@pytest.mark.parametrize(
    ("approval", "expected"),
    [
        ({}, Approval("product", 12)),
        ({"mode": "both"}, Approval("both", 4)),
        ({"mode": "both", "threshold": 3}, Approval("both", 3)),
        ({"mode": "product", "threshold": 25}, Approval("product", 25)),
    ],
)
def test_parse_ballots_reads_each_approval_mode(approval, expected):
    assert parse_ballots(document(approval=approval)).approval == expected


@pytest.mark.parametrize(
    ("approval", "approved"),
    [
        (Approval("product", 12), {"A", "C"}),
        (Approval("product", 13), {"C"}),
        (Approval("both", 4), {"C"}),
        (Approval("both", 3), {"A", "C"}),
    ],
)
def test_approved_themes_follow_the_approval_rule(approval, approved):
    ratings = {"A": Rating(3, 4), "B": Rating(5, 2), "C": Rating(4, 4)}

    assert Voter("ana", ratings=ratings).approved_themes(approval) == approved


def test_parse_ballots_keeps_required_kinds_once():
    people = [person(id=f"p{number}") for number in range(5)]

    ballots = parse_ballots(document(people=people, required_kinds=["rural", "rural"]))

    assert ballots.required_kinds == ("rural",)


@pytest.mark.parametrize("found", [None, [], "x", 3])
def test_parse_ballots_refuses_what_is_not_an_object(found):
    with pytest.raises(BallotsError, match="debe ser un objeto JSON"):
        parse_ballots(found)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("convoca.agenda.ballots/2", "«convoca.agenda.ballots/2»"),
        (None, "«null»"),
        (["x"], "«una lista»"),
        ({}, "«un objeto»"),
        (1, "«1»"),
        (10**30, "«un número enorme»"),
        (False, "«false»"),
    ],
)
def test_parse_ballots_refuses_an_unknown_format_by_name(found, shown):
    (sentence,) = faults(format=found)

    assert sentence == (
        f"format: {shown} no se conoce. Escriba «convoca.agenda.ballots/1» o use otro archivo."
    )


@pytest.mark.parametrize("found", [0, -1, True, 2.0, "4", None, 101, 10**30])
def test_parse_ballots_refuses_sessions_out_of_range(found):
    (sentence,) = faults(k=found)

    assert sentence.startswith("k: es «")
    assert sentence.endswith("Escriba un número entero de 1 a 100.")


def test_parse_ballots_refuses_more_sessions_than_themes():
    assert faults(k=3) == (
        "k: pide 3 temas y la lista tiene 2. Escriba a lo más 2, o agregue temas.",
    )


@pytest.mark.parametrize(
    ("approval", "words"),
    [
        ([], "approval: debe ser un objeto"),
        ({"mode": "sum"}, "approval.mode: el modo «sum» no existe"),
        ({"mode": ["both"]}, "approval.mode: el modo «una lista» no existe"),
        ({"threshold": 26}, "approval.threshold: «26» no sirve para el modo «product»"),
        ({"threshold": True}, "approval.threshold: «true» no sirve"),
        ({"mode": "both", "threshold": 6}, "Escriba un número entero de 1 a 5."),
    ],
)
def test_parse_ballots_refuses_an_unknown_approval(approval, words):
    (sentence,) = faults(approval=approval)

    assert words in sentence


@pytest.mark.parametrize(
    ("themes", "words"),
    [
        (None, "themes: debe ser una lista de 1 a 100 temas."),
        ([], "themes: debe ser una lista de 1 a 100 temas."),
        ([{"id": "A", "title": "a"}] * 101, "themes: debe ser una lista de 1 a 100 temas."),
        (["A"], "themes[0]: debe ser un objeto con «id» y «title»."),
        ([{"id": "A"}], "themes[0].title: falta. Escriba un texto."),
        ([{"id": 7, "title": "a"}], "themes[0].id: es «7». Escriba un texto."),
        ([{"id": " ", "title": "a"}], "themes[0].id: es « ». Escriba un texto."),
        ([{"id": "A", "title": "a"}] * 2, "themes[1].id: «A» está repetido. Use otro."),
    ],
)
def test_parse_ballots_refuses_unsound_themes(themes, words):
    assert faults(k=1, themes=themes, people=[person()]) == (words,)


@pytest.mark.parametrize("title", ["a" * 301, "a\x1b[31m", "\ud800"])
def test_parse_ballots_refuses_long_or_invisible_text(title):
    (sentence,) = faults(k=1, themes=[{"id": "A", "title": title}], people=[person()])

    assert sentence.startswith("themes[0].title: tiene más de 300 letras o caracteres")


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ({}, "people: debe ser una lista de 1 a 20000 personas."),
        ([], "people: debe ser una lista de 1 a 20000 personas."),
        ([7], "people[0]: debe ser un objeto con «id» y «ratings» o «approvals»."),
        ([person(id=None)], "people[0].id: falta. Escriba un texto."),
        ([person(kind=7)], "people[0].kind: es «7». Escriba un texto."),
        (
            [person(), person()],
            "people[1].id: «ana» está repetido. Deje una sola respuesta por persona.",
        ),
        (
            [person(approvals=[])],
            "people[0]: debe traer «ratings» o «approvals», uno de los dos.",
        ),
        (
            [{"id": "ana"}],
            "people[0]: debe traer «ratings» o «approvals», uno de los dos.",
        ),
        (
            [{"id": "ana", "approvals": [1]}],
            "people[0].approvals: debe ser una lista de «id» de temas.",
        ),
        (
            [{"id": "ana", "approvals": ["A", "A"]}],
            "people[0].approvals: hay un tema repetido. Déjelo una sola vez.",
        ),
        (
            [{"id": "ana", "approvals": ["Z"]}],
            (
                "people[0].approvals[0]: el tema «Z» no está en «themes». "
                "Agréguelo allí o quite esta respuesta."
            ),
        ),
        (
            [person(ratings={"Z": [1, 1]})],
            (
                "people[0].ratings.Z: el tema «Z» no está en «themes». "
                "Agréguelo allí o quite esta respuesta."
            ),
        ),
        (
            [person(ratings=[])],
            "people[0].ratings: debe ser un objeto con un par de notas por tema.",
        ),
    ],
)
def test_parse_ballots_refuses_unsound_people(people, words):
    assert faults(people=people) == (words,)


@pytest.mark.parametrize(
    ("pair", "shown"),
    [
        ([0, 3], "[0, 3]"),
        ([3, 6], "[3, 6]"),
        ([True, 3], "[true, 3]"),
        ([3], "[3]"),
        ([3, 3, 3, 3], "[3, 3, 3…]"),
        ([3, None], "[3, null]"),
        (["3", 3], "[3, 3]"),
        ([2.5, 3], "[2.5, 3]"),
        ([float("nan"), float("inf")], "[nan, inf]"),
        (12, "«12»"),
        ({}, "«un objeto»"),
    ],
)
def test_parse_ballots_refuses_ratings_off_the_scale(pair, shown):
    assert faults(people=[person(ratings={"A": pair})]) == (
        (
            f"people[0].ratings.A: {shown} no sirve. Escriba [interés, urgencia], "
            "dos enteros de 1 a 5, o null si no aplica."
        ),
    )


def test_parse_ballots_tells_every_fault_with_its_place():
    people = [
        person(weight=0, ratings={"Z": [5, 5], "A": [6, 2]}),
        person(id="luis", wieght=2, region=" "),
        {"id": "eva"},
    ]

    told = faults(k=9, people=people, aproval={})

    assert [sentence.partition(": ")[0] for sentence in told] == [
        "aproval",
        "k",
        "people[0].weight",
        "people[0].ratings.Z",
        "people[0].ratings.A",
        "people[1].wieght",
        "people[1].region",
        "people[2]",
    ]


def test_parse_ballots_names_what_a_misspelt_name_may_mean_and_passes_over_others():
    assert faults(people=[person(wieght=2, comuna="Pucón")]) == (
        "people[0].wieght: este nombre no se conoce. ¿Quiso escribir «weight»? Corríjalo.",
    )
    assert len(parse_ballots(document(note="de prueba")).voters) == 2


@pytest.mark.parametrize(
    "weight",
    [
        *(0, -1, True, 1.5, None, 10**30, "", "0", "0/3", "1/0", "-1/2", "1/-2", "1/2/3", "1e3"),
        *("1.5", "10001", "1/10001", "9" * 5000, "٣", " 1", "1\n", [], {}),
    ],
)
def test_parse_ballots_refuses_weights_that_are_not_positive_and_modest(weight):
    (sentence,) = faults(people=[person(weight=weight)])

    assert sentence.startswith("people[0].weight: el peso «")
    assert len(sentence) < 200


@pytest.mark.parametrize(
    ("weight", "expected"), [(3, Fraction(3)), ("3", Fraction(3)), ("10000/4", Fraction(2500))]
)
def test_parse_ballots_reads_whole_and_broken_weights(weight, expected):
    ballots = parse_ballots(document(people=[person(weight=weight)]))

    assert [voter.weight for voter in ballots.voters] == [expected]


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ("rural", "required_kinds: debe ser una lista de tipos de municipalidad."),
        ([1], "required_kinds: debe ser una lista de tipos de municipalidad."),
        (
            ["rural"],
            (
                "required_kinds: no se puede exigir un tema para el tipo «rural»: tiene menos "
                "de 5 personas y se sabría qué respondió cada una. Quítelo."
            ),
        ),
    ],
)
def test_parse_ballots_refuses_required_kinds_that_are_unsound_or_too_small(kinds, words):
    assert faults(required_kinds=kinds) == (words,)


def test_parse_ballots_tells_twenty_faults_and_counts_the_rest():
    sentences = faults(people=[{"ratings": {}}] * 23)

    assert sentences[0] == "people[0].id: falta. Escriba un texto."
    assert sentences[20:] == ("Hay 3 problemas más: corrija estos y pruebe de nuevo.",)


def test_ballots_error_joins_its_sentences_for_people():
    assert BallotsError(("Uno.", "Dos.")).user_message() == "Uno. Dos."


def test_parse_ballots_shows_long_values_short_and_clean():
    assert faults(people=[person(ratings={"Z" * 50 + "\x1b": None})]) == (
        (
            f"people[0].ratings.«{'Z' * 40}…»: el tema «{'Z' * 40}…» no está en «themes». "
            "Agréguelo allí o quite esta respuesta."
        ),
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
names = st.sampled_from(["k", "approval", "themes", "people", "required_kinds"])


@given(st.dictionaries(names, json_values, min_size=1))
def test_parse_ballots_either_reads_or_refuses_whatever_comes(changes):
    try:
        ballots = parse_ballots(document(**changes))
    except BallotsError as refused:
        assert refused.sentences
    else:
        assert ballots.total_weight > 0


@given(json_values, st.sampled_from(["id", "kind", "region", "weight", "ratings", "approvals"]))
def test_parse_ballots_either_reads_or_refuses_whatever_person_comes(value, name):
    try:
        ballots = parse_ballots(document(people=[person(**{name: value})]))
    except BallotsError as refused:
        assert refused.sentences
    else:
        assert len(ballots.voters) == 1
