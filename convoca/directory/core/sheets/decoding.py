"""Text files: from bytes to characters."""

import re
import unicodedata

from convoca.directory.core.sheets.table import RosterFileError

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman", "cp850")

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf‘’“”•–—š™‰€‚„†‡ˆ‹Œ]|\ufffd")


def detect_encoding(content: bytes) -> str:
    """Name the encoding: byte order mark, the place of the NULs, strict UTF-8, cp1252, latin-1.

    UTF-16 without a mark: over half of the bytes of one parity are NUL, and under 5 % of the other.
    Bytes that cp1252 does not know make it latin-1. Empty content gives utf-8.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    half = max(1, len(content) // 2)
    even, odd = content[::2].count(0) / half, content[1::2].count(0) / half
    if odd > 0.5 and even < 0.05:  # noqa: PLR2004 (stated in the docstring)
        return "utf-16-le"
    if even > 0.5 and odd < 0.05:  # noqa: PLR2004 (stated in the docstring)
        return "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def decode_text(content: bytes, encoding: str) -> str:
    """Decode the bytes of a text file, without the byte order mark.

    Raises:
        RosterFileError: unknown or wrong encoding, binary content.
    """
    if encoding not in ENCODINGS:
        raise RosterFileError(
            f"No se conoce la codificación «{encoding[:20]}».", "Elija otra de la lista."
        )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as exc:
        raise RosterFileError(
            f"El archivo no se puede leer como {encoding}.",
            "Elija otra codificación, o guarde la planilla como .xlsx.",
        ) from exc
    text = text.removeprefix("\ufeff")
    if _looks_binary(text):
        raise RosterFileError("El archivo no es una planilla ni un texto con columnas.")
    return text


def _looks_binary(text: str) -> bool:
    """Tell binary from text: over 1 % of control characters, line ends and tabs apart."""
    sample = text[:200_000]
    odd = sum(
        1
        for char in sample
        if char not in "\t\r\n\f" and unicodedata.category(char) in {"Cc", "Cn"}
    )
    return odd > len(sample) / 100 + 2


def describe_damage(text: str) -> tuple[str, ...]:
    """Say, in Spanish sentences, what the text shows of earlier conversions; usually nothing."""
    remarks: list[str] = []
    if "\0" in text:
        remarks.append("El archivo traía caracteres nulos; se quitaron.")
    if _TWICE_ENCODED.search(text):
        remarks.append(
            "Los acentos del archivo parecen dañados (por ejemplo «Ã±» en lugar de «ñ»): revíselos."
        )
    return tuple(remarks)
