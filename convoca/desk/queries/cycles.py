"""What the page of a cycle shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.agenda.queries import reserve_themes
from convoca.convening.core.bands import Band
from convoca.convening.models import ContactAttempt
from convoca.cycles.core.gates import GateReport
from convoca.cycles.core.stages import NEXT, Stage
from convoca.cycles.models import Cycle
from convoca.cycles.queries import latest_cycle, previous_cycle
from convoca.desk.queries.figures import CycleFigures, read_figures
from convoca.desk.queries.gates import gate_report
from convoca.desk.queries.words import ADVANCE_WORDS, BAND_NAMES, FUNNEL_NAMES, STAGE_NAMES
from convoca.meetings.models import Commitment, Session
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
    figures: CycleFigures
    cards: Sequence[FigureCard]
    funnel: Funnel
    band_rows: Sequence[tuple[str, int]]
    carried: Sequence[Line]
    steps: Sequence[Step]
    others: Sequence[Cycle]
    is_latest: bool


def cycle_page(cycle: Cycle) -> CyclePage:
    """Read the page of a cycle; what is closed shows the figures of its closing."""
    stage, figures = Stage(cycle.stage), read_figures(cycle)
    latest = latest_cycle(cycle.community)
    return CyclePage(
        stage=str(STAGE_NAMES[stage]),
        advance_label=str(ADVANCE_WORDS[stage]) if stage in NEXT else "",
        report=gate_report(cycle),
        figures=figures,
        cards=[_coverage_card(cycle, figures), *_session_cards(cycle, figures)],
        funnel=_funnel(cycle, figures),
        band_rows=[(str(BAND_NAMES[band]), figures.bands[band.value]) for band in Band],
        carried=_carried(cycle),
        steps=_steps(cycle),
        others=list(cycle.community.cycles.exclude(pk=cycle.pk).order_by("number")),
        is_latest=latest is not None and latest.pk == cycle.pk,
    )


def _coverage_card(cycle: Cycle, figures: CycleFigures) -> FigureCard:
    return FigureCard(
        title=_("Cobertura"),
        count=figures.coverage["participating"],
        of=figures.coverage["existing"],
        what=_("puestos que existen"),
        url=reverse("convening:board", args=[cycle.pk]),
        before=_coverage_before(cycle),
    )


def _coverage_before(cycle: Cycle) -> str:
    before = previous_cycle(cycle)
    if before is None or not before.figures:
        return ""
    kept = read_figures(before).coverage
    return _("Ciclo %(number)s: %(count)s de %(of)s.") % {
        "number": before.number,
        "count": kept["participating"],
        "of": kept["existing"],
    }


def _session_cards(cycle: Cycle, figures: CycleFigures) -> list[FigureCard]:
    return [
        FigureCard(
            title=_("Asistencia a la sesión %(number)s") % {"number": one["number"]},
            count=one["present"],
            of=one["accepted"],
            what=_("que aceptaron"),
            url=reverse("meetings:session", args=[cycle.pk, one["number"]]),
            before=_("%(of)s puestos existen; %(excused)s con excusa.")
            % {"of": one["seats"], "excused": one["excused"]},
        )
        for one in figures.sessions
        if one["state"] == Session.State.HELD
    ]


def _funnel(cycle: Cycle, figures: CycleFigures) -> Funnel:
    return Funnel(
        key="cycle",
        title=_("De los puestos a las sesiones"),
        description=_("Cuántos puestos llegaron a cada paso del ciclo, de todos los que existen."),
        steps=[
            FunnelStep(
                label=str(label),
                count=figures.funnel[name],
                url=reverse(FUNNEL_PAGES[name], args=[cycle.pk]) if name in FUNNEL_PAGES else "",
            )
            for name, label in FUNNEL_NAMES.items()
            if name in figures.funnel
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
    silent = cycle.attempts.filter(by=None, result=ContactAttempt.Result.CALL_LATER).count()
    if silent:
        text = ngettext(
            "%(n)s puesto que no respondió: llamar",
            "%(n)s puestos que no respondieron: llamar",
            silent,
        )
        url = reverse("convening:unreached", args=[cycle.pk])
        lines.append(Line(text % {"n": silent}, f"{url}?motivo=call_due"))
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
