"""What a codebook and a project of REFI-QDA hold, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
PROJECT_SPACE = "urn:QDA-XML:project:1.0"
ORIGIN = "Convoca"
INTERNAL = "internal://"
PROJECT_FILE, SOURCES_FOLDER = "project.qde", "sources/"
PARTS = (("include", "Incluye: "), ("exclude", "No incluye: "), ("example", "Ejemplo: "))


@dataclass(frozen=True)
class RefiCode:
    """A code: guid in lower case without braces, and the guid of the one it stands under."""

    guid: str
    name: str
    description: str = ""
    colour: str = ""
    is_codable: bool = True
    parent: str | None = None


@dataclass(frozen=True)
class RefiUser:
    """Somebody who coded."""

    guid: str
    name: str


@dataclass(frozen=True)
class RefiCoding:
    """A code given to a piece of text, by whom and when as far as it is known."""

    guid: str
    code: str
    user: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class RefiSelection:
    """A piece of a source: text[start:end] in Unicode code points, the first has number 0.

    The standard speaks of the first and the last character; its samples and the programs in use
    name the place after the last, and so do we.
    """

    guid: str
    start: int
    end: int
    codings: tuple[RefiCoding, ...] = ()


@dataclass(frozen=True)
class RefiSource:
    """A plain text and what was coded in it."""

    guid: str
    name: str
    text: str
    selections: tuple[RefiSelection, ...] = ()


@dataclass(frozen=True)
class RefiProject:
    """Texts, codes, codings and who made them."""

    name: str
    codes: tuple[RefiCode, ...] = ()
    users: tuple[RefiUser, ...] = ()
    sources: tuple[RefiSource, ...] = ()


class RefiFault(StrEnum):
    """Why a file is not read."""

    TOO_BIG = "too_big"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"
    OTHER_KIND = "other_kind"
    BAD_GUID = "bad_guid"
    REPEATED = "repeated"
    NAMELESS = "nameless"
    BAD_PLACE = "bad_place"


class RefiFileError(ValueError):
    """A file that is no codebook or project; `fault` says why, `where` near what."""

    def __init__(self, fault: RefiFault, where: str = "") -> None:
        super().__init__(f"{fault.value} {where}".strip())
        self.fault = fault
        self.where = where[:80]


def describe(definition: str, include: str, exclude: str, example: str) -> str:
    """Write what a code means as the one text that the format has, a paragraph a part."""
    given = {"include": include, "exclude": exclude, "example": example}
    parts = [f"{mark}{given[name].strip()}" for name, mark in PARTS if given[name].strip()]
    return "\n".join(filter(None, [definition.strip(), *parts]))


def parts_of(description: str) -> dict[str, str]:
    """Read a text of `describe` back; a text of another program is all definition.

    Returns:
        "definition", "include", "exclude", "example"; blanks around each are left out.
    """
    found: dict[str, list[str]] = {"definition": []}
    part = "definition"
    for line in description.replace("\r\n", "\n").split("\n"):
        mark = next(((name, mark) for name, mark in PARTS if line.startswith(mark)), None)
        if mark and mark[0] not in found:
            part = mark[0]
            found[part] = [line.removeprefix(mark[1])]
        else:
            found[part].append(line)
    return {
        name: "\n".join(found.get(name, [])).strip()
        for name in ("definition", "include", "exclude", "example")
    }


def children_of(codes: Sequence[RefiCode]) -> dict[str | None, list[RefiCode]]:
    """Return the codes under each guid, in their order; None holds those at the top.

    A code whose parent is not among them stands at the top.
    """
    known = {one.guid for one in codes}
    under: dict[str | None, list[RefiCode]] = {}
    for one in codes:
        under.setdefault(one.parent if one.parent in known else None, []).append(one)
    return under
