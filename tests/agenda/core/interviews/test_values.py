import pytest

from convoca.agenda.core.interviews.guide import Option, Question, QuestionKind
from convoca.agenda.core.interviews.values import Fault, RatedTheme, ValueFaultError, check_value

TEXT = Question("one", QuestionKind.TEXT, "s", "¿Qué?")
OWED_TEXT = Question("one", QuestionKind.TEXT, "s", "¿Qué?", is_required=True)
OPTIONS = (Option("yes", "Sí"), Option("no", "No"))
CHOICE = Question("one", QuestionKind.CHOICE, "s", "¿Qué?", options=OPTIONS)
YES_NO = Question("one", QuestionKind.YES_NO, "s", "¿Qué?", options=OPTIONS, is_required=True)
PICKS = Question("one", QuestionKind.PICK_THEMES, "s", "¿Cuáles?", most=3)
OWED_PICKS = Question("one", QuestionKind.PICK_THEMES, "s", "¿Cuáles?", most=3, is_required=True)
LINE = Question("one", QuestionKind.LINE, "s", "¿Qué?")
NUMBER = Question("one", QuestionKind.INTEGER, "s", "¿Cuántos?", lowest=0, highest=60)
OWED_NUMBER = Question("one", QuestionKind.INTEGER, "s", "¿Cuántos?", is_required=True)
RATING = Question("one", QuestionKind.THEMES, "s", "¿Cuánto?")


@pytest.mark.parametrize(
    ("question", "value", "kept"),
    [
        (TEXT, "  Dos\r\nlíneas \n", "Dos\nlíneas"),
        (TEXT, "", ""),
        (TEXT, "x" * 5000, "x" * 5000),
        (LINE, " Til \n Til ", "Til Til"),
        (NUMBER, 0, 0),
        (NUMBER, 60, 60),
        (NUMBER, "", ""),
        (CHOICE, None, ""),
        (YES_NO, "no", "no"),
        (PICKS, [], []),
        (PICKS, [7, 8, 7], [7, 8]),
        (RATING, RatedTheme(1, 5, " ya "), RatedTheme(1, 5, "ya")),
        (RATING, RatedTheme(), RatedTheme()),
    ],
)
def test_check_value_keeps_what_is_an_answer(question, value, kept):
    assert check_value(question, value, themes={7, 8, 9, 10}) == kept


@pytest.mark.parametrize(
    ("question", "value", "fault"),
    [
        (TEXT, 5, Fault.UNKNOWN),
        (LINE, 5, Fault.UNKNOWN),
        (LINE, "x" * 201, Fault.TOO_LONG),
        (NUMBER, "4", Fault.UNKNOWN),
        (NUMBER, True, Fault.UNKNOWN),
        (NUMBER, -1, Fault.OUT_OF_RANGE),
        (NUMBER, 61, Fault.OUT_OF_RANGE),
        (OWED_NUMBER, None, Fault.MISSING),
        (TEXT, "x" * 5001, Fault.TOO_LONG),
        (OWED_TEXT, "  ", Fault.MISSING),
        (YES_NO, "", Fault.MISSING),
        (YES_NO, "maybe", Fault.UNKNOWN),
        (PICKS, "7", Fault.UNKNOWN),
        (PICKS, [True], Fault.UNKNOWN),
        (PICKS, [11], Fault.UNKNOWN),
        (PICKS, [7, 8, 9, 10], Fault.TOO_MANY),
        (OWED_PICKS, [], Fault.MISSING),
        (RATING, (1, 5), Fault.UNKNOWN),
        (RATING, RatedTheme(1, None), Fault.HALF),
        (RATING, RatedTheme(0, 5), Fault.UNKNOWN),
        (RATING, RatedTheme(1, 6), Fault.UNKNOWN),
        (RATING, RatedTheme(1, 5, "x" * 5001), Fault.TOO_LONG),
    ],
)
def test_check_value_of_what_is_no_answer_says_why(question, value, fault):
    with pytest.raises(ValueFaultError) as caught:
        check_value(question, value, themes={7, 8, 9, 10})

    assert caught.value.fault == fault


def test_rated_theme_that_does_not_apply_is_not_a_one():
    assert (RatedTheme().applies, RatedTheme(1, 1).applies) == (False, True)
