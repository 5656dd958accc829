"""Writing a codebook (.qdc) and a project (.qdpx) of REFI-QDA."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from convoca.agenda.core.coding.refi.values import (
    CODEBOOK_SPACE,
    INTERNAL,
    ORIGIN,
    PROJECT_FILE,
    PROJECT_SPACE,
    SOURCES_FOLDER,
    RefiCode,
    RefiProject,
    RefiSource,
    children_of,
)

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EARLIEST_ZIP = (1980, 1, 1, 0, 0, 0)


def write_codebook(codes: Sequence[RefiCode]) -> bytes:
    """Write a codebook as XML in UTF-8, codes nested as they stand under each other.

    Raises:
        ValueError: no code at all, which the format does not allow.
    """
    if not codes:
        raise ValueError("a codebook without codes")
    root = Element("CodeBook", {"xmlns": CODEBOOK_SPACE, "origin": ORIGIN})
    _add_codes(SubElement(root, "Codes"), codes)
    return _bytes(root)


def write_project(project: RefiProject, *, at: datetime) -> bytes:
    """Write a project as a zip: project.qde, and a text file in UTF-8 a source.

    The same project and moment give the same bytes.
    """
    root = Element(
        "Project",
        {
            "xmlns": PROJECT_SPACE,
            "name": _clean(project.name),
            "origin": ORIGIN,
            "creationDateTime": _moment(at),
        },
    )
    if project.users:
        users = SubElement(root, "Users")
        for user in project.users:
            SubElement(users, "User", {"guid": user.guid, "name": _clean(user.name)})
    if project.codes:
        _add_codes(SubElement(SubElement(root, "CodeBook"), "Codes"), project.codes)
    if project.sources:
        sources = SubElement(root, "Sources")
        for source in project.sources:
            _add_source(sources, source)
    return _zip(root, project.sources)


def _zip(root: Element, sources: Sequence[RefiSource]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        files = [(PROJECT_FILE, _bytes(root))]
        for source in sources:
            content = source.text.encode("utf-8", errors="replace")
            files.append((f"{SOURCES_FOLDER}{source.guid}.txt", content))
        for name, content in files:
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _add_codes(top: Element, codes: Sequence[RefiCode]) -> None:
    under = children_of(codes)
    waiting = [(top, one) for one in reversed(under.get(None, []))]
    while waiting:
        parent, code = waiting.pop()
        place = SubElement(
            parent,
            "Code",
            {
                "guid": code.guid,
                "name": _clean(code.name),
                "isCodable": "true" if code.is_codable else "false",
            },
        )
        if code.colour:
            place.set("color", code.colour)
        if code.description:
            SubElement(place, "Description").text = _clean(code.description)
        waiting += [(place, one) for one in reversed(under.get(code.guid, []))]


def _add_source(sources: Element, source: RefiSource) -> None:
    place = SubElement(
        sources,
        "TextSource",
        {
            "guid": source.guid,
            "name": _clean(source.name),
            "plainTextPath": f"{INTERNAL}{source.guid}.txt",
        },
    )
    for one in source.selections:
        selection = SubElement(
            place,
            "PlainTextSelection",
            {"guid": one.guid, "startPosition": str(one.start), "endPosition": str(one.end)},
        )
        for coding in one.codings:
            given = SubElement(selection, "Coding", {"guid": coding.guid})
            if coding.user:
                given.set("creatingUser", coding.user)
            if coding.at:
                given.set("creationDateTime", _moment(coding.at))
            SubElement(given, "CodeRef", {"targetGUID": coding.code})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _bytes(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
