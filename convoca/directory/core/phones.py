"""The phone number of a cell, in the international form or as it came, with a warning."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from convoca.directory.core.messages import Message, note, warning
from convoca.directory.core.text import clean_text, is_placeholder

MAX_RAW_LENGTH = 60

_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
_EXTENSION = re.compile(r"\b(?:anexo|anx|interno|int)\b\.?\s*:?\s*(?=\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"[/;|\n]|,|\s+(?:y|o)\s+|\s{3,}|\s-\s", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:tel[eé]fonos?|tel|fono|celular|cel|m[oó]vil|whatsapp|fijo)\b[.:\s]*", re.IGNORECASE
)
_REACHES_WHATSAPP = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class PhoneCell:
    """A cell read as a phone: E.164 where has_all_digits, else the text as it came, or ""."""

    number: str
    has_all_digits: bool = False
    messages: tuple[Message, ...] = ()


def read_phone(text: str, *, region: str) -> PhoneCell:
    """Read the cell of a phone.

    A number with the digits its country asks for gives E.164 ("+56987654321"), with a warning
    where the known numbering plan has not assigned it (plans grow); a trunk zero in front is
    dropped where that makes the number valid. Of several the first good one counts, with a warning
    that names the rest; an extension is dropped with a note. Anything else stays as it came with a
    warning, and 9.12E+08 is told apart: its digits are lost.

    Args:
        text: the cell; empty or "s/i" gives nothing.
        region: two-letter region whose national numbers need no country code.
    """
    cleaned = clean_text(text)
    if not cleaned or is_placeholder(cleaned):
        return PhoneCell("")
    if _SCIENTIFIC.match(cleaned):
        return _keep(
            cleaned,
            f"El teléfono {cleaned} perdió cifras en la planilla: "
            "déle formato de texto a la columna y escríbalo de nuevo.",
        )
    whole = _parse(cleaned, region)
    pieces = [cleaned] if whole else [piece for piece in _BETWEEN.split(text) if _digits(piece)]
    parsed = [(piece, _parse(clean_text(piece), region)) for piece in pieces]
    for piece, number in parsed:
        if number is not None:
            others = [clean_text(each) for each in pieces if each != piece]
            return _accept(number, others)
    return _keep(cleaned, f"El teléfono «{cleaned[:MAX_RAW_LENGTH]}» no es válido; revíselo.")


def _keep(raw: str, sentence: str) -> PhoneCell:
    return PhoneCell(raw[:MAX_RAW_LENGTH], messages=(warning(sentence),))


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    """Parse one number; None unless it has the digits its country asks for."""
    tidied = _EXTENSION.sub("ext. ", _LABEL.sub("", text)).removesuffix(".0").lstrip("'=")
    if any(char.isalpha() for char in re.sub(r"ext\.? ?|x", "", tidied, flags=re.IGNORECASE)):
        return None
    try:
        number = phonenumbers.parse(tidied, region)
    except NumberParseException:
        return None
    if number.italian_leading_zero and not phonenumbers.is_valid_number(number):
        number.italian_leading_zero = None
        return number if phonenumbers.is_valid_number(number) else None
    return number if _fits_its_country(number) else None


def _fits_its_country(number: phonenumbers.PhoneNumber) -> bool:
    """Tell whether the digits fit the general pattern of the country, assigned or not."""
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    country = phonenumbers.PhoneMetadata.metadata_for_region(region)
    general = country.general_desc if country else None
    pattern = general.national_number_pattern if general else None
    digits = phonenumbers.national_significant_number(number)
    return re.fullmatch(pattern or "", digits) is not None


def _accept(number: phonenumbers.PhoneNumber, others: list[str]) -> PhoneCell:
    messages: list[Message] = []
    if others:
        messages.append(
            warning(f"La celda trae varios teléfonos; no se usará {', '.join(others)[:80]}.")
        )
    if not phonenumbers.is_valid_number(number):
        messages.append(warning("El teléfono no figura entre los números asignados; confírmelo."))
    if number.extension:
        messages.append(note(f"El anexo {number.extension} no se guarda con el teléfono."))
    if phonenumbers.number_type(number) not in _REACHES_WHATSAPP:
        messages.append(note("Es un teléfono fijo: no recibe WhatsApp."))
    written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return PhoneCell(written, has_all_digits=True, messages=tuple(messages))
