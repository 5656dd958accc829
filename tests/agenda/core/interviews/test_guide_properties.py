from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.interviews.guide import parse_guide, write_guide
from convoca.agenda.core.interviews.guide.needed import Need, complete_guide, find_needed
from convoca.agenda.core.interviews.walk import ListedTheme, asked_questions, plan_walk
from convoca.agenda.core.interviews.xlsform import read_xlsform, write_xlsform
from convoca.agenda.core.interviews.xlsform.writing import FormWords
from convoca.agenda.queries.guides import base_guide
from tests.agenda.core.interviews.guides import edited_guides

THEMES = [ListedTheme(1, "Agua"), ListedTheme(2, "Basura", "La que no se retira.")]
WORDS = FormWords(language="Español (es)", not_applicable="No aplica")


@given(edited_guides())
def test_any_edited_guide_is_the_same_after_storing_and_after_an_xlsform(guide):
    stored = parse_guide(write_guide(guide))
    reading = read_xlsform(
        write_xlsform(stored, THEMES, WORDS).sheets(), title="Otra", loose_title="Sueltas"
    )

    assert stored == guide
    assert (reading.guide, reading.faults) == (guide, ())


@given(edited_guides())
def test_any_edited_guide_keeps_what_the_product_needs(guide):
    assert [need for need in Need if find_needed(guide, need) is None] == []
    assert complete_guide(guide, base_guide()) == guide


def answers_of(guide):
    """Draw answers to some of the questions, the consent among them."""
    choices = {
        one.id: st.sampled_from([option.value for option in one.options])
        for one in guide.questions
        if one.options
    }
    return st.fixed_dictionaries({"consent": choices.pop("consent")}, optional=choices)


@given(st.data(), edited_guides(), st.booleans())
def test_walk_of_any_guide_asks_once_all_that_applies_and_nothing_else(data, guide, is_alone):
    values = data.draw(answers_of(guide))

    walk = plan_walk(guide, THEMES, values, seed=1, is_alone=is_alone)

    steps = [step.id for step in walk.steps]
    asked = {step.question.id for step in walk.steps}
    assert len(set(steps)) == len(steps)
    assert asked == {one.id for one in guide.questions if applies(guide, one, values, is_alone)}


def applies(guide, question, values, is_alone):
    """Say again, from the question back to the consent, whether it is asked."""
    if question.is_spoken and is_alone:
        return False
    condition = question.only_if
    if condition is None:
        return True
    given_answer = values.get(condition.question)
    if given_answer is None or (given_answer in condition.values) == condition.is_not:
        return False
    return applies(guide, guide.find(condition.question), values, is_alone)


@given(edited_guides())
def test_walk_owes_a_required_question_until_it_is_answered(guide):
    walk = plan_walk(guide, THEMES, {"consent": "yes"}, seed=1)

    required = [
        one.id
        for one in asked_questions(guide, {"consent": "yes"}, is_alone=True)
        if one.is_required and one.id != "consent"
    ]
    owed = walk.first_owed.question.id if walk.first_owed else None
    assert owed == (required[0] if required else None)
