"""The e-mail address of a cell, tidied and checked."""

import re
from collections.abc import Set
from dataclasses import dataclass

from convoca.directory.core.fold import ARTICLES, fold_text
from convoca.directory.core.messages import Message, error, note, warning
from convoca.directory.core.text import clean_text, is_placeholder

MAX_ADDRESS_LENGTH = 254
MAX_LOCAL_LENGTH = 64

SHARED_NAMES = frozenset(
    {
        "oficinadepartes",
        "ofpartes",
        "ofdepartes",
        "partes",
        "oirs",
        "alcaldia",
        "contacto",
        "contactos",
        "info",
        "informacion",
        "informaciones",
        "municipalidad",
        "muni",
        "municipio",
        "secretaria",
        "gabinete",
        "correo",
        "consultas",
        "atencion",
        "recepcion",
        "direccion",
        "oficina",
        "admin",
        "administracion",
    }
)
_LOCAL = re.compile(r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$", re.I)
_LABEL = re.compile(r"^(?!-)[^\W_](?:[\w-]*[^\W_])?$")
_TOP_LABEL = re.compile(r"^(?:[^\W\d_]{2,63}|xn--[a-z0-9-]+)$", re.IGNORECASE)
_ANGLE = re.compile(r"<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>", re.IGNORECASE)
_AROUND_SIGN = re.compile(r"\s*@\s*")
_BETWEEN = re.compile(r"[;,/|]|\s+(?:y|o)\s+|\s+", re.IGNORECASE)
_EDGES = " .,;:'\"<>()[]"


@dataclass(frozen=True, slots=True)
class EmailCell:
    """A cell read as an address: "" where there is none that can be used."""

    address: str
    messages: tuple[Message, ...] = ()
    is_shared: bool = False


def read_email(text: str, *, shared_names: Set[str] = frozenset()) -> EmailCell:
    """Read the cell of an e-mail address.

    Tidied: "mailto:", "Juan <juan@x.cl>", spaces around the @, punctuation at the ends; the domain
    in small letters. Of several good addresses the first is used, with a warning that names the
    others. Anything else is an error and gives no address. An empty cell or "s/i" gives nothing.

    Args:
        text: the cell.
        shared_names: folded words that name an office, beside SHARED_NAMES: an address such as
            secplan@ reaches whoever reads it and gets a warning.
    """
    cleaned = clean_text(text)
    if not cleaned or is_placeholder(cleaned):
        return EmailCell("")
    angled = _ANGLE.findall(cleaned)
    pieces = [_tidy(piece) for piece in angled or _BETWEEN.split(_AROUND_SIGN.sub("@", cleaned))]
    addresses = list(dict.fromkeys(piece for piece in pieces if piece))
    faults = [fault for fault in map(_fault, addresses) if fault]
    if faults or not addresses:
        reason = faults[0] if faults else "no es una dirección"
        said = error(
            f"El correo «{cleaned[:80]}» no sirve: {reason}. Corríjalo o deje la celda vacía."
        )
        return EmailCell("", (said,))
    return _accept(addresses, shared_names)


def fold_address(address: str) -> str:
    """Fold an address for comparison: small letters throughout."""
    return address.casefold()


def is_shared_mailbox(address: str, *, shared_names: Set[str] = frozenset()) -> bool:
    """Tell whether the part before the @, or its first or last word, names an office.

    Words of under three letters and articles never count on their own beside others.
    """
    local = fold_text(address.partition("@")[0])
    known = SHARED_NAMES | shared_names
    words = [word.rstrip("0123456789") for word in local.split()]
    if "".join(words) in known:
        return True
    ends = {*words[:1], *words[-1:]} - ARTICLES
    return any(len(word) > 2 and word in known for word in ends)  # noqa: PLR2004 (in the docstring)


def _accept(addresses: list[str], shared_names: Set[str]) -> EmailCell:
    messages: list[Message] = []
    if len(addresses) > 1:
        others = ", ".join(addresses[1:])
        messages.append(
            warning(f"La celda trae varios correos; se usará {addresses[0]} y no {others}.")
        )
    is_shared = is_shared_mailbox(addresses[0], shared_names=shared_names)
    if is_shared:
        messages.append(
            warning(
                f"{addresses[0]} parece un buzón compartido: el enlace personal lo puede abrir "
                "otra persona."
            )
        )
    if not addresses[0].isascii():
        messages.append(note(f"El dominio de {addresses[0]} lleva letras con acento o ñ."))
    return EmailCell(addresses[0], tuple(messages), is_shared)


def _tidy(piece: str) -> str:
    stripped = re.sub(r"^mailto:", "", piece.strip(_EDGES), flags=re.IGNORECASE).strip(_EDGES)
    local, sign, domain = stripped.rpartition("@")
    return f"{local}{sign}{domain.lower()}"


def _fault(address: str) -> str | None:
    """Say what is wrong with one address, or None."""
    local, sign, domain = address.rpartition("@")
    if not sign:
        return f"«{address[:40]}» no tiene @"
    if not local.isascii():
        return "antes de la @ hay letras con acento o ñ"
    if not _LOCAL.match(local):
        return "lo que está antes de la @ no está bien escrito"
    if len(address) > MAX_ADDRESS_LENGTH or len(local) > MAX_LOCAL_LENGTH:
        return "es demasiado largo"
    labels = domain.split(".")
    is_domain = len(labels) > 1 and all(map(_LABEL.match, labels))
    if not is_domain or not _TOP_LABEL.match(labels[-1]) or any(len(each) > 63 for each in labels):  # noqa: PLR2004 (RFC 1035)
        return "lo que está después de la @ no está bien escrito"
    return None
