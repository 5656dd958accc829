"""Which sheets and columns of a file are read."""

import pytest

from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.reading import Country, HandMapping, plan_reading
from convoca.directory.core.roster_file import pack_reading, read_file, unpack_reading
from convoca.directory.core.sheets import RosterFileError, is_long, open_book
from tests.directory.core.rosters import KINDS, TITLES, index, write_csv
from tests.directory.corpus.builders import book

COUNTRY = Country(index(), KindIndex(KINDS), "CL")
ANA = ["Ñuñoa", "Ana Soto", "ana@muni.cl", "987654321"]
LUIS = ["Lota", "Luis Paz", "luis@muni.cl", "987654322"]


def plan(content, filename="n.xlsx", **chosen):
    return plan_reading(open_book(content, filename), filename, COUNTRY, **chosen)


def test_longest_sheet_with_comunas_is_read_and_the_rest_are_named():
    made = plan(book({"Vacía": [], "Breve": [TITLES, ANA], "Larga": [TITLES, ANA, LUIS]}))

    assert [sheet.name for sheet in made.sheets] == ["Larga"]
    assert (made.others, made.row_count) == (("Breve",), 3)


def test_sheets_that_a_person_chose_are_read_in_their_order():
    made = plan(book({"Sur": [TITLES, ANA], "Norte": [TITLES, LUIS]}), sheets=["Norte", "Sur"])

    assert [sheet.name for sheet in made.sheets] == ["Sur", "Norte"]


def test_two_sheets_read_are_named_in_a_remark_and_in_the_keys():
    content = book({"Sur": [TITLES, ANA], "Norte": [TITLES, LUIS], "Otra": [["a", "b"]]})
    opened = open_book(content, "n.xlsx")
    made = plan_reading(opened, "n.xlsx", COUNTRY, sheets=["Sur", "Norte"])

    reading = read_file(opened, made, COUNTRY, kind="SECPLAN")

    assert [row.key for row in reading.rows] == ["2@Sur", "2@Norte"]
    assert reading.remarks == ("La planilla tiene 3 hojas visibles; se leyeron «Sur», «Norte».",)


def test_rivals_on_two_sheets_name_the_sheet():
    from convoca.directory.core.repeats import mark_repeats

    content = book({"A": [TITLES, ANA], "B": [TITLES, ["Ñuñoa", "Eva Paz", "e@x.cl", ""]]})
    opened = open_book(content, "n.xlsx")
    made = plan_reading(opened, "n.xlsx", COUNTRY, sheets=["A", "B"])

    rows = mark_repeats(read_file(opened, made, COUNTRY, kind="SECPLAN").rows)

    assert rows[0].rivals == ("2@B",)
    assert "la fila 2 de «B»" in rows[0].messages[-1].text


def test_reading_packed_and_unpacked_is_the_same():
    rows = [[*TITLES, "", "Ítem"], ["Ñunoha", "Ana Soto", "ana@muni.cl", "x", "", "1"], ANA]
    opened = open_book(write_csv(rows), "n.csv")
    reading = read_file(opened, plan(write_csv(rows)), COUNTRY, kind="SECPLAN")

    assert unpack_reading(pack_reading(reading)) == reading
    assert reading.rows[0].proposals
    assert reading.sheets[0].columns[4].title == ""


def test_what_a_person_said_counts_before_what_the_titles_say():
    said = {"": HandMapping(1, {0: "comuna", 2: "person"})}

    sheet = plan(write_csv([TITLES, ANA]), columns=said).sheets[0]

    assert (sheet.origin, sheet.mapping.names, sheet.mapping.emails) == ("chosen", (2,), ())


def test_titles_remembered_are_found_on_any_row():
    subjects = {0: "comuna", 1: "person"}
    fingerprint = (
        plan(write_csv([["Dónde", "Quién"], ANA[:2]]), columns={"": HandMapping(1, subjects)})
        .sheets[0]
        .fingerprint
    )
    country = Country(index(), KindIndex(KINDS), "CL", remembered={fingerprint: subjects})
    opened = open_book(write_csv([["Lista"], ["DÓNDE", "quien "], ANA[:2]]), "n.csv")

    sheet = plan_reading(opened, "n.csv", country).sheets[0]

    assert (sheet.origin, sheet.mapping.header_row) == ("remembered", 2)


def test_file_with_nothing_of_a_roster_is_refused_whatever_a_person_says():
    said = {"": HandMapping(1, {})}

    with pytest.raises(RosterFileError, match="No se reconocen las columnas"):
        plan(write_csv([["Comuna", "Nombre"], ["Atlantis", "Ana"]]), columns=said)


def test_file_of_blank_cells_is_refused():
    with pytest.raises(RosterFileError, match="ninguna fila con texto"):
        plan(write_csv([["-", "."], ["-", "-"]]))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a;b\n" * 2_000, False),
        (b"a;b\n" * 2_001, True),
        (b"PK\x03\x04 broken", False),
        (book({"A": [TITLES, ANA]}), False),
        (book({"A": [[f"x{n}{m}" for m in range(20)] for n in range(1_500)]}), True),
    ],
)
def test_is_long(content, expected):
    assert is_long(content) is expected
