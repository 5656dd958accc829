"""One door for every file: what it is, is decided by what it holds and never by its name."""

import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from convoca.directory.core.sheets.archive import (
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    protected_workbook,
)
from convoca.directory.core.sheets.separated import open_text
from convoca.directory.core.sheets.table import (
    MAX_BYTES,
    MAX_ROWS,
    Book,
    RosterFileError,
    Table,
    TableRow,
    too_many_rows,
)
from convoca.directory.core.sheets.workbook import open_workbook
from convoca.directory.core.text import clean_text

LONG_ROWS = 2_000
LONG_BYTES = 1024 * 1024

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


def open_book(content: bytes, filename: str, *, encoding: str | None = None) -> Book:
    """Open a file whose rows are then read one by one.

    Args:
        content: the bytes of the file, up to MAX_BYTES.
        filename: as the sender named it; shown in the sentence of an error, used for nothing else.
        encoding: of a text file, where a person chose it; None detects it.

    Raises:
        RosterFileError: empty, too big, or no spreadsheet that is read here: an .xlsx workbook,
            separated text, a spreadsheet in XML or a table of a web page. Reading may raise it too.
    """
    with _Named(filename):
        book = _open(content, encoding)

    def read(name: str) -> Iterator[TableRow]:
        with _Named(filename):
            yield from book.read(name)

    return replace(book, read=read)


def is_long(content: bytes) -> bool:
    """Tell whether opening a file may take a while: over LONG_ROWS lines, or a big workbook.

    A workbook counts as big from LONG_BYTES unpacked; only its table of contents is looked at. A
    file that is neither gives False: opening it says what is wrong.
    """
    if not content.startswith(_ZIP):
        return max(content.count(b"\n"), content.count(b"\r")) > LONG_ROWS
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [one for one in archive.infolist() if one.filename.endswith(".xml")]
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    unpacked = sum(part.file_size for part in parts)
    return LONG_BYTES < unpacked <= MAX_UNPACKED_BYTES and unpacked <= MAX_RATIO * len(content)


def read_table(
    content: bytes, filename: str, *, encoding: str | None = None, sheet: str | None = None
) -> Table:
    """Read one sheet of a file whole, as text.

    Args:
        content, filename, encoding: as in open_book.
        sheet: of a workbook, where a person chose it; None takes the one with most rows of two
            filled cells or more, the first of them in a tie.

    Returns:
        The rows that are not blank, with the sheet's own numbers; title rows are rows too.

    Raises:
        RosterFileError: as in open_book; no such sheet, nothing written, over MAX_ROWS rows.
    """
    book = open_book(content, filename, encoding=encoding)
    with _Named(filename):
        names = [name for name in book.names if sheet in {None, name}]
        if not names:
            raise RosterFileError(_absent(sheet), "Elija otra hoja o revise el archivo.")
        found = {name: tuple(itertools.islice(book.read(name), MAX_ROWS + 1)) for name in names}
        chosen = max(names, key=lambda name: count_wide_rows(found[name]))
        if len(found[chosen]) > MAX_ROWS:
            raise too_many_rows()
        if not has_text(found[chosen]):
            raise nothing_written()
        return Table(
            found[chosen],
            encoding=book.encoding,
            separator=book.separator,
            sheet=chosen or None,
            sheets=tuple(filter(None, book.names)),
            remarks=(*book.remarks, *_remarks(names, chosen)),
        )


class _Named:
    """Puts the name of the file in front of what went wrong with it, once."""

    def __init__(self, filename: str) -> None:
        self._shown = f"«{clean_text(filename)[:60]}»: "

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, raised: BaseException | None, _trace: object) -> None:
        if not isinstance(raised, RosterFileError) or self._shown == "«»: ":
            return
        if not raised.what.startswith(self._shown):
            raise RosterFileError(self._shown + raised.what, raised.remedy) from raised


def _open(content: bytes, encoding: str | None) -> Book:
    _refuse_by_size(content)
    if content.startswith(_ZIP):
        book = open_workbook(content)
        if not book.names:
            raise RosterFileError(_absent(None), "Elija otra hoja o revise el archivo.")
        return book
    _refuse_by_first_bytes(content)
    return open_text(content, encoding)


def count_wide_rows(rows: Iterable[TableRow]) -> int:
    """Count the rows with two filled cells or more."""
    return sum(1 for row in rows if sum(map(bool, row.cells)) > 1)


def has_text(rows: Iterable[TableRow]) -> bool:
    """Tell whether any cell holds a letter or a digit."""
    return any(char.isalnum() for row in rows for cell in row.cells for char in cell)


def nothing_written() -> RosterFileError:
    """Build the error of a file without any text."""
    return RosterFileError("El archivo no tiene ninguna fila con texto.", "Revise el archivo.")


def _absent(sheet: str | None) -> str:
    if sheet is None:
        return "La planilla no tiene hojas visibles."
    return f"La planilla no tiene una hoja llamada «{sheet[:40]}»."


def _remarks(names: list[str], chosen: str) -> tuple[str, ...]:
    if len(names) == 1:
        return ()
    return (f"La planilla tiene {len(names)} hojas visibles; se leyó «{chosen}».",)


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
