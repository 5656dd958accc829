"""How reasons, levels and shares read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.convening.core.bands import Band
from convoca.convening.core.proportion import Interval, Proportion
from convoca.convening.core.risk import Level, Reason, ReasonKind
from convoca.ui.formats import HARD_SPACE, format_number, format_share


def reason_words(reason: Reason) -> str:
    """Say one reason: "faltó a las 2 últimas"."""
    words = {"n": reason.count}
    if reason.kind is ReasonKind.MISSED:
        return ngettext("faltó a la última", "faltó a las %(n)s últimas", reason.count) % words
    if reason.kind is ReasonKind.NEVER_CAME:
        return (
            ngettext(
                "aceptó y no vino a la única sesión",
                "aceptó y no ha venido a ninguna de %(n)s",
                reason.count,
            )
            % words
        )
    return {
        ReasonKind.VACANT: _("nadie conocido ocupa el puesto"),
        ReasonKind.NEW_HOLDER: _("el puesto cambió de titular"),
        ReasonKind.NOT_REACHED: _("sin teléfono y sus correos no salen"),
        ReasonKind.SILENT: _("no respondió la última consulta"),
        ReasonKind.THEME_LEFT_OUT: _("su tema quedó fuera de la agenda"),
        ReasonKind.CAME_LESS: _("en el ciclo anterior venía más"),
    }[reason.kind]


def reasons_words(reasons: Iterable[Reason]) -> str:
    """Say all reasons in one line: "faltó a las 2 últimas; su tema quedó fuera de la agenda"."""
    return "; ".join(reason_words(reason) for reason in reasons)


def reason_name(kind: ReasonKind) -> str:
    """Name a kind of reason, for a filter."""
    if kind is ReasonKind.MISSED:
        return _("faltó a las últimas")
    if kind is ReasonKind.NEVER_CAME:
        return _("aceptó y no ha venido")
    return reason_words(Reason(kind))


def level_words(level: Level) -> str:
    """Say how soon somebody should look."""
    return {
        Level.HIGH: _("ahora"),
        Level.MEDIUM: _("pronto"),
        Level.LOW: _("atención"),
        Level.NONE: _("sin motivos"),
    }[level]


def band_words(band: Band) -> str:
    """Say how often a seat comes."""
    return {
        Band.HIGH: _("casi siempre"),
        Band.MEDIUM: _("a veces"),
        Band.LOW: _("rara vez"),
        Band.NEVER: _("nunca"),
    }[band]


def share_words(proportion: Proportion) -> str:
    """Say a share with its denominator, or that it is of too few to be told."""
    if proportion.whole == 0:
        return _("todavía no se puede decir")
    if not proportion.is_shown:
        return _("son menos de 5: no se muestra")
    return format_share(proportion.part, proportion.whole)


def interval_words(interval: Interval) -> str:
    """Say an interval of a share in whole percent: "entre 19 % y 45 %"."""
    return _("entre %(low)s y %(high)s") % {
        "low": _percent(interval.low),
        "high": _percent(interval.high),
    }


def points_words(interval: Interval) -> str:
    """Say an interval of a difference in points: "entre -3 y +21 puntos"."""
    return _("entre %(low)s y %(high)s puntos") % {
        "low": signed(interval.low),
        "high": signed(interval.high),
    }


def difference_words(difference: float) -> str:
    """Say a difference of shares in points: "+15 puntos", "−1 punto"."""
    text = ngettext("%(points)s punto", "%(points)s puntos", abs(round(100 * difference)))
    return text % {"points": signed(difference)}


def signed(difference: float) -> str:
    """Write a difference of shares in points with its sign: 0.153 gives "+15", 0 gives "0"."""
    points = round(100 * difference)
    if points == 0:
        return "0"
    return f"{'+' if points > 0 else '−'}{format_number(abs(points))}"


def _percent(share: float) -> str:
    return f"{round(100 * share)}{HARD_SPACE}%"
