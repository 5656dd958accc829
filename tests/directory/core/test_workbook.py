import datetime
import io
import zipfile

import openpyxl
import pytest

from convoca.directory.core.sheets import RosterFileError, TableRow, archive, read_table, workbook
from convoca.directory.core.sheets.table import MAX_ROWS
from tests.directory.core.rosters import TITLES, rewrite_zip, write_csv, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS = [TITLES, ["Ñuñoa", "José Pérez", "jose@muni.cl", "+56987654321"]]


def refuse(content, said):
    with pytest.raises(RosterFileError, match=said) as caught:
        read_table(content, "nomina.xlsx")
    assert caught.value.sentence.endswith("No se guardó nada.")


def test_workbook_and_text_give_equal_rows():
    assert read_table(write_xlsx(ROWS), "a.csv").rows == read_table(write_csv(ROWS), "b.xlsx").rows


def test_blank_rows_keep_the_sheets_own_numbers():
    table = read_table(write_xlsx([["Nómina"], [], [None, " "], TITLES]), "a.xlsx")

    assert table.rows == (TableRow(1, ("Nómina",)), TableRow(4, tuple(TITLES)))


def test_values_become_text_without_losing_digits():
    book = openpyxl.Workbook()
    book.active.append(
        [5109, 5109.0, 912345678.0, 1.5, True, datetime.datetime(2026, 3, 1), "=A1&1", 5109, False]
    )
    book.active["H1"].number_format = "00000"
    book.active.append([datetime.datetime(2026, 3, 1, 9, 30), datetime.time(9, 30), "#N/A"])
    content = io.BytesIO()
    book.save(content)

    table = read_table(content.getvalue(), "a.xlsx")

    first = ("5109", "5109", "912345678", "1.5", "VERDADERO", "2026-03-01", "=A1&1", "05109")
    assert [row.cells for row in table.rows] == [
        (*first, "FALSO"),
        ("2026-03-01T09:30:00", "09:30:00", "#N/A"),
    ]


def test_formula_gives_its_last_value_where_it_has_one():
    content = rewrite_zip(
        write_xlsx([["Comuna", "Nombre"], ["Lota", "=A1&1"]]),
        replace={
            SHEET: lambda part: part.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")
        },
    )

    assert read_table(content, "a.xlsx").rows[1] == TableRow(2, ("Lota", "7"))


def test_number_in_scientific_notation_keeps_all_its_digits():
    content = rewrite_zip(
        write_xlsx([["Fono"], [7]]),
        replace={SHEET: lambda part: part.replace(b"<v>7</v>", b"<v>9.87654321E8</v>")},
    )

    assert read_table(content, "a.xlsx").rows[1] == TableRow(2, ("987654321",))


def test_too_many_columns_are_refused():
    refuse(write_xlsx([["x"] * 101]), "101 columnas")


def test_array_formula_without_value_gives_its_text():
    book = openpyxl.Workbook()
    book.active["A1"] = openpyxl.worksheet.formula.ArrayFormula("A1:A1", "=SUM(B1:B2)")
    content = io.BytesIO()
    book.save(content)

    assert read_table(content.getvalue(), "a.xlsx").rows == (TableRow(1, ("=SUM(B1:B2)",)),)


def test_sheet_with_most_filled_rows_is_read_and_told():
    content = write_xlsx([["Instrucciones"], ["Lea bien"]], Datos=ROWS, Otra=[["x", "y"]])

    table = read_table(content, "a.xlsx")

    assert (table.sheet, table.sheets, len(table.rows)) == (
        "Datos",
        ("Nómina", "Datos", "Otra"),
        2,
    )
    assert table.remarks == ("La planilla tiene 3 hojas visibles; se leyó «Datos».",)


def test_chosen_sheet_is_read():
    table = read_table(write_xlsx(ROWS, Otra=[["x", "y"]]), "a.xlsx", sheet="Otra")

    assert (table.sheet, table.rows) == ("Otra", (TableRow(1, ("x", "y")),))


def test_absent_sheet_is_refused():
    with pytest.raises(RosterFileError, match="no tiene una hoja llamada «Otra»"):
        read_table(write_xlsx(ROWS), "a.xlsx", sheet="Otra")


def test_hidden_sheets_are_not_read():
    book = openpyxl.Workbook()
    book.active.append(["Comuna", "Nombre"])
    book.create_sheet("Oculta").append(["a", "b"])
    book["Oculta"].append(["c", "d"])
    book["Oculta"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)

    assert read_table(content.getvalue(), "a.xlsx").sheets == ("Sheet",)


def test_false_dimension_does_not_widen_the_rows():
    content = rewrite_zip(
        write_xlsx(ROWS),
        replace={SHEET: lambda part: part.replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')},
    )

    assert read_table(content, "a.xlsx").rows == read_table(write_xlsx(ROWS), "a.xlsx").rows


def test_row_number_beyond_the_last_row_ends_the_sheet(monkeypatch):
    monkeypatch.setattr(workbook, "LAST_ROW_OF_A_SHEET", 10)
    content = rewrite_zip(
        write_xlsx(ROWS), replace={SHEET: lambda part: part.replace(b'<row r="2"', b'<row r="99"')}
    )

    assert [row.number for row in read_table(content, "a.xlsx").rows] == [1]


def test_too_many_rows_are_refused():
    refuse(write_xlsx([["Lota", "Ana"]] * (MAX_ROWS + 1)), "más de 20.000 filas")


def test_zip_bomb_is_refused_before_it_is_unpacked():
    refuse(rewrite_zip(write_xlsx(ROWS), add={"xl/x.xml": b"0" * 60_000_000}), "demasiado grande")


def test_many_parts_are_refused():
    parts = {f"xl/p{n}.xml": b"" for n in range(archive.MAX_ENTRIES)}

    refuse(rewrite_zip(write_xlsx(ROWS), add=parts), "partes: no es una nómina")


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil", "C:/evil", "xl\\..\\..\\evil", "xl/../../evil"]
)
def test_names_that_leave_the_archive_are_refused(name):
    refuse(rewrite_zip(write_xlsx(ROWS), add={name: b"x"}), "rutas")


def test_link_in_the_archive_is_refused():
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = 0o120777 << 16
    content = io.BytesIO(write_xlsx(ROWS))
    with zipfile.ZipFile(content, "a") as file:
        file.writestr(link, "/etc/passwd")

    refuse(content.getvalue(), "rutas")


def test_repeated_parts_are_refused():
    refuse(rewrite_zip(write_xlsx(ROWS), add={"XL/Workbook.xml": b"x"}), "partes repetidas")


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name):
    refuse(rewrite_zip(write_xlsx(ROWS), add={name: b"x"}), "macros")


def test_macro_workbook_under_another_name_is_refused():
    def declare(part):
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return part.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    refuse(rewrite_zip(write_xlsx(ROWS), replace={TYPES: declare}), "macros")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_declarations_are_refused(encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ja">]><x>&a;</x>'.encode(encoding)

    refuse(rewrite_zip(write_xlsx(ROWS), replace={SHEET: lambda part: laughs}), "definiciones")


def test_declaration_across_two_pieces_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "PIECE_BYTES", 7)

    refuse(
        rewrite_zip(write_xlsx(ROWS), add={"xl/x.xml": b"<?xml version='1.0'?><!DOCTYPE x>"}),
        "definiciones",
    )


def test_pictures_are_not_searched_for_declarations():
    content = rewrite_zip(write_xlsx(ROWS), add={"xl/media/logo.png": b"<!DOCTYPE"})

    assert read_table(content, "a.xlsx").rows[0].cells == tuple(TITLES)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, r"\.ods"),
        ({"xl/workbook.bin": b"x"}, r"\.xlsb"),
        ({"a.txt": b"x"}, "comprimido"),
        ({TYPES: b"<Types>wordprocessingml.document.main+xml</Types>"}, "no es una planilla"),
    ],
)
def test_other_archives_are_refused_by_what_they_hold(parts, said):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)

    refuse(content.getvalue(), said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OLE + b"Workbook" * 50, r"antigua de Excel \(\.xls\)\. Guarde la planilla como"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
        (b"PK\x03\x04 broken", "dañada"),
        (b"PK\x05\x06" + b"\0" * 18, "comprimido vacío"),
    ],
)
def test_old_protected_and_broken_files_are_refused(content, said):
    refuse(content, said)


def test_password_of_a_part_is_refused():
    content = bytearray(write_xlsx(ROWS))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        content[place + offset] |= 1

    refuse(bytes(content), "contraseña")


def test_unreadable_sheet_is_refused():
    refuse(rewrite_zip(write_xlsx(ROWS), replace={SHEET: lambda part: part[:-40]}), "dañada")


def test_workbook_without_visible_sheets_is_refused():
    def hide(part):
        return part.replace(b'state="visible"', b'state="hidden"')

    refuse(rewrite_zip(write_xlsx(ROWS), replace={"xl/workbook.xml": hide}), "hojas visibles")
