"""Files of coded statements and of new ones, read as untrusted, and of proposals, written."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convoca.agenda.core.coding.suggesting.model import Proposal
from convoca.agenda.core.coding.suggesting.words import words_of

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
LONGEST_TEXT, LONGEST_NAME = 10_000, 200
MOST_FAULTS = 20
ONLY_CONTROL = frozenset(map(chr, range(32))) - {"\t", "\n", "\r"}
TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf‘’“”•–—š™‰€‚„†‡ˆ‹Œ]")
"""What UTF-8 looks like when it is read as Windows text."""
GUARDED = ("=", "+", "-", "@", "\t", "\r")


class SuggestionFileError(ValueError):
    """A file cannot be used; `sentences` tell its faults in Spanish, 20 at most."""

    def __init__(self, sentences: Sequence[str]) -> None:
        more = len(sentences) - MOST_FAULTS
        told = list(sentences[:MOST_FAULTS])
        if more > 0:
            told.append(f"Y {more} {'falla' if more == 1 else 'fallas'} más.")
        super().__init__(told[0])
        self.sentences = tuple(told)


@dataclass(frozen=True)
class Coded:
    """A text and the code that somebody gave it."""

    text: str
    code: str


@dataclass(frozen=True)
class New:
    """A text that waits for a code, by its id."""

    id: str
    text: str


@dataclass(frozen=True)
class _Row:
    line: int
    cells: Mapping[str, str]


def read_coded(content: bytes) -> list[Coded]:
    """Read a file with the columns `text` and `code`.

    UTF-8 with or without its mark, UTF-16 with its mark, or else Windows (cp1252); separated by
    comma, semicolon or tabulator; columns in any order, others are not read. Blank lines count for
    nothing. A text may come several times with several codes.

    Raises:
        SuggestionFileError: each fault with its line.
    """
    rows = _rows(content, ("text", "code"))
    faults = [*_check(rows, "text", LONGEST_TEXT), *_check(rows, "code", LONGEST_NAME)]
    if not faults and len({row.cells["code"] for row in rows}) < 2:  # noqa: PLR2004 (a choice)
        faults.append(
            "Todos los textos tienen el mismo código: no hay nada que distinguir. "
            "Agregue textos con otros códigos."
        )
    if not faults and not any(words_of(row.cells["text"]) for row in rows):
        faults.append("Ningún texto tiene palabras. Revise la columna «text».")
    _refuse(faults)
    return [Coded(row.cells["text"], row.cells["code"]) for row in rows]


def read_new(content: bytes) -> list[New]:
    """Read a file with the columns `id` and `text`, each id once; formats as in `read_coded`.

    Raises:
        SuggestionFileError: each fault with its line.
    """
    rows = _rows(content, ("id", "text"))
    faults = [*_check(rows, "id", LONGEST_NAME), *_check(rows, "text", LONGEST_TEXT)]
    first: dict[str, int] = {}
    for row in rows:
        name = row.cells["id"]
        if name and first.setdefault(name, row.line) != row.line:
            faults.append(
                f"Línea {row.line}: el id «{_short(name)}» ya está en la línea {first[name]}. "
                "Use un id distinto para cada texto."
            )
    _refuse(faults)
    return [New(row.cells["id"], row.cells["text"]) for row in rows]


def write_proposals(
    ids: Sequence[str], proposals: Sequence[Sequence[Proposal]], *, top: int
) -> bytes:
    """Write the columns id, code1, score1 … in UTF-8 with commas; scores with four decimals.

    Where there are fewer codes than `top` the cells stay empty. What a spreadsheet could take for
    a formula is led by an apostrophe; numbers are left as they are.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    names = [f"{name}{place}" for place in range(1, top + 1) for name in ("code", "score")]
    writer.writerow(["id", *names])
    for name, found in zip(ids, proposals, strict=True):
        cells = [cell for one in found for cell in (_guarded(one.code), f"{one.score:.4f}")]
        writer.writerow([_guarded(name), *cells, *[""] * (2 * top - len(cells))])
    return out.getvalue().encode()


def _rows(content: bytes, wanted: Sequence[str]) -> list[_Row]:
    text = _decode(content)
    lines = _cells(text)
    _line, headings = next(lines, (1, []))
    names = [heading.strip().lower() for heading in headings]
    if not any(names):
        raise SuggestionFileError(["El archivo está vacío. Debe tener una cabecera y filas."])
    _refuse(_heading_faults(names, wanted))
    rows: list[_Row] = []
    faults: list[str] = []
    for line, cells in lines:
        if len(cells) != len(names):
            faults.append(
                f"Línea {line}: tiene {len(cells)} columnas y la cabecera {len(names)}. "
                "Si un texto lleva comas o punto y coma, póngalo entre comillas."
            )
            continue
        rows.append(_Row(line, dict(zip(names, (cell.strip() for cell in cells), strict=True))))
    _refuse(faults)
    if not rows:
        raise SuggestionFileError(["El archivo no tiene filas bajo la cabecera."])
    return rows


def _decode(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise SuggestionFileError(
            [f"El archivo pesa más de {MOST_BYTES // 1_000_000} MB. Divídalo en varios."]
        )
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not ONLY_CONTROL.isdisjoint(text):
            break
        if encoding == "cp1252" and TWICE_ENCODED.search(text):
            raise SuggestionFileError(
                ["El archivo mezcla codificaciones y sus acentos están dañados. Guárdelo en UTF-8."]
            )
        return text
    raise SuggestionFileError(
        ["El archivo no es un texto con columnas. Guárdelo como CSV en UTF-8."]
    )


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not blank with the number of the line on which it begins."""
    heading = text.split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun = 1
    for count in range(MOST_ROWS + 2):
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise SuggestionFileError([_broken(begun)]) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            if count > MOST_ROWS:
                break
            yield begun, cells
        begun = reader.line_num + 1
    raise SuggestionFileError([f"El archivo tiene más de {MOST_ROWS} filas. Divídalo en varios."])


def _broken(line: int) -> str:
    return (
        f"Línea {line}: las comillas no cierran o el texto es demasiado largo. "
        "Revise que cada comilla que se abre se cierre."
    )


def _heading_faults(names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    faults = []
    for name in wanted:
        if names.count(name) == 0:
            listed = ", ".join(f"«{_short(one)}»" for one in names if one)
            faults.append(f"Línea 1: falta la columna «{name}». El archivo trae {listed}.")
        if names.count(name) > 1:
            faults.append(f"Línea 1: la columna «{name}» está dos veces. Deje una sola.")
    return faults


def _check(rows: Sequence[_Row], column: str, longest: int) -> list[str]:
    return [
        f"Línea {row.line}: {fault}"
        for row in rows
        if (fault := _cell_fault(column, row.cells[column], longest))
    ]


def _cell_fault(column: str, cell: str, longest: int) -> str:
    if not cell:
        return f"la columna «{column}» está vacía. Complétela o borre la fila."
    if len(cell) > longest:
        return f"la columna «{column}» tiene más de {longest} caracteres. Acórtela o divídala."
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 (a glance)


def _guarded(cell: str) -> str:
    is_number = cell.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(GUARDED) and not is_number else cell


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise SuggestionFileError(faults)
