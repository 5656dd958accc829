"""What the page of a cycle shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.agenda.queries import reserve_themes
from convoca.convening.core.bands import Band, BandCounts
from convoca.convening.core.figures import Coverage, FunnelCounts, SessionFigures
from convoca.convening.queries import bands, coverage_of, list_seat_rows, list_session_figures
from convoca.cycles.core.gates import GateReport
from convoca.cycles.core.stages import NEXT, Stage
from convoca.cycles.models import Cycle
from convoca.cycles.queries import latest_cycle, previous_cycle
from convoca.desk.queries.figures import whole_funnel
from convoca.desk.queries.gates import gate_report
from convoca.desk.queries.words import ADVANCE_WORDS, BAND_NAMES, FUNNEL_NAMES, STAGE_NAMES
from convoca.meetings.models import Commitment
from convoca.ui.charts import Funnel, FunnelStep
from convoca.workplan.models import Availability

FUNNEL_PAGES = {
    "answered": "convening:invitations",
    "accepted": "convening:board",
    "interviewed": "agenda:interviews",
    "gave_availability": "workplan:availability",
    "attended_once": "meetings:sessions",
    "in_group": "convening:group",
}


@dataclass(frozen=True)
class FigureCard:
    """One figure that stands for itself, with its denominator in words."""

    title: str
    count: int
    of: int
    what: str
    url: str = ""
    before: str = ""


@dataclass(frozen=True)
class Step:
    """One gate that was passed, in words."""

    label: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Line:
    """A line of what was carried over, with where to see it."""

    text: str
    url: str


@dataclass(frozen=True)
class CyclePage:
    """Everything the page of a cycle shows."""

    stage: str
    advance_label: str
    report: GateReport
    coverage: Coverage
    cards: Sequence[FigureCard]
    funnel: Funnel
    loyalty: BandCounts
    band_rows: Sequence[tuple[str, int]]
    carried: Sequence[Line]
    steps: Sequence[Step]
    others: Sequence[Cycle]
    is_latest: bool


def cycle_page(cycle: Cycle) -> CyclePage:
    """Read the page of a cycle; the seats are read once."""
    rows = list_seat_rows(cycle)
    stage = Stage(cycle.stage)
    coverage, loyalty = coverage_of(cycle, rows), bands(cycle, rows)
    latest = latest_cycle(cycle.community)
    return CyclePage(
        stage=str(STAGE_NAMES[stage]),
        advance_label=str(ADVANCE_WORDS[stage]) if stage in NEXT else "",
        report=gate_report(cycle),
        coverage=coverage,
        cards=[
            _coverage_card(cycle, coverage),
            *(_session_card(cycle, one) for one in list_session_figures(cycle, rows)),
        ],
        funnel=_funnel(cycle, whole_funnel(cycle, rows)),
        loyalty=loyalty,
        band_rows=[(str(BAND_NAMES[band]), loyalty.now[band]) for band in Band],
        carried=_carried(cycle),
        steps=_steps(cycle),
        others=list(cycle.community.cycles.exclude(pk=cycle.pk).order_by("number")),
        is_latest=latest is not None and latest.pk == cycle.pk,
    )


def _coverage_card(cycle: Cycle, coverage: Coverage) -> FigureCard:
    return FigureCard(
        title=_("Cobertura"),
        count=coverage.participating,
        of=coverage.existing,
        what=_("puestos que existen"),
        url=reverse("convening:board", args=[cycle.pk]),
        before=_coverage_before(cycle),
    )


def _coverage_before(cycle: Cycle) -> str:
    before = previous_cycle(cycle)
    kept = before.figures.get("coverage") if before else None
    if before is None or not kept:
        return ""
    return _("Ciclo %(number)s: %(count)s de %(of)s.") % {
        "number": before.number,
        "count": kept["participating"],
        "of": kept["existing"],
    }


def _session_card(cycle: Cycle, one: SessionFigures) -> FigureCard:
    return FigureCard(
        title=_("Asistencia a la sesión %(number)s") % {"number": one.number},
        count=one.present,
        of=one.accepted,
        what=_("que aceptaron"),
        url=reverse("meetings:session", args=[cycle.pk, one.number]),
        before=_("%(of)s puestos existen; %(excused)s con excusa.")
        % {"of": one.members, "excused": one.excused},
    )


def _funnel(cycle: Cycle, counts: FunnelCounts) -> Funnel:
    return Funnel(
        key="cycle",
        title=_("De los puestos a las sesiones"),
        description=_("Cuántos puestos llegaron a cada paso del ciclo, de todos los que existen."),
        steps=[
            FunnelStep(
                label=str(FUNNEL_NAMES[name]),
                count=count,
                url=reverse(FUNNEL_PAGES[name], args=[cycle.pk]) if name in FUNNEL_PAGES else "",
            )
            for name, count in counts.steps
        ],
    )


def _carried(cycle: Cycle) -> list[Line]:
    """List what came over from the cycle before: themes in reserve, availability, commitments."""
    before = previous_cycle(cycle)
    if before is None:
        return []
    standing = Availability.objects.filter(cycle=cycle, is_carried=True).count()
    promised = Commitment.objects.filter(carried_to=cycle, state=Commitment.State.OPEN).count()
    themes = [theme.title for theme, _position in reserve_themes(before)]
    lines = []
    if themes:
        text = _("Temas en reserva: %(themes)s.") % {"themes": ", ".join(themes)}
        lines.append(Line(text, reverse("agenda:agenda", args=[before.pk])))
    if standing:
        text = ngettext(
            "%(n)s disponibilidad por confirmar", "%(n)s disponibilidades por confirmar", standing
        )
        lines.append(
            Line(text % {"n": standing}, reverse("workplan:availability", args=[cycle.pk]))
        )
    if promised:
        text = ngettext("%(n)s compromiso abierto", "%(n)s compromisos abiertos", promised)
        lines.append(Line(text % {"n": promised}, reverse("meetings:commitments", args=[cycle.pk])))
    return lines


def _steps(cycle: Cycle) -> list[Step]:
    return [
        Step(
            label=f"{STAGE_NAMES[Stage(row.from_stage)]} → {STAGE_NAMES[Stage(row.to_stage)]}",
            at=row.at,
            by=row.by.name if row.by else "",
            reason=row.reason,
        )
        for row in cycle.transitions.select_related("by")
    ]
