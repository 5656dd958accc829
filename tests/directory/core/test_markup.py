"""Spreadsheets that are XML or web pages."""

import pytest

from convoca.directory.core.sheets import RosterFileError, read_table
from convoca.directory.core.sheets.table import MAX_ROWS
from tests.directory.corpus.builders import excel_2003

NAME = "urn:schemas-microsoft-com:office:spreadsheet"


def cells(content, **options):
    return [(row.number, row.cells) for row in read_table(content, "n.xls", **options).rows]


def xml(rows):
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{NAME}" xmlns:ss="{NAME}">'
        f'<Worksheet ss:Name="A"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def test_xml_rows_and_cells_stand_where_their_index_says():
    rows = (
        "<Row><Cell><Data>a</Data></Cell></Row>"
        '<Row ss:Index="4"><Cell ss:Index="3"><Data>b</Data></Cell><Cell/></Row>'
    )

    assert cells(xml(rows)) == [(1, ("a",)), (4, ("", "", "b"))]


def test_xml_cells_merged_downwards_count_for_every_row():
    rows = (
        '<Row><Cell ss:MergeDown="2"><Data>Lota</Data></Cell><Cell><Data>1</Data></Cell></Row>'
        '<Row><Cell ss:Index="2"><Data>2</Data></Cell></Row>'
        "<Row><Cell><Data>3</Data></Cell></Row>"
        "<Row><Cell><Data>Buin</Data></Cell></Row>"
    )

    assert cells(xml(rows)) == [
        (1, ("Lota", "1")), (2, ("Lota", "2")), (3, ("Lota", "3")), (4, ("Buin",)),
    ]  # fmt: skip


def test_xml_in_latin_1_that_says_so_is_read():
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'

    assert cells(excel_2003([["Ñuñoa"]], head=head, encoding="latin-1")) == [(1, ("Ñuñoa",))]


def test_page_gives_its_biggest_table_with_spans_and_line_ends():
    page = (
        b"<html><table><tr><td>menu</td></tr></table>"
        b'<table><tr><th rowspan=2>Comuna</th><th colspan="2">Contacto</th><th rowspan=2>Fin</th>'
        b"<tr><td>Correo<br>personal</td><td>Fono</td></tr>"
        b"<tr><td>Lota</td><td>a&amp;b@x.cl</td><td>1<td>2</table>"
    )

    assert cells(page) == [
        (1, ("Comuna", "Contacto", "", "Fin")),
        (2, ("Comuna", "Correo\npersonal", "Fono", "Fin")),
        (3, ("Lota", "a&b@x.cl", "1", "2")),
    ]


@pytest.mark.parametrize("page", [b"<table></table>", b"<td>x</td>", b"<table><td>x</td></table>"])
def test_page_without_rows_is_refused(page):
    with pytest.raises(RosterFileError, match="web"):
        read_table(page, "n.xls")


def test_scripts_of_a_page_are_text_of_nobody():
    page = b"<table><tr><td>Lota</td></tr></table><script>alert(1)</script>"

    assert cells(page) == [(1, ("Lota",))]


def test_page_of_too_many_rows_is_refused():
    with pytest.raises(RosterFileError, match=r"más de 20\.000 filas"):
        read_table(b"<table>" + b"<tr><td>a" * (MAX_ROWS + 1), "n.xls")


def test_row_far_away_does_not_fill_the_memory():
    with pytest.raises(RosterFileError, match="filas"):
        read_table(xml('<Row ss:Index="900000"><Cell><Data>a</Data></Cell></Row>'), "n.xls")
