from datetime import date, datetime

from convoca.workplan.core.reasons.spanish import (
    count_words,
    day_words,
    list_words,
    span_words,
    start_words,
)

TUESDAY, NEXT = date(2027, 3, 9), date(2027, 4, 2)


def test_words_for_days_and_hours():
    assert day_words(TUESDAY) == "martes 9 de marzo"
    assert start_words(datetime(2027, 3, 9, 10)) == "martes 9 de marzo a las 10"
    assert start_words(datetime(2027, 3, 9, 8, 5)) == "martes 9 de marzo a las 8:05"
    assert span_words(TUESDAY, TUESDAY) == "el martes 9 de marzo"
    assert span_words(TUESDAY, NEXT) == "del martes 9 de marzo al viernes 2 de abril"


def test_words_for_lists_and_counts():
    assert list_words([]) == ""
    assert list_words(["Osorno"]) == "Osorno"
    assert list_words(["Arica", "Osorno", "Iquique"]) == "Arica, Osorno e Iquique"
    assert list_words(["Osorno", "Arica"]) == "Osorno y Arica"
    assert (count_words(1, "día", "días"), count_words(0, "día", "días")) == ("1 día", "0 días")
