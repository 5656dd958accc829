"""Tables as files: nothing in them is a formula, everything comes back as it was."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from convoca.foundation.sheets import (
    GUARD,
    LEADS,
    Sheet,
    guard_text,
    sheet_name,
    write_csv,
    write_xlsx,
)

# what a cell can hold: no controls but tab and line end, no surrogates
written = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)
leading = st.tuples(st.sampled_from(LEADS), written).map("".join)
FORMULAS = [
    '=HYPERLINK("http://mala.example";"Ver")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "#N/A",
]


def read_xlsx(content: bytes):
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(text=st.one_of(written, leading, st.sampled_from(FORMULAS)))
def test_text_in_a_workbook_is_text_and_comes_back_equal(text):
    [_heading, [cell]] = read_xlsx(write_xlsx(Sheet("T", ["Nombre"], [[text]])))

    # XML reads a carriage return as a line end; an empty text is an empty cell
    assert (cell.value or "") == text.replace("\r", "\n")
    assert cell.data_type in ({"s"} if text else {"s", "inlineStr"})


@given(text=leading)
def test_text_that_begins_like_a_formula_is_led_by_an_apostrophe_in_csv(text):
    [[heading], [cell]] = read_csv(write_csv(Sheet("T", [text], [[text]])))

    assert (heading, cell) == (f"{GUARD}{text}", f"{GUARD}{text}")


@given(rows=st.lists(st.tuples(written, written), max_size=5))
def test_other_text_comes_back_equal_from_csv(rows):
    tame = [[guard_text(cell).removeprefix(GUARD) for cell in row] for row in rows]
    sheet = Sheet("T", ["a", "b"], tame)

    found = [[cell.removeprefix(GUARD) for cell in row] for row in read_csv(write_csv(sheet))]

    assert found[1:] == [[cell.removeprefix(GUARD) for cell in row] for row in tame]


def test_csv_begins_with_its_mark_and_has_semicolons():
    assert write_csv(Sheet("T", ["Ñ", "n"], [["á", 5]])) == "\ufeffÑ;n\r\ná;5\r\n".encode()


@pytest.mark.parametrize("value", [7, 0, None, date(2027, 3, 31)])
def test_numbers_and_days_keep_their_kind_in_a_workbook(value):
    [_heading, [cell, _text]] = read_xlsx(write_xlsx(Sheet("T", ["x", "y"], [[value, "a"]])))

    found = cell.value.date() if isinstance(value, date) else cell.value
    assert found == value


def test_what_a_workbook_cannot_hold_is_left_out():
    long = "x" * 40_000
    content = write_xlsx(Sheet("a/b:c" * 9, ["x"], [["\x00a\x1fb"], [long]]))

    cells = [row[0].value for row in read_xlsx(content)]
    assert cells == ["x", "ab", long[:32_767]]


def test_sheet_without_rows_has_its_headings():
    empty = Sheet("T", ["a", "b"], [])

    assert read_csv(write_csv(empty)) == [["a", "b"]]
    assert [[cell.value for cell in row] for row in read_xlsx(write_xlsx(empty))] == [["a", "b"]]


def test_file_is_named_by_what_it_holds_whose_it_is_and_the_day():
    name = sheet_name("Puestos", "Comunidad Ñuñoa: DOM/1", on=date(2027, 3, 31), ending="csv")

    assert name == "puestos-comunidad-nunoa-dom1-2027-03-31.csv"
