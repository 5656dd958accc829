"""The people of a ballot file."""

import re
from collections.abc import Mapping, Set
from fractions import Fraction

from convoca.agenda.core.rule.ballots.faults import Faults, inside, quoted
from convoca.agenda.core.rule.ballots.scalars import is_whole, read_text
from convoca.agenda.core.rule.ballots.values import NO_ANSWER, Rating, Voter

NAMES = {"id", "kind", "region", "size", "weight", "ratings", "approvals"}
MAX_PEOPLE = 20_000
# Larger parts would make the exact arithmetic slow, and no count of seats needs them.
MAX_WEIGHT_PART = 10_000
LONGEST_TEXT = 100
SCALE = (1, 5)
WEIGHT = re.compile(r"([0-9]{1,6})(?:/([0-9]{1,6}))?")


def read_people(value: object, themes: Set[str], faults: Faults) -> tuple[Voter, ...]:
    """Read everybody, noting each fault with its place.

    Without any theme only the shape of the people is checked: why every rating names an unknown
    theme was told already.
    """
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_PEOPLE:
        faults.add("people", f"debe ser una lista de 1 a {MAX_PEOPLE} personas.")
        return ()
    voters: dict[str, Voter] = {}
    for position, entry in enumerate(value):
        place = f"people[{position}]"
        voter = _read_voter(entry, place, themes, faults)
        if voter is None:
            continue
        if voter.id in voters:
            faults.add(
                f"{place}.id",
                f"{quoted(voter.id)} está repetido. Deje una sola respuesta por persona.",
            )
        voters[voter.id] = voter
    return tuple(voters.values())


def _read_voter(entry: object, place: str, themes: Set[str], faults: Faults) -> Voter | None:
    if not isinstance(entry, dict):
        faults.add(place, "debe ser un objeto con «id» y «ratings» o «approvals».")
        return None
    faults.add_misspelt(entry, NAMES, place)
    direct = "approvals" in entry
    if ("ratings" in entry) == direct:
        faults.add(place, "debe traer «ratings» o «approvals», uno de los dos.")
    voter_id = read_text(entry, "id", place, LONGEST_TEXT, faults)
    voter = Voter(
        id=voter_id or "",
        kind=_read_group(entry, "kind", place, faults) or NO_ANSWER,
        region=_read_group(entry, "region", place, faults) or NO_ANSWER,
        size=_read_group(entry, "size", place, faults),
        weight=_read_weight(entry.get("weight", 1), place, faults),
        ratings={} if direct else _read_ratings(entry.get("ratings", {}), place, themes, faults),
        approvals=_read_approvals(entry["approvals"], place, themes, faults) if direct else None,
    )
    return voter if voter_id is not None else None


def _read_group(entry: Mapping[str, object], name: str, place: str, faults: Faults) -> str | None:
    if entry.get(name) is None:
        return None
    return read_text(entry, name, place, LONGEST_TEXT, faults)


def _read_weight(value: object, place: str, faults: Faults) -> Fraction:
    text = str(value) if is_whole(value, 1, MAX_WEIGHT_PART) else value
    found = WEIGHT.fullmatch(text) if isinstance(text, str) else None
    parts = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if all(1 <= part <= MAX_WEIGHT_PART for part in parts):
        return Fraction(*parts)
    faults.add(
        f"{place}.weight",
        f"el peso {quoted(value)} no sirve. Escriba un entero mayor que cero o una "
        f"fracción como «7/5», con números de hasta {MAX_WEIGHT_PART}.",
    )
    return Fraction(1)


def _read_ratings(value: object, place: str, themes: Set[str], faults: Faults) -> dict[str, Rating]:
    if not isinstance(value, dict):
        faults.add(f"{place}.ratings", "debe ser un objeto con un par de notas por tema.")
        return {}
    ratings = {}
    for theme, pair in value.items():
        _require_theme(theme, inside(f"{place}.ratings", theme), themes, faults)
        if pair is None or pair == [None, None]:
            continue
        if isinstance(pair, list) and len(pair) == 2 and all(is_whole(one, *SCALE) for one in pair):  # noqa: PLR2004 - interest and urgency
            ratings[theme] = Rating(*pair)
            continue
        faults.add(
            inside(f"{place}.ratings", theme),
            f"{_pair_words(pair)} no sirve. Escriba [interés, urgencia], dos enteros de 1 a 5, "
            "o null si no aplica.",
        )
    return ratings


def _pair_words(pair: object) -> str:
    if isinstance(pair, list):
        return f"[{', '.join(quoted(one)[1:-1] for one in pair[:3])}{'…' if pair[3:] else ''}]"
    return quoted(pair)


def _read_approvals(value: object, place: str, themes: Set[str], faults: Faults) -> frozenset[str]:
    place = f"{place}.approvals"
    if not isinstance(value, list) or not all(isinstance(theme, str) for theme in value):
        faults.add(place, "debe ser una lista de «id» de temas.")
        return frozenset()
    for position, theme in enumerate(value):
        _require_theme(theme, f"{place}[{position}]", themes, faults)
    if len(set(value)) < len(value):
        faults.add(place, "hay un tema repetido. Déjelo una sola vez.")
    return frozenset(value)


def _require_theme(theme: str, place: str, themes: Set[str], faults: Faults) -> None:
    if themes and theme not in themes:
        faults.add(
            place,
            f"el tema {quoted(theme)} no está en «themes». Agréguelo allí o quite esta respuesta.",
        )
