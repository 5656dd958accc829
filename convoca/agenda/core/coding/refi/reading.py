"""Reading a codebook (.qdc) and a project (.qdpx) that somebody brings: nothing in it is trusted.

Looked at before anything is parsed: size, entries of the zip, what they unpack to, passwords. XML
with a document type or entities is refused; no name in a file is ever used as a path.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from convoca.agenda.core.coding.refi.values import (
    INTERNAL,
    SOURCES_FOLDER,
    RefiCode,
    RefiCoding,
    RefiFault,
    RefiFileError,
    RefiProject,
    RefiSelection,
    RefiSource,
    RefiUser,
)

MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED_BYTES = 48 * 1024 * 1024
MAX_ENTRIES = 6_000
MAX_RATIO, RATIO_COUNTS_FROM_BYTES = 150, 4 * 1024 * 1024
MAX_CODES, MAX_DEPTH, LONGEST_NAME = 2_000, 20, 200
HIGHEST_PLACE, LONGEST_PLACE = 10_000_000, 12
COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_ZIP = b"PK\x03\x04"
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)


def is_project(content: bytes) -> bool:
    """Tell a project, which is a zip, from a codebook."""
    return content.startswith(_ZIP)


def read_codebook(content: bytes) -> tuple[RefiCode, ...]:
    """Read the codes of a .qdc in the order of the file, each before those under it.

    Raises:
        RefiFileError: too big, damaged, unsafe, another kind of file; a code without a name or
        with a guid that is none or is there twice.
    """
    return tuple(_codes(_root(content, "CodeBook")))


def read_project(content: bytes) -> RefiProject:
    """Read a .qdpx: users, codes, and the plain texts with their selections.

    Sources without a plain text (sound, pictures) and selections without a coding are left out.

    Raises:
        RefiFileError: as `read_codebook`; a selection that ends before it begins; texts that
        together, one that is named twice counted twice, are too big.
    """
    if len(content) > MAX_BYTES:
        raise RefiFileError(RefiFault.TOO_BIG)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_unsafe(archive, packed=len(content))
            root = _root(archive.read(_project_name(archive)), "Project")
            sources = tuple(_sources(root, archive))
    except RefiFileError:
        raise
    except (*_DAMAGED, ValueError) as error:  # ValueError: names and places that cannot be read
        raise RefiFileError(RefiFault.DAMAGED) from error
    users = [
        RefiUser(_guid(one.get("guid")), (one.get("name") or "")[:LONGEST_NAME])
        for one in _all(root, "Users", "User")
    ]
    book = _child(root, "CodeBook")
    codes = () if book is None else tuple(_codes(book))
    return RefiProject((root.get("name") or "")[:LONGEST_NAME], codes, tuple(users), sources)


def _refuse_unsafe(archive: zipfile.ZipFile, *, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(one.file_size for one in entries)
    is_bomb = unpacked > RATIO_COUNTS_FROM_BYTES and unpacked > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or is_bomb:
        raise RefiFileError(RefiFault.TOO_BIG)
    if any(one.flag_bits & 0x1 for one in entries):
        raise RefiFileError(RefiFault.UNSAFE)


def _project_name(archive: zipfile.ZipFile) -> str:
    names = [one for one in archive.namelist() if one.lower().endswith(".qde")]
    if len(names) != 1:
        raise RefiFileError(RefiFault.OTHER_KIND)
    return names[0]


def _root(content: bytes, name: str) -> Element:
    if len(content) > MAX_BYTES:
        raise RefiFileError(RefiFault.TOO_BIG)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefiFileError(RefiFault.UNSAFE) from error
    except (ParseError, ValueError, LookupError) as error:
        raise RefiFileError(RefiFault.DAMAGED) from error
    if _local(root) != name:
        raise RefiFileError(RefiFault.OTHER_KIND, _local(root))
    return root


def _codes(book: Element) -> Iterator[RefiCode]:
    top = _child(book, "Codes")
    seen: set[str] = set()
    waiting = [(one, None, 1) for one in reversed(_children(top, "Code"))]
    while waiting:
        place, parent, depth = waiting.pop()
        guid, name = _guid(place.get("guid")), " ".join((place.get("name") or "").split())
        if guid in seen:
            raise RefiFileError(RefiFault.REPEATED, name)
        if not name:
            raise RefiFileError(RefiFault.NAMELESS, guid)
        seen.add(guid)
        if len(seen) > MAX_CODES or depth > MAX_DEPTH:
            raise RefiFileError(RefiFault.TOO_BIG, name)
        yield RefiCode(
            guid=guid,
            name=name,
            description=(_text(place, "Description")).strip(),
            colour=_colour(place.get("color")),
            is_codable=(place.get("isCodable") or "true").strip() in {"true", "1"},
            parent=parent,
        )
        under = reversed(_children(place, "Code"))
        waiting += [(one, guid, depth + 1) for one in under]  # type: ignore[misc]  # parent: None only at the top


def _sources(root: Element, archive: zipfile.ZipFile) -> Iterator[RefiSource]:
    files = {one.filename.lower(): one for one in archive.infolist()}
    left = MAX_UNPACKED_BYTES
    for place in _all(root, "Sources", "TextSource"):
        path = (place.get("plainTextPath") or "").removeprefix(INTERNAL).lower()
        entry = files.get(f"{SOURCES_FOLDER}{path}")
        text = _text(place, "PlainTextContent")
        if entry is not None:
            left -= entry.file_size
            if left < 0:
                raise RefiFileError(RefiFault.TOO_BIG, path[:LONGEST_NAME])
            text = archive.read(entry).decode("utf-8-sig", errors="replace")
        selections = (_selection(one) for one in _children(place, "PlainTextSelection"))
        yield RefiSource(
            guid=_guid(place.get("guid")),
            name=(place.get("name") or "")[:LONGEST_NAME],
            text=text,
            selections=tuple(one for one in selections if one.codings),
        )


def _selection(place: Element) -> RefiSelection:
    start, end = (_place(place.get(name)) for name in ("startPosition", "endPosition"))
    if end < start:
        raise RefiFileError(RefiFault.BAD_PLACE, f"{start}-{end}")
    codings = [_coding(one) for one in _children(place, "Coding")]
    return RefiSelection(_guid(place.get("guid")), start, end, tuple(codings))


def _coding(place: Element) -> RefiCoding:
    target = _child(place, "CodeRef")
    user = place.get("creatingUser")
    return RefiCoding(
        guid=_guid(place.get("guid")),
        code=_guid(None if target is None else target.get("targetGUID")),
        user=_guid(user) if user else "",
        at=_moment(place.get("creationDateTime")),
    )


def _guid(text: str | None) -> str:
    try:
        return str(UUID((text or "").strip().strip("{}")))
    except ValueError as error:
        raise RefiFileError(RefiFault.BAD_GUID, text or "") from error


def _colour(text: str | None) -> str:
    """Keep a colour as the format has it, in lower case; anything else is no colour."""
    return (text or "").lower() if COLOUR.fullmatch(text or "") else ""


def _place(text: str | None) -> int:
    digits = (text or "").strip()
    if len(digits) > LONGEST_PLACE or not digits.isdecimal() or int(digits) > HIGHEST_PLACE:
        raise RefiFileError(RefiFault.BAD_PLACE, digits[:LONGEST_NAME])
    return int(digits)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _local(place: Element) -> str:
    return str(place.tag).rpartition("}")[2]


def _children(place: Element | None, name: str) -> list[Element]:
    return [] if place is None else [one for one in place if _local(one) == name]


def _child(place: Element, name: str) -> Element | None:
    return next(iter(_children(place, name)), None)


def _all(root: Element, group: str, name: str) -> list[Element]:
    return _children(_child(root, group), name)


def _text(place: Element, name: str) -> str:
    found = _child(place, name)
    return "" if found is None else (found.text or "")
