"""One door for every file: what it is, is decided by what it holds and never by its name."""

from convoca.directory.core.sheets.archive import protected_workbook
from convoca.directory.core.sheets.separated import read_separated
from convoca.directory.core.sheets.table import MAX_BYTES, RosterFileError, Table
from convoca.directory.core.sheets.workbook import read_workbook
from convoca.directory.core.text import clean_text

_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"%PDF", "un documento PDF"),
    (b"\x89PNG", "una imagen"),
    (b"\xff\xd8\xff", "una imagen"),
    (b"GIF8", "una imagen"),
    (b"{\\rtf", "un documento de texto"),
    (b"7z\xbc\xaf", "un archivo comprimido"),
    (b"Rar!", "un archivo comprimido"),
    (b"\x1f\x8b", "un archivo comprimido"),
    (b"PK\x05\x06", "un archivo comprimido vacío"),
)


def read_table(
    content: bytes, filename: str, *, encoding: str | None = None, sheet: str | None = None
) -> Table:
    """Read a roster file into rows of text.

    Args:
        content: the bytes of the file, up to MAX_BYTES.
        filename: as the sender named it; shown in the sentence of an error, used for nothing else.
        encoding: of a text file, where a person chose it; None detects it.
        sheet: of a workbook, where a person chose it; None chooses it.

    Returns:
        The rows that are not blank, with the sheet's own numbers; title rows are rows too.

    Raises:
        RosterFileError: empty, too big, or not an .xlsx workbook or separated text.
    """
    try:
        return _read(content, encoding, sheet)
    except RosterFileError as exc:
        shown = clean_text(filename)[:60]
        if not shown:
            raise
        raise RosterFileError(f"«{shown}»: {exc.what}", exc.remedy) from exc


def _read(content: bytes, encoding: str | None, sheet: str | None) -> Table:
    _refuse_by_size(content)
    if content.startswith(_ZIP):
        table = read_workbook(content, sheet)
    else:
        _refuse_by_first_bytes(content)
        table = read_separated(content, encoding)
    cells = (cell for row in table.rows for cell in row.cells)
    if not any(char.isalnum() for cell in cells for char in cell):
        raise RosterFileError("El archivo no tiene ninguna fila con texto.", "Revise el archivo.")
    return table


def _refuse_by_size(content: bytes) -> None:
    if not content:
        raise RosterFileError("El archivo está vacío.", "Revise el archivo y vuelva a subirlo.")
    if len(content) > MAX_BYTES:
        raise RosterFileError(
            f"El archivo pesa más de {MAX_BYTES // 1024 // 1024} MB.",
            "Copie solo la nómina a una planilla nueva y vuelva a subirla.",
        )


def _refuse_by_first_bytes(content: bytes) -> None:
    if content.startswith(_COMPOUND_FILE):
        if _ENCRYPTED in content:
            raise protected_workbook()
        raise RosterFileError("El archivo es de una versión antigua de Excel (.xls).")
    for mark, kind in _OTHERS:
        if content.startswith(mark):
            raise RosterFileError(f"El archivo es {kind}, no una planilla.")
