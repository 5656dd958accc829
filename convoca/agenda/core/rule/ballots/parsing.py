"""From untrusted JSON values to ballots."""

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

MAX_SESSIONS = 1000
MAX_THEMES = 100
MAX_ID_LENGTH = 100
MAX_TITLE_LENGTH = 300


def parse_ballots(document: object) -> Ballots:
    """Check a document in the format convoca.agenda.ballots/1 and give its ballots.

    `k`, `approval`, `weight` and `required_kinds` may be absent (4, product with 12, 1, none);
    `kind` and `region` absent count as "sin dato". A rating that is absent or null is "no aplica".
    Names this format does not know are passed over.

    Args:
        document: what a JSON reader gave; nothing in it is trusted.

    Returns:
        The ballots, in the order of the document.

    Raises:
        BallotsError: with every fault found, first those of the header and the themes.
    """
    if not isinstance(document, dict):
        raise BallotsError(("El archivo debe ser un objeto JSON con «format», «themes»…",))
    _require_format(document.get("format"))
    faults = Faults()
    sessions = _read_sessions(document.get("k", DEFAULT_SESSIONS), faults)
    approval = _read_approval(document.get("approval", {}), faults)
    themes = _read_themes(document.get("themes"), faults)
    faults.raise_if_any()
    voters = read_people(document.get("people"), {theme.id for theme in themes}, faults)
    faults.raise_if_any()
    required = _read_required_kinds(document.get("required_kinds", []), voters, faults)
    faults.raise_if_any()
    return Ballots(themes, voters, sessions, approval, required)


def _require_format(found: object) -> None:
    if found != BALLOTS_FORMAT:
        sentence = (
            f"El formato {quoted(found)} no se conoce. "
            f"Escriba «{BALLOTS_FORMAT}» en «format» o use otro archivo."
        )
        raise BallotsError((sentence,))


def _read_sessions(value: object, faults: Faults) -> int:
    if is_whole(value, 1, MAX_SESSIONS):
        return cast("int", value)
    faults.add(
        f"El número de sesiones «k» es {quoted(value)}: "
        f"escriba un número entero de 1 a {MAX_SESSIONS}."
    )
    return DEFAULT_SESSIONS


def _read_approval(value: object, faults: Faults) -> Approval:
    if not isinstance(value, dict):
        faults.add('«approval» debe ser un objeto, por ejemplo {"mode": "product"}.')
        return Approval()
    mode = value.get("mode", "product")
    if not isinstance(mode, str) or mode not in DEFAULT_THRESHOLDS:
        faults.add(f"El modo de aprobación {quoted(mode)} no existe: use «product» o «both».")
        return Approval()
    threshold = value.get("threshold", DEFAULT_THRESHOLDS[mode])
    largest = LARGEST_THRESHOLDS[mode]
    if not is_whole(threshold, 1, largest):
        faults.add(
            f"El umbral {quoted(threshold)} no sirve para el modo «{mode}»: "
            f"escriba un número entero de 1 a {largest}."
        )
        return Approval()
    return Approval(cast("ApprovalMode", mode), threshold)


def _read_themes(value: object, faults: Faults) -> tuple[Theme, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_THEMES:
        faults.add(f"«themes» debe ser una lista de 1 a {MAX_THEMES} temas.")
        return ()
    themes: dict[str, Theme] = {}
    for position, entry in enumerate(value, start=1):
        theme = _read_theme(entry, f"Tema {position}", faults)
        if theme is None:
            continue
        if theme.id in themes:
            faults.add(f"Tema {position}: el «id» {quoted(theme.id)} está repetido. Use otro.")
        themes[theme.id] = theme
    return tuple(themes.values())


def _read_theme(entry: object, where: str, faults: Faults) -> Theme | None:
    if not isinstance(entry, dict):
        faults.add(f"{where}: debe ser un objeto con «id» y «title».")
        return None
    theme_id = read_text(entry, "id", where, MAX_ID_LENGTH, faults)
    title = read_text(entry, "title", where, MAX_TITLE_LENGTH, faults)
    if theme_id is None or title is None:
        return None
    return Theme(theme_id, title)


def _read_required_kinds(
    value: object, voters: tuple[Voter, ...], faults: Faults
) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        faults.add("«required_kinds» debe ser una lista de tipos de municipalidad.")
        return ()
    for kind in dict.fromkeys(value):
        if sum(voter.kind == kind for voter in voters) < SMALLEST_GROUP:
            faults.add(
                f"No se puede exigir un tema para el tipo {quoted(kind)}: tiene menos de "
                f"{SMALLEST_GROUP} personas y se sabría qué respondió cada una. Quítelo."
            )
    return tuple(dict.fromkeys(value))
