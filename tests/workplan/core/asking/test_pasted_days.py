"""Reading days of comunas as they are pasted from a sheet."""

from datetime import date

import pytest

from convoca.workplan.core.asking.pasted_days import (
    MOST_LINES,
    PastedDay,
    PastedFault,
    read_day,
    read_pasted_days,
)

KNOWN = {"Ñuñoa": 1, "Lota": 2}


def read(text: str):
    return read_pasted_days(text, KNOWN.get, usual_name="Día de la comuna")


@pytest.mark.parametrize(
    "line",
    ["Lota; 5-1-2027; Aniversario", "Lota\t05/01/2027\tAniversario", "Lota,2027-01-05,Aniversario"],
)
def test_line_is_read_with_any_of_the_signs_between_cells(line):
    assert read(line) == ([PastedDay(2, date(2027, 1, 5), "Aniversario")], [])


def test_titles_empty_lines_and_repeated_days_are_passed_over():
    text = "Comuna;Día;Nombre\n\nÑuñoa;16-11-2027\nÑuñoa;16-11-2027;Otra vez\n"

    assert read(text) == ([PastedDay(1, date(2027, 11, 16), "Día de la comuna")], [])


def test_lines_that_cannot_be_read_are_told_with_their_number():
    text = "Ñuñoa;16-11-2027\nAtlántida;1-1-2027\nLota;31-02-2027\nLota"

    days, faults = read(text)

    assert len(days) == 1
    assert faults == [
        PastedFault(2, "comuna", "Atlántida"),
        PastedFault(3, "day", "31-02-2027"),
        PastedFault(4, "day", ""),
    ]


def test_nothing_is_read_of_too_many_lines():
    text = "Lota;5-1-2027\n" * (MOST_LINES + 1)

    assert read(text) == ([], [PastedFault(MOST_LINES + 1, "many", "")])


def test_no_text_gives_nothing():
    assert read(" \n ") == ([], [])


@pytest.mark.parametrize("text", ["", "mañana", "2027-13-01", "1-1-27"])
def test_what_is_no_day_gives_none(text):
    assert read_day(text) is None
