"""From untrusted JSON values to ballots."""

from collections.abc import Mapping
from typing import cast

from convoca.agenda.core.rule.ballots.faults import BallotsError, Faults, quoted
from convoca.agenda.core.rule.ballots.people import read_people
from convoca.agenda.core.rule.ballots.scalars import is_whole, read_text
from convoca.agenda.core.rule.ballots.values import (
    BALLOTS_FORMAT,
    DEFAULT_SESSIONS,
    DEFAULT_THRESHOLDS,
    LARGEST_THRESHOLDS,
    SMALLEST_GROUP,
    Approval,
    ApprovalMode,
    Ballots,
    Theme,
    Voter,
)

NAMES = {"format", "k", "approval", "required_kinds", "themes", "people"}
MAX_THEMES = 100
MAX_ID_LENGTH = 100
MAX_TITLE_LENGTH = 300


def parse_ballots(document: object) -> Ballots:
    """Check a document in the format convoca.agenda.ballots/1 and give its ballots.

    `k`, `approval`, `weight` and `required_kinds` may be absent (4, or all themes if they are
    fewer; product with 12; 1; none);
    `kind` and `region` absent count as "sin dato", `size` absent is not told. A rating that is
    absent or null is "no aplica". Names this format does not know are passed over, unless they
    look like a misspelt one.

    Args:
        document: what a JSON reader gave; nothing in it is trusted.

    Returns:
        The ballots, in the order of the document.

    Raises:
        BallotsError: with every fault found and its place, as "people[3].weight".
    """
    if not isinstance(document, dict):
        raise BallotsError(("El archivo debe ser un objeto JSON con «format», «themes»…",))
    _require_format(document.get("format"))
    faults = Faults()
    faults.add_misspelt(document, NAMES, "")
    approval = _read_approval(document.get("approval", {}), faults)
    themes = _read_themes(document.get("themes"), faults)
    sessions = _read_sessions(document, len(themes), faults)
    voters = read_people(document.get("people"), {theme.id for theme in themes}, faults)
    faults.raise_if_any()
    required = _read_required_kinds(document.get("required_kinds", []), voters, faults)
    faults.raise_if_any()
    return Ballots(themes, voters, sessions, approval, required)


def _require_format(found: object) -> None:
    if found != BALLOTS_FORMAT:
        sentence = (
            f"format: {quoted(found)} no se conoce. Escriba «{BALLOTS_FORMAT}» o use otro archivo."
        )
        raise BallotsError((sentence,))


def _read_sessions(document: Mapping[str, object], themes: int, faults: Faults) -> int:
    value = document.get("k", min(DEFAULT_SESSIONS, themes or DEFAULT_SESSIONS))
    if not is_whole(value, 1, MAX_THEMES):
        faults.add("k", f"es {quoted(value)}. Escriba un número entero de 1 a {MAX_THEMES}.")
        return 1
    sessions = cast("int", value)
    if sessions > themes > 0:
        faults.add(
            "k",
            f"pide {sessions} temas y la lista tiene {themes}. "
            f"Escriba a lo más {themes}, o agregue temas.",
        )
    return sessions


def _read_approval(value: object, faults: Faults) -> Approval:
    if not isinstance(value, dict):
        faults.add("approval", 'debe ser un objeto, por ejemplo {"mode": "product"}.')
        return Approval()
    faults.add_misspelt(value, {"mode", "threshold"}, "approval")
    mode = value.get("mode", "product")
    if not isinstance(mode, str) or mode not in DEFAULT_THRESHOLDS:
        faults.add("approval.mode", f"el modo {quoted(mode)} no existe. Use «product» o «both».")
        return Approval()
    threshold = value.get("threshold", DEFAULT_THRESHOLDS[mode])
    largest = LARGEST_THRESHOLDS[mode]
    if not is_whole(threshold, 1, largest):
        faults.add(
            "approval.threshold",
            f"{quoted(threshold)} no sirve para el modo «{mode}». "
            f"Escriba un número entero de 1 a {largest}.",
        )
        return Approval()
    return Approval(cast("ApprovalMode", mode), threshold)


def _read_themes(value: object, faults: Faults) -> tuple[Theme, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_THEMES:
        faults.add("themes", f"debe ser una lista de 1 a {MAX_THEMES} temas.")
        return ()
    themes: dict[str, Theme] = {}
    for position, entry in enumerate(value):
        place = f"themes[{position}]"
        theme = _read_theme(entry, place, faults)
        if theme is None:
            continue
        if theme.id in themes:
            faults.add(f"{place}.id", f"{quoted(theme.id)} está repetido. Use otro.")
        themes[theme.id] = theme
    return tuple(themes.values())


def _read_theme(entry: object, place: str, faults: Faults) -> Theme | None:
    if not isinstance(entry, dict):
        faults.add(place, "debe ser un objeto con «id» y «title».")
        return None
    faults.add_misspelt(entry, {"id", "title"}, place)
    theme_id = read_text(entry, "id", place, MAX_ID_LENGTH, faults)
    title = read_text(entry, "title", place, MAX_TITLE_LENGTH, faults)
    # A theme without a title still has a name that ratings may refer to.
    return Theme(theme_id, title or theme_id) if theme_id is not None else None


def _read_required_kinds(
    value: object, voters: tuple[Voter, ...], faults: Faults
) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        faults.add("required_kinds", "debe ser una lista de tipos de municipalidad.")
        return ()
    for kind in dict.fromkeys(value):
        if sum(voter.kind == kind for voter in voters) < SMALLEST_GROUP:
            faults.add(
                "required_kinds",
                f"no se puede exigir un tema para el tipo {quoted(kind)}: tiene menos de "
                f"{SMALLEST_GROUP} personas y se sabría qué respondió cada una. Quítelo.",
            )
    return tuple(dict.fromkeys(value))
