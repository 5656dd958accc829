"""The three pictures of retention, from what was read: strip, curve, funnel beside the last one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.convening.core.presence import Presence
from convoca.convening.core.proportion import Proportion
from convoca.convening.core.retention import CurvePoint
from convoca.cycles.models import Cycle
from convoca.retention.queries import CycleCurve, Funnels, SeatRisk
from convoca.retention.queries.words import interval_words, reason_words, share_words
from convoca.ui.charts.curve import Curve, CurveLine, CurveMark
from convoca.ui.charts.paired import PairedFunnel, PairedStep
from convoca.ui.charts.strip import PITCH
from convoca.ui.formats import format_share

NO_MARK, COMING = "none", "coming"


@dataclass(frozen=True)
class RollMark:
    """One session of one seat: the name of its shape, its words, its centre in pixels."""

    shape: str
    words: str
    x: int


@dataclass(frozen=True)
class RollRow:
    """One seat of the strip, with what it did and why it stands where it stands."""

    one: SeatRisk
    url: str
    marks: Sequence[RollMark]
    width: int
    share: str
    reasons: Sequence[str]


def draw_roll(cycle: Cycle, seats: Sequence[SeatRisk], *, held: Sequence[int]) -> list[RollRow]:
    """Draw each seat's sessions, those to come too; a seat that joined later has no mark before."""
    return [_roll_row(cycle, one, held) for one in seats]


def legend() -> list[tuple[str, str]]:
    """Return what each shape of the strip says."""
    return [(shape, words) for shape, words in _mark_words().items()]


def _mark_words() -> dict[str, str]:
    return {
        Presence.PRESENT: _("Vino"),
        Presence.EXCUSED: _("Avisó que no podía"),
        Presence.ABSENT: _("Faltó"),
        NO_MARK: _("Sin registro"),
        COMING: _("Por venir"),
    }


def _roll_row(cycle: Cycle, one: SeatRisk, held: Sequence[int]) -> RollRow:
    words = _mark_words()
    coming = max(0, cycle.community.session_count - len(held))
    shapes = [*(mark.value if mark else NO_MARK for mark in one.record.marks), *[COMING] * coming]
    numbers = [*held, *range(len(held) + 1, len(held) + 1 + coming)]
    return RollRow(
        one=one,
        url=reverse("convening:seat", args=[cycle.pk, one.row.seat.pk]),
        marks=[
            RollMark(shape, f"{number}: {words[shape]}", PITCH * place + PITCH // 2)
            for place, (number, shape) in enumerate(zip(numbers, shapes, strict=True))
        ],
        width=PITCH * len(shapes),
        share=format_share(one.record.attended, one.record.counted),
        reasons=[reason_words(reason) for reason in one.risk.reasons],
    )


def draw_curve(curves: Sequence[CycleCurve], *, cycle: Cycle) -> Curve:
    """Draw who is still coming, a line a cycle; a point of fewer than 5 seats is left out."""
    longest = max((len(curve.points) for curve in curves), default=0)
    return Curve(
        key="curve",
        title=_("Cuántos siguen viniendo"),
        description=_(
            "De los puestos que vinieron alguna vez, por ciento que vino a esa sesión o a una"
            " posterior. La raya vertical es lo que puede deberse al azar (95 %)."
        ),
        sessions=[str(number) for number in range(1, longest + 1)],
        lines=[_line(curve, is_current=curve.cycle.pk == cycle.pk) for curve in curves],
    )


def _line(curve: CycleCurve, *, is_current: bool) -> CurveLine:
    marks = [_curve_mark(curve, point) for point in curve.points]
    return CurveLine(_cycle_words(curve.cycle), marks, is_current)


def _curve_mark(curve: CycleCurve, point: CurvePoint) -> CurveMark:
    still, ends = point.still, point.interval
    lost = curve.stopped[point.number]
    overview = reverse("retention:overview", args=[curve.cycle.pk])
    return CurveMark(
        share=still.share if still.is_shown else None,
        low=ends.low,
        high=ends.high,
        words=share_words(still),
        detail=interval_words(ends) if still.is_shown else "",
        url=f"{overview}?dejo={point.number}#puestos" if lost else "",
        link=ngettext("%(n)s no volvió", "%(n)s no volvieron", lost) % {"n": lost},
    )


def draw_pair(cycle: Cycle, funnels: Funnels) -> PairedFunnel:
    """Draw the funnel of a cycle, with a thin bar for the cycle before where there is one."""
    labels, before = _step_labels(cycle), funnels.before
    return PairedFunnel(
        key="paired",
        title=_("De los puestos a la participación, y el ciclo anterior"),
        description=_("Barra gruesa: este ciclo. Barra fina: el anterior, ya terminado.")
        if before
        else _("Este es el primer ciclo: todavía no hay con qué comparar."),
        now=_cycle_words(cycle),
        before=_cycle_words(before) if before else "",
        steps=[
            PairedStep(labels[name][0], count, funnels.earlier.get(name), labels[name][1])
            for name, count in funnels.now.items()
        ],
    )


def _cycle_words(cycle: Cycle) -> str:
    return _("Ciclo %(number)s") % {"number": cycle.number}


def _step_labels(cycle: Cycle) -> dict[str, tuple[str, str]]:
    """Return how each step of the funnel reads, and the list of the seats behind it."""
    board = reverse("convening:board", args=[cycle.pk])
    roll = _overview(cycle)
    return {
        "seats": (_("Puestos que existen"), board),
        "identified": (_("Con una persona conocida"), ""),
        "reached": (_("Alcanzados"), reverse("convening:unreached", args=[cycle.pk])),
        "answered": (_("Respondieron"), ""),
        "accepted": (_("Aceptaron"), f"{roll}#puestos"),
        "interviewed": (_("Entrevistados"), ""),
        "gave_availability": (_("Dijeron cuándo pueden"), ""),
        "attended_once": (_("Vinieron al menos una vez"), f"{roll}?veces=1#puestos"),
        "attended_twice": (_("Vinieron al menos dos veces"), f"{roll}?veces=2#puestos"),
        "in_group": (_("Están en el grupo"), ""),
    }


def _overview(cycle: Cycle) -> str:
    return reverse("retention:overview", args=[cycle.pk])


def tell(proportion: Proportion) -> tuple[str, str]:
    """Return a share and its interval in words; of too few, no interval."""
    interval = interval_words(proportion.interval) if proportion.is_shown else ""
    return share_words(proportion), interval
