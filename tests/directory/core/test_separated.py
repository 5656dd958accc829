import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.sheets import RosterFileError, TableRow, read_table
from convoca.directory.core.sheets.decoding import detect_encoding
from convoca.directory.core.sheets.separated import detect_separator
from convoca.directory.core.sheets.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from tests.directory.core.rosters import TITLES, write_csv

FIFTY = [
    TITLES,
    *(
        [f"Ñuñoa {n}", f"José Pérez; {n}, «el|{n}»", f"jose{n}@ñuñoa.cl", f"09 {n}"]
        for n in range(50)
    ),
]


def cells(content, **options):
    return [list(row.cells) for row in read_table(content, "nomina", **options).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_fifty_rows_in_every_encoding_and_separator_give_equal_rows(encoding, separator):
    content = write_csv(FIFTY, separator=separator, encoding=encoding)

    assert cells(content) == FIFTY


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_recognised(encoding):
    content = write_csv(FIFTY, encoding=encoding)

    table = read_table(content, "nomina.csv")

    assert (table.encoding, [list(row.cells) for row in table.rows]) == (encoding, FIFTY)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_equal_rows(line_end):
    assert cells(write_csv(FIFTY, line_end=line_end)) == FIFTY


plain = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"], exclude_characters='"<ÃÂ'))


@given(st.lists(st.tuples(plain, plain, plain), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_any_cells_come_back_whatever_the_separator(rows, separator):
    filled = [["Comuna", "Nombre", "Correo"], *([f"x{cell}x" for cell in row] for row in rows)]

    assert cells(write_csv(filled, separator=separator)) == filled


def test_chosen_encoding_overrides_the_detected_one():
    content = write_csv([["Comuna", "Nombre"], ["Ñuñoa", "José"]], encoding="mac_roman")

    assert cells(content, encoding="mac_roman") == [["Comuna", "Nombre"], ["Ñuñoa", "José"]]


def test_wrong_chosen_encoding_is_refused():
    with pytest.raises(RosterFileError, match="no se puede leer como utf-8"):
        read_table("Ñuñoa".encode("cp1252"), "a.csv", encoding="utf-8")


def test_unknown_chosen_encoding_is_refused():
    with pytest.raises(RosterFileError, match="No se conoce la codificación «rot13»"):
        read_table(b"a,b", "a.csv", encoding="rot13")


def test_byte_unknown_to_cp1252_is_read_as_latin1():
    assert detect_encoding(b"\xd1u\xf1oa\x81") == "latin-1"


def test_separator_is_found_by_the_whole_file_and_not_by_its_first_line():
    text = "Nómina, año 2026, provisoria\nComuna;Nombre;Cargo\nLota;Soto, Ana;x\nBuin;Paz, Eva;y\n"

    assert detect_separator(text) == ";"


def test_separator_of_one_column_is_none():
    assert detect_separator("Comuna\nLota\n") is None


def test_blank_and_title_rows_keep_the_sheets_own_numbers():
    table = read_table(b"Nomina 2026,,\n\n,,\nComuna,Nombre\nLota,Ana\n", "a.csv")

    assert table.rows == (
        TableRow(1, ("Nomina 2026",)),
        TableRow(4, ("Comuna", "Nombre")),
        TableRow(5, ("Lota", "Ana")),
    )


def test_line_end_inside_quotes_begins_no_row():
    table = read_table(b'Comuna,Nombre\n"Lo\nta",Ana\nBuin,Eva\n', "a.csv")

    assert table.rows[1:] == (TableRow(2, ("Lo\nta", "Ana")), TableRow(3, ("Buin", "Eva")))


def test_declared_separator_line_is_obeyed_and_is_no_row():
    assert cells(b"sep=|\r\nComuna|Nombre\r\nLota|a,b,c\r\n") == [
        ["Comuna", "Nombre"],
        ["Lota", "a,b,c"],
    ]


def test_formula_looking_cells_stay_verbatim():
    row = ['=HYPERLINK("http://x","y")', "+cmd", "@SUM(A1)", "-2"]

    assert cells(write_csv([TITLES, row])) == [TITLES, row]


def test_nul_characters_are_dropped_and_told():
    table = read_table(b"Comuna,Nombre\nLo\0ta,Ana\n" + b"Buin,Eva\n" * 20, "a.csv")

    assert (table.rows[1], table.remarks) == (
        TableRow(2, ("Lota", "Ana")),
        ("El archivo traía caracteres nulos; se quitaron.",),
    )


def test_text_encoded_twice_is_told():
    content = "Comuna,Nombre\nÑuñoa,José\n".encode().decode("cp1252").encode()

    assert len(read_table(content, "a.csv").remarks) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "está vacío"),
        (b" \n,,\n", "ninguna fila"),
        (b"x" * (MAX_BYTES + 1), "pesa más de 10 MB"),
        (b"Comuna,Nombre\n" + b"Lota,Ana\n" * MAX_ROWS, "más de 20.000 filas"),
        (b"a,b\n" + b"x," * MAX_COLUMNS + b"x\n", "101 columnas"),
        (b'Comuna,Nombre\nLota,"Ana\nBuin,Eva\n', "comillas"),
        (b'a,"' + b"x" * 140_000 + b'"', "comillas"),
        (b"<html><body><p>Comuna", "página web"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><html>", "página web"),
        ("<html>".encode("utf-16"), "página web"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas'>", "XML está dañada"),
        (b"<?xml version='1.0'?><feed><a/></feed>", "XML que no es una planilla"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "imagen"),
        (bytes(range(256)) * 10, "no es una planilla"),
        (b"\xff\xfea", "no se puede leer"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, said):
    with pytest.raises(RosterFileError, match=said) as caught:
        read_table(content, "nomina.csv")

    assert caught.value.sentence.endswith("No se guardó nada.")


def test_quoted_line_end_in_the_last_row_is_accepted():
    assert cells(b'a,b\nx,"1\n2"\n') == [["a", "b"], ["x", "1\n2"]]


def test_harmless_quotes_with_a_line_end_in_the_last_row_are_accepted():
    assert cells(b'a,b\n"x"y,"1\n2"\n') == [["a", "b"], ["xy", "1\n2"]]


def test_sentence_shows_the_file_name_cleaned():
    with pytest.raises(RosterFileError) as caught:
        read_table(b"", "a\u202e\0b\n../c.csv")

    assert caught.value.sentence == (
        "«ab ../c.csv»: El archivo está vacío. Revise el archivo y vuelva a subirlo. "
        "No se guardó nada."
    )


def test_sentence_without_a_file_name_has_no_quotes():
    with pytest.raises(RosterFileError) as caught:
        read_table(b"", "\0")

    assert caught.value.what == "El archivo está vacío."
