"""The zip that a workbook is: what it must not contain, looked at before anything is parsed."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from convoca.directory.core.sheets.table import MOST_ROWS, SAVE_AS, RosterFileError

MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 160 * 1024 * 1024
MAX_TEXTS_BYTES = 48 * 1024 * 1024
MAX_MERGES = 20_000
MAX_RATIO = 150
RATIO_COUNTS_FROM_BYTES = 8 * 1024 * 1024
PIECE_BYTES = 256 * 1024
LONGEST_MARK_BYTES = 64

_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK_TYPES = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml")
_DECLARATIONS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})\"")
_DAMAGED = "La planilla está dañada y no se puede abrir."
_OPEN_AND_SAVE = (
    "Ábrala en su programa de planillas, guárdela otra vez como .xlsx y vuelva a subirla."
)


@dataclass(slots=True)
class Inspection:
    """What the parts of a workbook hold, seen without parsing them.

    row_counts and merges are by part ("xl/worksheets/sheet1.xml"): rows as written, blank ones
    too; merged cells as (column from 0, first row, last row), only those over several rows.
    """

    has_formulas: bool = False
    row_counts: dict[str, int] = field(default_factory=dict)
    merges: dict[str, set[tuple[int, int, int]]] = field(default_factory=dict)


def inspect_archive(content: bytes) -> Inspection:
    """Refuse what is not a plain, safe .xlsx workbook; tell what its parts hold.

    Looked at, in this order: number of entries, names (absolute, "..", repeated, links), passwords,
    unpacked size as declared (zipfile never unpacks more than declared), ratio of unpacked to
    packed (counted from 8 MiB unpacked), kind by its parts, macros, and document type or entity
    declarations in any part. No name in the archive is ever used as a path.

    Raises:
        RosterFileError: with what was found and what to do.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_entries(entries)
            _refuse_size(entries, packed=len(content))
            _refuse_other_kinds(archive)
            return _inspect_parts(archive)
    except RosterFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as exc:
        raise RosterFileError(_DAMAGED, _OPEN_AND_SAVE) from exc


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise RosterFileError(f"El archivo contiene {len(entries)} partes: no es una nómina.")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise RosterFileError("El archivo contiene partes repetidas.", _OPEN_AND_SAVE)
    for entry in entries:
        if _is_unsafe_name(entry.orig_filename) or stat.S_ISLNK(entry.external_attr >> 16):
            raise RosterFileError("El archivo contiene rutas que no corresponden a una planilla.")
        if entry.flag_bits & 0x1:
            raise protected_workbook()


def _is_unsafe_name(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "\0" in name or ".." in parts or parts[0] == "" or parts[0].endswith(":")


def _refuse_size(entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    texts = sum(entry.file_size for entry in entries if "sharedstrings" in entry.filename.lower())
    is_bomb = unpacked > RATIO_COUNTS_FROM_BYTES and unpacked > MAX_RATIO * packed
    if is_bomb or unpacked > MAX_UNPACKED_BYTES or texts > MAX_TEXTS_BYTES:
        raise RosterFileError(
            f"La planilla es demasiado grande una vez abierta: caben {MOST_ROWS:,} filas.".replace(
                ",", "."
            ),
            f"Copie solo la nómina a una planilla nueva. {SAVE_AS}",
        )


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = {name.lower() for name in archive.namelist()}
    if "mimetype" in names or "content.xml" in names:
        raise RosterFileError("El archivo es una planilla de OpenDocument (.ods).")
    if "xl/workbook.bin" in names:
        raise RosterFileError("El archivo es una planilla binaria de Excel (.xlsb).")
    if _CONTENT_TYPES not in archive.namelist():
        raise RosterFileError("El archivo es un comprimido (.zip), no una planilla.")
    types = archive.read(_CONTENT_TYPES)
    if b"macroenabled" in types.lower() or any(map(_holds_macros, names)):
        raise RosterFileError(
            "La planilla contiene macros y por seguridad no se abre.",
            f"Guárdela sin macros. {SAVE_AS}",
        )
    if not any(kind in types for kind in _WORKBOOK_TYPES):
        raise RosterFileError("El archivo no es una planilla de Excel.")


def _holds_macros(name: str) -> bool:
    return name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/")


def _inspect_parts(archive: zipfile.ZipFile) -> Inspection:
    seen = Inspection()
    for entry in archive.infolist():
        if entry.filename.lower().startswith("xl/media/"):
            continue
        for kept, piece in _pieces(archive, entry):
            if any(declaration in piece for declaration in _DECLARATIONS):
                raise RosterFileError(
                    "La planilla contiene definiciones que Excel no usa y por seguridad no se "
                    "abre.",
                    _OPEN_AND_SAVE,
                )
            _note_piece(seen, entry.filename, piece, kept)
    return seen


def _note_piece(seen: Inspection, part: str, piece: bytes, kept: int) -> None:
    """Note what a piece holds; its first kept bytes were seen before."""
    seen.has_formulas = seen.has_formulas or _FORMULA.search(piece) is not None
    new_rows = sum(found.end() > kept for found in _ROW.finditer(piece))
    seen.row_counts[part] = seen.row_counts.get(part, 0) + new_rows
    for column, first, last in _MERGE.findall(piece):
        merges = seen.merges.setdefault(part, set())
        if int(last) > int(first) and len(merges) < MAX_MERGES:
            merges.add((_column_number(column), int(first), int(last)))


def _column_number(letters: bytes) -> int:
    """Give the number of a column, A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    """Give a part piece by piece, each after the end of the one before, so that no mark is split.

    With each: how many of its bytes were in the one before.
    """
    with archive.open(entry) as part:
        end = b""
        while piece := part.read(PIECE_BYTES):
            yield len(end), end + piece
            end = piece[-LONGEST_MARK_BYTES:]


def protected_workbook() -> RosterFileError:
    """Build the error of a workbook that asks for a password."""
    return RosterFileError(
        "La planilla está protegida con contraseña.", f"Quítele la contraseña. {SAVE_AS}"
    )
