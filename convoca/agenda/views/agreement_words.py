"""How far two people agree, in words and numbers that anybody can read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convoca.agenda.core.coding.agreement.report import Agreement, Measure
from convoca.agenda.models import BlindItem
from convoca.agenda.queries.blind_rounds import CodebookToday, ComparedItem
from convoca.ui.formats import format_number

DECIMALS = 2
MOST_CONFUSED = 10


@dataclass(frozen=True)
class ToldCode:
    """A code of a round: its name, how often each gave it, both did; kappa and alpha in words."""

    name: str
    first: int
    second: int
    both: int
    kappa: str
    alpha: str


@dataclass(frozen=True)
class ToldAgreement:
    """What came of a round: the number, what it means, each code, what is confused."""

    number: str
    range: str
    meaning: str
    count: int
    same: int
    codes: tuple[ToldCode, ...]
    confused: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class ToldItem:
    """A statement of a round side by side, with names of codes; `unclear` left the book since."""

    item: BlindItem
    question: str
    first: str
    second: str
    settled: str
    unclear: str
    is_agreed: bool
    is_settled: bool


def told(agreement: Agreement | None, names: Mapping[str, str]) -> ToldAgreement | None:
    """Tell an agreement in words; None while there is none."""
    if agreement is None:
        return None
    return ToldAgreement(
        number=_number(agreement.alpha),
        range=_range(agreement.alpha),
        meaning=_meaning(agreement),
        count=agreement.count,
        same=agreement.same,
        codes=tuple(
            ToldCode(
                names.get(one.code, one.code),
                one.first,
                one.second,
                one.both,
                measure_in_words(one.kappa),
                measure_in_words(one.alpha),
            )
            for one in agreement.codes
        ),
        confused=tuple(
            (*_by_name(one.codes, names), one.count) for one in agreement.confused[:MOST_CONFUSED]
        ),
    )


def told_item(
    compared: ComparedItem,
    labels: Mapping[str, str],
    names: Mapping[str, str],
    today: CodebookToday,
) -> ToldItem:
    """Tell a compared statement with the names of its codes."""
    now = {guid: code.name for guid, code in today.codes.items()}
    settled = compared.item.settled_codes or []
    return ToldItem(
        item=compared.item,
        question=labels.get(compared.item.statement.question, ""),
        first=_names(compared.first, names),
        second=_names(compared.second, names),
        settled=_names(frozenset(settled), {**names, **now}),
        unclear=_names(compared.unclear, names) if compared.unclear else "",
        is_agreed=compared.is_agreed,
        is_settled=compared.is_settled,
    )


def measure_in_words(measure: Measure) -> str:
    """Write a measure and its interval, or that it cannot be computed."""
    number, between = _number(measure), _range(measure)
    return f"{number} ({between})" if between else number


def _names(codes: frozenset[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one) for one in codes)) or _("Ninguno calza")


def _by_name(codes: tuple[str, str], names: Mapping[str, str]) -> tuple[str, str]:
    """Name two codes, by name; no code at all comes last."""
    one, two = sorted(codes, key=lambda code: (not code, names.get(code, code)))
    return names.get(one, one), names.get(two, two) if two else _("ninguno")


def _number(measure: Measure) -> str:
    if measure.value is None:
        return _("no se puede calcular")
    return format_number(measure.value, decimals=DECIMALS)


def _range(measure: Measure) -> str:
    if measure.low is None or measure.high is None:
        return ""
    low, high = (format_number(one, decimals=DECIMALS) for one in (measure.low, measure.high))
    return _("entre %(low)s y %(high)s") % {"low": low, "high": high}


def _meaning(agreement: Agreement) -> str:
    if agreement.count == 0:
        return _("No quedó ningún dicho que comparar: sus respuestas cambiaron o se retiraron.")
    return {
        "good": _("Buen acuerdo: los códigos se entienden igual. Puede sacar conclusiones."),
        "fair": _("Acuerdo aceptable para conclusiones provisorias. Aclare los códigos de abajo."),
        "weak": _("Poco acuerdo: aclare las definiciones y abra otra ronda antes de concluir."),
        "none": _("No se puede calcular: las dos personas dieron lo mismo a todos los dichos."),
    }[agreement.level]
