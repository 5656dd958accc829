"""What people read about hours and zones."""

from datetime import date

import pytest

from convoca.workplan.core.problem.grid import BLANK_DAY, fill_day
from convoca.workplan.core.problem.model import Council
from convoca.workplan.queries import zone_words
from convoca.workplan.queries.words import (
    absence_words,
    council_words,
    day_words,
    hours_words,
)
from convoca.workplan.queries.zones import other_clock

SANTIAGO, AYSEN, EASTER = "America/Santiago", "America/Coyhaique", "Pacific/Easter"
AUTUMN = {"first": date(2027, 3, 1), "last": date(2027, 5, 30)}


def test_zone_words_of_the_associations_own_zone_name_it_only():
    assert zone_words(own=SANTIAGO, association=SANTIAGO, **AUTUMN) == (
        "Las horas son las de su comuna: hora de Chile continental."
    )


def test_zone_words_say_when_the_difference_begins():
    assert zone_words(own=AYSEN, association=SANTIAGO, **AUTUMN) == (
        "Las horas son las de su comuna: hora de Aysén. "
        "Hasta el 3 de abril, en hora de Chile continental es la misma hora. "
        "Desde el 4 de abril, allá es una hora menos."
    )


def test_zone_words_say_a_standing_difference_once():
    assert zone_words(own=EASTER, association=SANTIAGO, **AUTUMN) == (
        "Las horas son las de su comuna: hora de Rapa Nui. "
        "En hora de Chile continental son 2 horas más."
    )


def test_zone_words_say_nothing_of_a_difference_outside_the_weeks():
    words = zone_words(
        own=AYSEN, association=SANTIAGO, first=date(2027, 1, 4), last=date(2027, 3, 31)
    )

    assert words == "Las horas son las de su comuna: hora de Aysén."


@pytest.mark.parametrize(
    ("zone", "said"),
    [(SANTIAGO, ""), (AYSEN, "0:00, luego 23:00"), (EASTER, "2:00")],
)
def test_other_clock_says_each_hour_it_will_show(zone, said):
    assert other_clock(0, own=zone, association=SANTIAGO, **AUTUMN) == said


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ((), ""),
        ((10,), "de 10 a 11"),
        ((9, 10, 15, 17), "de 9 a 11, de 15 a 16 y de 17 a 18"),
        (range(9, 18), "todo el día"),
    ],
)
def test_hours_words_join_hours_in_a_row(hours, words):
    assert hours_words(hours) == words


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        (fill_day("y", "y"), "puede todo el día"),
        (fill_day("y", "m"), "puede toda la mañana; solo si es necesario toda la tarde"),
        ("nyynnnnnn", "no puede de 9 a 10; puede de 10 a 12; no puede de 12 a 18"),
        (BLANK_DAY, "sin responder"),
    ],
)
def test_day_words_read_a_day_back(letters, words):
    assert day_words(letters) == words


@pytest.mark.parametrize(
    ("council", "words"),
    [
        (None, "no asiste, o no tiene día fijo"),
        (Council(1, (1,), "am"), "primer martes del mes, en la mañana"),
        (Council(2, (3, 1), "pm"), "primer y tercer miércoles del mes, en la tarde"),
        (Council(0, (1, 2, 3), "am"), "primer, segundo y tercer lunes del mes, en la mañana"),
    ],
)
def test_council_words_read_the_half_day_back(council, words):
    assert council_words(council) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 3, 2), date(2027, 3, 2), "el 2 de marzo"),
        (date(2027, 3, 2), date(2027, 3, 9), "del 2 al 9 de marzo"),
        (date(2027, 3, 30), date(2027, 4, 2), "del 30 de marzo al 2 de abril"),
    ],
)
def test_absence_words_read_days_back(first, last, words):
    assert absence_words((first, last)) == words
