"""The few expressions of XLSForm that a guide can say: a condition, and limits."""

import re

from convoca.agenda.core.interviews.guide import Condition

_COMPARED = re.compile(r"\$\{\s*([^}\s]+)\s*\}\s*(!?=)\s*(?:'([^']*)'|\"([^\"]*)\")")
_SELECTED = re.compile(
    r"(not\s*\(\s*)?selected\s*\(\s*\$\{\s*([^}\s]+)\s*\}\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)"
    r"(?(1)\s*\))"
)
_JOINED = re.compile(r"\s+(and|or)\s+", re.IGNORECASE)
_LIMIT = re.compile(r"\.\s*(>=|<=|>|<)\s*(-?\d{1,9})")
_COUNTED = re.compile(r"count-selected\s*\(\s*\.\s*\)\s*<=\s*(\d{1,3})")
LONGEST = 2_000
Limits = tuple[int | None, int | None]


def write_condition(condition: Condition | None) -> str:
    """Write a condition: any of its values, or answered with none of them."""
    if condition is None:
        return ""
    name = f"${{{condition.question}}}"
    if condition.is_not:
        parts = [f"{name} != ''", *(f"{name} != {_quoted(one)}" for one in condition.values)]
        return " and ".join(parts)
    return " or ".join(f"{name} = {_quoted(one)}" for one in condition.values)


def read_condition(text: str) -> Condition | None:
    """Read what `write_condition` writes, and the same said with `selected`; "" gives None.

    All comparisons are with the same question: any of several values joined by "or", or none of
    several joined by "and"; being answered at all (`!= ''`) adds nothing.

    Raises:
        ValueError: anything else.
    """
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise ValueError(text[:40])
    pieces = _JOINED.split(_unwrapped(text))
    joins = {join.lower() for join in pieces[1::2]}
    said = [_read_comparison(piece) for piece in pieces[::2]]
    names = {name for name, _is_not, _value in said}
    ways = {is_not for _name, is_not, _value in said}
    values = tuple(dict.fromkeys(value for _name, _is_not, value in said if value))
    fits = {False: joins <= {"or"}, True: joins <= {"and"}}
    if len(names) != 1 or len(ways) != 1 or not values or not fits[True in ways]:
        raise ValueError(text)
    return Condition(names.pop(), values, True in ways)


def write_limits(lowest: int | None, highest: int | None) -> str:
    """Write the limits of a whole number; none gives ""."""
    parts = []
    if lowest is not None:
        parts.append(f". >= {lowest}")
    if highest is not None:
        parts.append(f". <= {highest}")
    return " and ".join(parts)


def read_limits(text: str) -> Limits:
    """Read the limits of a whole number, both allowed; "" gives none.

    Raises:
        ValueError: anything else than limits joined by "and".
    """
    lowest: int | None = None
    highest: int | None = None
    if not text.strip():
        return None, None
    for piece in re.split(r"\s+and\s+", _unwrapped(text)):
        found = _LIMIT.fullmatch(_unwrapped(piece))
        if found is None:
            raise ValueError(text)
        number = int(found[2])
        if found[1].startswith(">"):
            lowest = number + (found[1] == ">")
        else:
            highest = number - (found[1] == "<")
    return lowest, highest


def write_most(most: int) -> str:
    """Write how many may be chosen."""
    return f"count-selected(.) <= {most}"


def read_most(text: str) -> int:
    """Read how many may be chosen. Raises ValueError for anything else."""
    found = _COUNTED.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return int(found[1])


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"


def _read_comparison(piece: str) -> tuple[str, bool, str]:
    plain = _unwrapped(piece)
    if found := _COMPARED.fullmatch(plain):
        name, sign, single, double = found.groups()
        return name, sign == "!=", single if single is not None else double
    if found := _SELECTED.fullmatch(plain):
        negation, name, single, double = found.groups()
        return name, bool(negation), single if single is not None else double
    raise ValueError(piece)


def _unwrapped(text: str) -> str:
    """Take off brackets that hold the whole."""
    plain = text.strip()
    while plain.startswith("(") and _closes_at(plain) == len(plain) - 1:
        plain = plain[1:-1].strip()
    return plain


def _closes_at(text: str) -> int:
    """Return where the bracket that opens a text closes; -1 when it does not."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    return -1
