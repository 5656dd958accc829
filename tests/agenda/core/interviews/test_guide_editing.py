from dataclasses import replace

import pytest

from convoca.agenda.core.interviews.guide import Condition, Guide, Option, QuestionKind, Section
from convoca.agenda.core.interviews.guide.comparing import GuideChanges, compare_guides
from convoca.agenda.core.interviews.guide.editing import (
    EditFault,
    GuideEditError,
    add_question,
    add_section,
    change_question,
    conditions_before,
    move_question,
    move_section,
    remove_question,
    remove_section,
    rename_section,
    without_empty_sections,
)
from convoca.agenda.core.interviews.guide.needed import complete_guide
from convoca.agenda.core.interviews.guide.options import name_of, name_options
from convoca.agenda.queries.guides import base_guide
from tests.agenda.core.interviews.guides import choice_question, text_question

GUIDE = Guide(
    "Pauta",
    (
        Section("one", "Uno", (choice_question("often", "yes", "no"), text_question("why"))),
        Section("two", "Dos", (text_question("what", only_if=Condition("often", ("yes",))),)),
    ),
)


def ids(guide):
    return [[question.id for question in section.questions] for section in guide.sections]


def test_add_question_goes_to_the_end_of_its_section():
    guide = add_question(GUIDE, "one", text_question("more"))

    assert ids(guide) == [["often", "why", "more"], ["what"]]
    assert guide.find("more").section == "Uno"


def test_move_question_past_the_end_goes_to_the_next_section_and_back():
    there = move_question(GUIDE, "why", up=False)
    back = move_question(there, "why", up=True)

    assert ids(there) == [["often"], ["why", "what"]]
    assert there.find("why").section == "Dos"
    assert ids(back) == [["often", "why"], ["what"]]


def test_move_question_at_either_end_stays():
    assert move_question(GUIDE, "often", up=True) == GUIDE
    assert move_question(GUIDE, "what", up=False) == GUIDE


def test_rename_section_is_repeated_by_its_questions():
    guide = rename_section(GUIDE, "two", "Tres")

    assert (guide.find_section("two").title, guide.find("what").section) == ("Tres", "Tres")


def test_move_section_at_either_end_stays():
    assert move_section(GUIDE, "one", up=True) == GUIDE
    assert move_section(GUIDE, "two", up=False) == GUIDE


def test_remove_section_without_questions_leaves_the_rest():
    guide = remove_section(add_section(GUIDE, Section("three", "Tres")), "three")

    assert guide == GUIDE


def test_without_empty_sections_leaves_those_that_ask():
    guide = add_section(GUIDE, Section("three", "Tres"))

    assert without_empty_sections(guide) == GUIDE


BASE = base_guide()
OFTEN = GUIDE.find("often")


@pytest.mark.parametrize(
    ("edit", "fault", "about"),
    [
        (lambda: remove_question(GUIDE, "often"), EditFault.ASKED_ABOUT, "¿what?"),
        (
            lambda: change_question(GUIDE, replace(OFTEN, options=(Option("no", "No"),))),
            EditFault.ASKED_ABOUT,
            "¿what?",
        ),
        (lambda: move_section(GUIDE, "two", up=True), EditFault.ORDER, "¿what?"),
        (lambda: add_section(GUIDE, Section("x", "Uno")), EditFault.SAME_TITLE, "Uno"),
        (lambda: add_section(GUIDE, Section("one", "Otra")), EditFault.THERE, "Otra"),
        (lambda: add_question(GUIDE, "two", OFTEN), EditFault.THERE, "¿Cuál?"),
        (lambda: rename_section(GUIDE, "one", "Dos"), EditFault.SAME_TITLE, "Dos"),
        (lambda: remove_section(GUIDE, "one"), EditFault.NOT_EMPTY, "Uno"),
        (lambda: remove_section(GUIDE, "gone"), EditFault.ABSENT, ""),
        (lambda: move_question(GUIDE, "gone", up=True), EditFault.ABSENT, ""),
        (
            lambda: add_question(BASE, "temas", replace(BASE.find("themes"), id="again")),
            EditFault.THEMES_TWICE,
            "¿Cuánto le interesa y qué tan urgente es?",
        ),
        (
            lambda: remove_question(BASE, "themes"),
            EditFault.NEEDED,
            "¿Cuánto le interesa y qué tan urgente es?",
        ),
    ],
)
def test_edit_that_cannot_be_made_says_what_stands_in_its_way(edit, fault, about):
    with pytest.raises(GuideEditError) as caught:
        edit()

    assert (caught.value.fault, caught.value.about) == (fault, about)


@pytest.mark.parametrize("need", ["consent", "may_record", "may_quote", "whatsapp"])
def test_needed_question_is_worded_otherwise_and_asked_of_nobody_less(need):
    question = BASE.find(need)

    worded = change_question(BASE, replace(question, label="¿Otra vez?"))

    assert worded.find(need).label == "¿Otra vez?"
    with pytest.raises(GuideEditError):
        change_question(BASE, replace(question, kind=QuestionKind.TEXT, options=()))


def test_conditions_before_are_earlier_questions_with_options_and_not_the_consent():
    named = [one.id for one in conditions_before(BASE, "problems")]

    assert named == ["may_quote", "unit_size", "years"]


def test_complete_guide_without_consents_asks_them_first_and_gates_the_rest():
    guide = complete_guide(GUIDE, BASE)

    assert ids(guide) == [
        ["consent", "may_record", "may_quote"],
        ["often", "why"],
        ["what"],
        ["themes"],
        ["whatsapp"],
    ]
    assert guide.find("why").only_if == Condition("consent", ("yes",))
    assert guide.find("what").only_if == Condition("often", ("yes",))


def test_complete_guide_with_the_names_taken_finds_others():
    taken = Guide("P", (Section("temas", "Los temas", (text_question("themes"),)),))

    guide = complete_guide(taken, BASE)

    assert [section.id for section in guide.sections] == ["inicio", "temas", "temas_2", "cierre"]
    assert guide.find("themes_2").kind is QuestionKind.THEMES


def test_conditions_before_a_question_that_is_not_there_yet_are_all():
    assert [one.id for one in conditions_before(GUIDE, "new")] == ["often"]


@pytest.mark.parametrize("need", ["may_record", "may_quote"])
def test_complete_guide_without_one_consent_puts_it_after_the_first(need):
    kept = tuple(one for one in BASE.sections[0].questions if one.id != need)
    without = replace(
        BASE, sections=(replace(BASE.sections[0], questions=kept), *BASE.sections[1:])
    )

    guide = complete_guide(without, BASE)

    assert guide.questions[1].id == need
    assert {one.id for one in guide.questions} == {one.id for one in BASE.questions}


def test_complete_guide_from_a_base_that_lacks_it_too_raises():
    with pytest.raises(ValueError, match="consent"):
        complete_guide(GUIDE, GUIDE)


def test_name_options_keeps_values_when_words_change():
    before = (Option("a", "Poco"), Option("b", "Mucho"))

    assert name_options(["Mucho", "Poquito"], before=before) == (
        Option("b", "Mucho"),
        Option("a", "Poquito"),
    )
    assert name_options(["Poco", "Mucho", "Más o menos"], before=before)[2] == Option(
        "mas_o_menos", "Más o menos"
    )


@pytest.mark.parametrize(
    ("words", "name"), [("De 1 a 3", "de_1_a_3"), ("31+", "x31"), ("¿?", "x"), ("Ñandú", "nandu")]
)
def test_name_of_words_is_an_id(words, name):
    assert name_of(words) == name


def test_name_options_never_gives_a_value_twice():
    options = name_options(["Sí", "si", "SÍ."], before=())

    assert [one.value for one in options] == ["si", "si_2", "si_3"]


def test_compare_guides_tells_what_is_new_gone_and_changed():
    after = remove_question(GUIDE, "why")
    after = add_question(after, "two", text_question("more"))
    after = change_question(after, replace(GUIDE.find("what"), label="¿Qué otra cosa?"))

    assert compare_guides(GUIDE, after) == GuideChanges(
        added=("¿more?",), removed=("¿why?",), changed=("¿Qué otra cosa?",)
    )


def test_compare_guides_tells_another_order_and_other_sections():
    moved = move_question(GUIDE, "why", up=True)
    renamed = rename_section(GUIDE, "two", "Tres")

    assert compare_guides(GUIDE, moved) == GuideChanges(is_reordered=True)
    assert compare_guides(GUIDE, renamed) == GuideChanges(are_sections_changed=True)
    assert compare_guides(GUIDE, GUIDE).is_any is False
