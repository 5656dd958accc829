"""Small checks over one untrusted value."""

from collections.abc import Mapping

from convoca.agenda.core.rule.ballots.faults import Faults, inside, quoted


def is_whole(value: object, smallest: int, largest: int) -> bool:
    """Tell whether a value is an integer in a range; true and false are not integers."""
    return isinstance(value, int) and not isinstance(value, bool) and smallest <= value <= largest


def read_text(
    entry: Mapping[str, object], name: str, place: str, longest: int, faults: Faults
) -> str | None:
    """Give the text under a name, or None after noting the fault.

    A text is 1 to `longest` printable characters, not all of them spaces.
    """
    value = entry.get(name)
    where = inside(place, name)
    if not isinstance(value, str) or not value.strip():
        found = "falta" if value is None else f"es {quoted(value)}"
        faults.add(where, f"{found}. Escriba un texto.")
        return None
    if len(value) > longest or not value.isprintable():
        faults.add(where, f"tiene más de {longest} letras o caracteres que no se ven. Acórtelo.")
        return None
    return value
