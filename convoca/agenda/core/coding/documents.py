"""The codebook as a document that a text program opens."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DEEPEST_HEADING = 4


@dataclass(frozen=True)
class Entry:
    """A code as it is printed: how deep it stands from 0, and its parts with their labels."""

    name: str
    depth: int
    parts: Sequence[tuple[str, str]]


def write_codebook_document(title: str, lead: str, entries: Sequence[Entry]) -> bytes:
    """Write a codebook as .docx: a title, a line, and a heading a code with its parts under it.

    A heading is one level below the title for each step of depth, four at most. Parts without
    words are left out. No entry gives the title and the line alone.
    """
    document = Document()
    document.core_properties.title = _plain(title)
    document.core_properties.author = ""
    document.add_heading(_plain(title), 0)
    document.add_paragraph(_plain(lead))
    for entry in entries:
        document.add_heading(_plain(entry.name), min(entry.depth + 1, DEEPEST_HEADING))
        for label, words in entry.parts:
            if words.strip():
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{_plain(label)}: ").bold = True
                paragraph.add_run(_plain(words.strip()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
