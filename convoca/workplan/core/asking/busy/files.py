"""The bytes of an upload as the text of a calendar: bare, or in the .zip that Google gives."""

import io
import zipfile
import zlib

from convoca.workplan.core.asking.busy.lines import CalendarFileError, Fault

MOST_BYTES = 1_000_000
MOST_UNPACKED = 4_000_000
"""Google gives all the years there are, packed, and cannot be asked for less."""
MOST_CALENDARS = 10
ZIP = b"PK\x03\x04"
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How Google packs; what others need while unpacking is said by the file itself."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""What a file that only looks like a .zip may make the reader raise."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def text_of(content: bytes) -> str:
    """Return the text of a calendar file; the calendars of a .zip one after the other.

    Unicode with or without its mark, and where that fails the letters of Windows: every byte
    becomes some letter, and the words of a calendar are plain ASCII.

    Raises:
        CalendarFileError: nothing in it, more than MOST_BYTES, or MOST_UNPACKED in a .zip; a
            .zip that is broken, locked or without a calendar.
    """
    if not content.strip():
        raise CalendarFileError(Fault.EMPTY)
    if len(content) > MOST_BYTES:
        raise CalendarFileError(Fault.TOO_BIG)
    if content.startswith(ZIP):
        return "\n".join(_decoded(one) for one in _unpacked(content))
    return _decoded(content)


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _unpacked(content: bytes) -> list[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            files = [one for one in packed.infolist() if one.filename.lower().endswith(".ics")]
            chosen = files[:MOST_CALENDARS]
            found = [_taken(packed, one) for one in chosen if one.compress_type in PACKINGS]
    except BROKEN:
        raise CalendarFileError(Fault.NO_CALENDAR) from None
    if not found:
        raise CalendarFileError(Fault.NO_CALENDAR)
    if sum(map(len, found)) > MOST_UNPACKED:
        raise CalendarFileError(Fault.TOO_BIG)
    return found


def _taken(packed: zipfile.ZipFile, name: zipfile.ZipInfo) -> bytes:
    """Return one file of a .zip, at most a byte more than we take: it may swell."""
    with packed.open(name) as file:
        return file.read(MOST_UNPACKED + 1)
