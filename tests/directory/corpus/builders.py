"""Files as people send them, made by code: each builder gives the bytes of one."""

import csv
import io
import zipfile
from html import escape

import openpyxl

from tests.directory.core.rosters import rewrite_zip

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text(rows, *, separator=";", encoding="utf-8", line_end="\r\n"):
    """Separated text in an encoding."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator=line_end).writerows(rows)
    return written.getvalue().encode(encoding)


def book(sheets, *, merges=(), formats=None):
    """A workbook with sheets by name; merges are of the first one, formats {cell: format}."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    first = made.worksheets[0]
    for cells in merges:
        first.merge_cells(cells)
    for cell, shown in (formats or {}).items():
        first[cell].number_format = shown
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def one_sheet(rows, **options):
    return book({"Hoja1": rows}, **options)


def with_value(content, old, new):
    """A workbook with other bytes in its first sheet, such as the last value of a formula."""

    def other(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new)

    return rewrite_zip(content, replace={SHEET: other})


def with_part(content, name, part):
    return rewrite_zip(content, add={name: part})


def hidden(content, number):
    """A workbook whose sheet of this number, from 1, is hidden."""
    made = openpyxl.load_workbook(io.BytesIO(content))
    made.worksheets[number - 1].sheet_state = "hidden"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def macro_book(content):
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return rewrite_zip(content, replace={TYPES: lambda part: part.replace(plain, macro)})


def excel_2003(rows, *, head='<?xml version="1.0" encoding="UTF-8"?>\n', encoding="utf-8"):
    """A workbook in the XML of Excel 2003, which Excel opens under the name .xls."""
    lines = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in rows
    )
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    written = (
        f'{head}<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="Nómina"><Table>{lines}</Table></Worksheet></Workbook>'
    )
    return written.encode(encoding)


def web_page(rows, *, encoding="utf-8"):
    """A table of a web page, as many systems export "to Excel"."""
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<html><body><table border=1>{lines}</table></body></html>".encode(encoding)


def archive(parts):
    """A zip of any parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()
