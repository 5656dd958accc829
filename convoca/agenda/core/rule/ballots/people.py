"""The people of a ballot file."""

import re
from collections.abc import Mapping, Set
from fractions import Fraction

from convoca.agenda.core.rule.ballots.faults import Faults, quoted
from convoca.agenda.core.rule.ballots.scalars import is_whole, read_text
from convoca.agenda.core.rule.ballots.values import NO_ANSWER, Rating, Voter

MAX_PEOPLE = 5000
# Larger parts would make the exact arithmetic slow, and no count of seats needs them.
MAX_WEIGHT_PART = 10_000
LONGEST_TEXT = 100
SCALE = (1, 5)
WEIGHT = re.compile(r"([0-9]{1,6})(?:/([0-9]{1,6}))?")


def read_people(value: object, themes: Set[str], faults: Faults) -> tuple[Voter, ...]:
    """Read everybody, noting each fault with the place and the id of the person."""
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_PEOPLE:
        faults.add(f"«people» debe ser una lista de 1 a {MAX_PEOPLE} personas.")
        return ()
    voters: dict[str, Voter] = {}
    for position, entry in enumerate(value, start=1):
        voter = _read_voter(entry, position, themes, faults)
        if voter is None:
            continue
        if voter.id in voters:
            faults.add(
                f"Persona {position}: el «id» {quoted(voter.id)} está repetido. "
                "Deje una sola respuesta por persona."
            )
        voters[voter.id] = voter
    return tuple(voters.values())


def _read_voter(entry: object, position: int, themes: Set[str], faults: Faults) -> Voter | None:
    where = f"Persona {position}"
    if not isinstance(entry, dict):
        faults.add(f"{where}: debe ser un objeto con «id» y «ratings» o «approvals».")
        return None
    voter_id = read_text(entry, "id", where, LONGEST_TEXT, faults)
    if voter_id is None:
        return None
    where = f"{where} ({quoted(voter_id)})"
    if ("ratings" in entry) == ("approvals" in entry):
        faults.add(f"{where}: debe traer «ratings» o «approvals», uno de los dos.")
        return None
    direct = "approvals" in entry
    return Voter(
        id=voter_id,
        kind=_read_group(entry, "kind", where, faults),
        region=_read_group(entry, "region", where, faults),
        weight=_read_weight(entry.get("weight", 1), where, faults),
        ratings={} if direct else _read_ratings(entry["ratings"], where, themes, faults),
        approvals=_read_approvals(entry["approvals"], where, themes, faults) if direct else None,
    )


def _read_group(entry: Mapping[str, object], name: str, where: str, faults: Faults) -> str:
    if entry.get(name) is None:
        return NO_ANSWER
    return read_text(entry, name, where, LONGEST_TEXT, faults) or NO_ANSWER


def _read_weight(value: object, where: str, faults: Faults) -> Fraction:
    text = str(value) if is_whole(value, 1, MAX_WEIGHT_PART) else value
    found = WEIGHT.fullmatch(text) if isinstance(text, str) else None
    parts = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if all(1 <= part <= MAX_WEIGHT_PART for part in parts):
        return Fraction(*parts)
    faults.add(
        f"{where}: el peso {quoted(value)} no sirve. Escriba un entero mayor que cero o una "
        f"fracción como «7/5», con números de hasta {MAX_WEIGHT_PART}."
    )
    return Fraction(1)


def _read_ratings(value: object, where: str, themes: Set[str], faults: Faults) -> dict[str, Rating]:
    if not isinstance(value, dict):
        faults.add(f"{where}: «ratings» debe ser un objeto con un par de notas por tema.")
        return {}
    ratings = {}
    for theme, pair in value.items():
        _require_theme(theme, where, themes, faults)
        if pair is None or pair == [None, None]:
            continue
        if isinstance(pair, list) and len(pair) == 2 and all(is_whole(one, *SCALE) for one in pair):  # noqa: PLR2004 - interest and urgency
            ratings[theme] = Rating(*pair)
            continue
        faults.add(
            f"{where}: la respuesta al tema {quoted(theme)} debe ser [interés, urgencia], "
            "dos enteros de 1 a 5, o null si no aplica."
        )
    return ratings


def _read_approvals(value: object, where: str, themes: Set[str], faults: Faults) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(theme, str) for theme in value):
        faults.add(f"{where}: «approvals» debe ser una lista de «id» de temas.")
        return frozenset()
    for theme in value:
        _require_theme(theme, where, themes, faults)
    if len(set(value)) < len(value):
        faults.add(f"{where}: hay un tema repetido en «approvals». Déjelo una sola vez.")
    return frozenset(value)


def _require_theme(theme: str, where: str, themes: Set[str], faults: Faults) -> None:
    if theme not in themes:
        faults.add(
            f"{where}: el tema {quoted(theme)} no está en «themes». "
            "Agréguelo allí o quite esta respuesta."
        )
