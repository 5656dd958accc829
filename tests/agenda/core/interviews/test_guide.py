import copy

import pytest

from convoca.agenda.core.interviews.guide import (
    Condition,
    GuideError,
    QuestionKind,
    fingerprint,
    parse_guide,
)
from convoca.agenda.queries.guides import default_guide


def question(identifier="one", kind="text", **more):
    return {"id": identifier, "type": kind, "label": "¿Qué?", **more}


def guide(*questions):
    return {
        "format": "convoca.guide/1",
        "title": "Pauta",
        "sections": [{"id": "s", "title": "Sección", "questions": list(questions)}],
    }


def test_default_guide_asks_in_the_agreed_order():
    kinds = [(one.id, one.kind) for one in parse_guide(default_guide()).questions]

    assert kinds == [
        ("consent", QuestionKind.YES_NO),
        ("may_record", QuestionKind.YES_NO),
        ("may_quote", QuestionKind.YES_NO),
        ("unit_size", QuestionKind.CHOICE),
        ("years", QuestionKind.CHOICE),
        ("problems", QuestionKind.TEXT),
        ("first", QuestionKind.TEXT),
        ("practice", QuestionKind.TEXT),
        ("expectations", QuestionKind.TEXT),
        ("own_themes", QuestionKind.TEXT),
        ("themes", QuestionKind.THEMES),
        ("favourites", QuestionKind.PICK_THEMES),
        ("whatsapp", QuestionKind.YES_NO),
    ]


def test_default_guide_asks_nothing_more_of_who_refuses():
    conditions = {one.id: one.only_if for one in parse_guide(default_guide()).questions}

    assert [identifier for identifier, asked_if in conditions.items() if asked_if is None] == [
        "consent"
    ]


def test_default_guide_given_twice_is_not_the_same_object():
    default_guide()["title"] = "cambiada"

    assert default_guide()["title"] == "Pauta base"


def test_parse_guide_keeps_the_words_of_a_question():
    raw = question(detail=["Uno."], probes=["¿Y?"], required=True)

    (parsed,) = parse_guide(guide(raw)).questions

    assert (parsed.section, parsed.detail, parsed.probes, parsed.is_required) == (
        "Sección",
        ("Uno.",),
        ("¿Y?",),
        True,
    )


THEMES = question("themes", "themes", interest={"label": "i", "low": "1", "high": "5"})
WHOLE = {**THEMES, "urgency": {"label": "u", "low": "1", "high": "5"}}


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ([], "no questions"),
        ([question("Uno")], "Uno: an id is lower case letters, digits and _, and unique"),
        ([question(), question()], "one: an id is lower case letters, digits and _, and unique"),
        ([question(kind="choice")], "one: a choice without options"),
        (
            [question(only_if={"question": "later", "is": "yes"})],
            "one: its condition is not about an earlier question",
        ),
        ([question(kind="pick_themes")], "one: says not how many themes may be picked"),
        (
            [question(kind="choice", options=[{"value": "a", "label": one} for one in "ab"])],
            "one: two options have the same value",
        ),
        (
            [question(kind="integer", lowest=3, highest=1)],
            "one: its lowest number is above its highest",
        ),
        ([THEMES], "themes: has no scales of interest and urgency"),
        ([WHOLE, {**copy.deepcopy(WHOLE), "id": "more"}], "the themes are asked twice"),
    ],
)
def test_parse_guide_with_a_broken_rule_names_it(questions, fault):
    with pytest.raises(GuideError) as caught:
        parse_guide(guide(*questions))

    assert caught.value.faults == [fault]


def test_parse_guide_of_another_format_raises():
    with pytest.raises(GuideError, match=r"format is not convoca\.guide/1"):
        parse_guide({"format": "xlsform"})


@pytest.mark.parametrize(
    "broken",
    [{"type": "dance"}, {"label": None, "options": [1]}, {"most": "3"}, {"prefill": "age"}],
)
def test_parse_guide_that_cannot_be_read_raises(broken):
    with pytest.raises(GuideError, match="unreadable"):
        parse_guide(guide(question() | broken))


def test_parse_guide_with_two_sections_of_one_id_names_it():
    raw = guide(question())
    raw["sections"] *= 2
    raw["sections"][1] = {**raw["sections"][1], "questions": [question("two")]}

    with pytest.raises(GuideError, match="two sections have the same id"):
        parse_guide(raw)


def test_parse_guide_reads_conditions_of_any_value_and_of_another():
    raw = guide(
        question(),
        question("two", only_if={"question": "one", "is": ["a", "b"]}),
        question("three", only_if={"question": "one", "is_not": "a"}),
    )

    _, two, three = parse_guide(raw).questions

    assert two.only_if == Condition("one", ("a", "b"))
    assert three.only_if == Condition("one", ("a",), is_not=True)


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (Condition("one", ("a", "b")), [True, True, False, False, False]),
        (Condition("one", ("a",), is_not=True), [False, True, True, False, False]),
    ],
)
def test_condition_holds_only_for_an_answer(condition, held):
    assert [condition.holds(answer) for answer in ("a", "b", "c", "", None)] == held


def test_fingerprint_changes_with_the_question_and_is_nothing_for_none():
    (one,) = parse_guide(guide(question())).questions
    (other,) = parse_guide(guide(question(required=True))).questions

    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(None) == ""
