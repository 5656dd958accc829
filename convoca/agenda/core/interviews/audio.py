"""Audio as it comes over the wire: what kind it is by its first bytes, and ranges of bytes."""

import re

HEAD_BYTES = 64
EBML, MATROSKA_NAME = b"\x1a\x45\xdf\xa3", b"webm"
SYNC, LAYER = 0xFFE0, 0x0006
ADTS_MASK, ADTS = 0xFFF6, 0xFFF0
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
MINUTES = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


class RangeError(ValueError):
    """A range that lies outside of what there is."""


def audio_type(head: bytes) -> str | None:
    """Tell the kind of an audio file from its first bytes, whatever it is called; None if none.

    Known are those that browsers record and play: WebM, Ogg, MP4 (M4A, 3GP), MP3, AAC, WAV, FLAC.
    Sources: RFC 9559 (EBML), RFC 3533 (OggS), ISO/IEC 14496-12 (ftyp), 11172-3 (frame sync),
    14496-3 (ADTS), the RIFF and FLAC formats.
    """
    if head.startswith(EBML):
        return "audio/webm" if MATROSKA_NAME in head[:HEAD_BYTES] else None
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head.startswith(b"RIFF"):
        return "audio/wav" if head[8:12] == b"WAVE" else None
    for mark, kind in ((b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"), (b"ID3", "audio/mpeg")):
        if head.startswith(mark):
            return kind
    return _frame_type(head[:2])


def _frame_type(frame: bytes) -> str | None:
    """Tell MP3 and AAC by the sync of their first frame: eleven bits set, then the layer."""
    first = int.from_bytes(frame.ljust(2, b"\0"), "big")
    if first & SYNC != SYNC:
        return None
    if first & ADTS_MASK == ADTS:
        return "audio/aac"
    return "audio/mpeg" if first & LAYER else None


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte that a Range header asks for, both included.

    None when it asks for nothing that is understood (another unit, several ranges, no numbers):
    then the whole is the answer. "bytes=-500" are the last 500.

    Args:
        size: bytes there are, from 0.

    Raises:
        RangeError: it begins after the end, ends before it begins, or there are no bytes.

    Source: RFC 9110, section 14.
    """
    found = RANGE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
    if begin > end or begin >= size:
        raise RangeError(header)
    return begin, end


def parse_minutes(text: str) -> float:
    """Return the seconds of "4:05" or "1:02:03".

    Raises ValueError for anything else.
    """
    found = MINUTES.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def write_minutes(seconds: float) -> str:
    """Write seconds as "4:05", or "1:02:03" from an hour on; parts of a second are dropped."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
