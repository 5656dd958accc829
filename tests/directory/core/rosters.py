"""Rosters for tests: rows as text, and the same rows in every kind of file."""

import csv
import io
import zipfile

import openpyxl

from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.repeats import mark_repeats
from convoca.directory.core.rows import RowReader

TITLES = ["Comuna", "Nombre", "Correo", "Teléfono"]
COMUNAS = (
    ("05109", "Viña del Mar", []),
    ("05703", "Llaillay", ["Llay-Llay"]),
    ("08104", "Florida", []),
    ("11302", "O'Higgins", []),
    ("13110", "La Florida", []),
    ("13120", "Ñuñoa", []),
    ("13505", "San Pedro", []),
    ("08108", "San Pedro de la Paz", []),
)
KINDS = {
    "SECPLAN": ["Secretaría Comunal de Planificación", "SECPLAC"],
    "DOM": ["Dirección de Obras Municipales", "Obras"],
}


def index() -> ComunaIndex:
    return ComunaIndex(COMUNAS)


def read_rows(table, mapping):
    """The rows under the titles, compared with each other."""
    reader = RowReader(mapping, index(), KindIndex(KINDS), "CL")
    return mark_repeats(list(reader.read(table.rows)))


def write_csv(rows, *, separator=",", encoding="utf-8", line_end="\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode(encoding)


def write_xlsx(rows, **sheets) -> bytes:
    """A workbook whose first sheet, "Nómina", holds the rows; more sheets by name."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "Nómina"
    for row in rows:
        workbook.active.append(row)
    for name, more in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in more:
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def rewrite_zip(content: bytes, *, replace=None, add=None) -> bytes:
    """Copy a zip with other bytes in some parts and with more parts."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, replace[name](part) if replace and name in replace else part)
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return written.getvalue()
