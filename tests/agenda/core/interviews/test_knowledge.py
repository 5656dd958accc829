import pytest

from convoca.agenda.core.interviews.guide import Known, Option, Question, QuestionKind
from convoca.agenda.core.interviews.knowledge import fill_in
from convoca.agenda.queries.guides import base_guide

YEARS = base_guide().find("years")


def question(kind, known, **more):
    return Question("one", kind, "Sección", "¿Qué?", prefill=known, **more)


@pytest.mark.parametrize(
    ("years", "value"), [(0, "0-1"), (1, "1-4"), (3, "1-4"), (4, "4-8"), (30, "8+")]
)
def test_fill_in_of_a_choice_takes_the_option_that_holds_the_number(years, value):
    assert fill_in(YEARS, {Known.YEARS: years}) == value


def test_fill_in_of_a_choice_without_numbers_gives_nothing():
    asked = question(QuestionKind.CHOICE, Known.YEARS, options=(Option("few", "Pocos"),))

    assert fill_in(asked, {Known.YEARS: 3}) is None


@pytest.mark.parametrize(
    ("asked", "facts", "value"),
    [
        (question(QuestionKind.LINE, Known.COMUNA), {Known.COMUNA: "Til Til"}, "Til Til"),
        (question(QuestionKind.INTEGER, Known.YEARS), {Known.YEARS: 7}, 7),
        (question(QuestionKind.INTEGER, Known.YEARS, highest=5), {Known.YEARS: 7}, None),
        (question(QuestionKind.INTEGER, Known.YEARS), {Known.YEARS: ""}, None),
        (question(QuestionKind.TEXT, Known.BEFORE), {Known.BEFORE: "Lo de antes"}, None),
        (question(QuestionKind.LINE, Known.COMUNA), {}, None),
        (question(QuestionKind.LINE, None), {Known.COMUNA: "Til Til"}, None),
        (YEARS, {Known.YEARS: "gone"}, None),
    ],
)
def test_fill_in_proposes_only_what_the_question_would_take(asked, facts, value):
    assert fill_in(asked, facts) == value
