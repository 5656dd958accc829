"""The outcome of a simulation on the terminal."""

from collections.abc import Sequence
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.table import Table

from convoca.convening.core.bands import Band
from convoca.desk.queries.words import BAND_NAMES, FUNNEL_NAMES
from convoca.messaging.models import Message
from convoca.rehearsal.core.outcome import CommunityFigures, CycleFigures, Outcome
from convoca.ui.formats import HARD_SPACE, format_percent

WIDTH = 100
WALKED_NAMES = {
    "invitation": gettext_lazy("respuestas a la invitación"),
    "interview": gettext_lazy("entrevistas"),
    "availability": gettext_lazy("disponibilidades"),
    "session-announce": gettext_lazy("páginas de sesión"),
}


def write_outcome(outcome: Outcome) -> str:
    """Write every table of a simulation."""
    file = StringIO()
    console = Console(file=file, width=WIDTH, highlight=False)
    for community in outcome.communities:
        console.rule(community.name)
        console.print(_funnel(community))
        console.print(_sessions(community))
        console.print(_bands(community))
        console.print(_times(community))
        for line in [*_cycle_lines(community), *_retention_lines(community)]:
            console.print(line)
    console.rule(_("Ensayo"))
    for line in _closing_lines(outcome):
        console.print(line)
    return file.getvalue()


def share(part: int, whole: int) -> str:
    """Write a count with its share of the whole."""
    percent = format_percent(part, whole).replace(HARD_SPACE, " ")
    return f"{part} ({percent})" if percent else str(part)


def _table(title: str, first: str, cycles: Sequence[CycleFigures]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for cycle in cycles:
        table.add_column(_("Ciclo %(n)s") % {"n": cycle.number}, justify="right")
    return table


def _funnel(community: CommunityFigures) -> Table:
    cycles = community.cycles
    table = _table(_("De los puestos a las sesiones"), _("Puestos"), cycles)
    for step, name in FUNNEL_NAMES.items():
        cells = [share(cycle.funnel[step], cycle.funnel["seats"]) for cycle in cycles]
        table.add_row(str(name), *cells)
    covered = [cycle.coverage for cycle in cycles]
    table.add_row(
        _("Cobertura"), *(share(one["participating"], one["existing"]) for one in covered)
    )
    table.add_row(_("Aparte: sin confirmar si existe"), *(str(one["unknown"]) for one in covered))
    return table


def _sessions(community: CommunityFigures) -> Table:
    table = Table(title=_("Asistencia"), title_justify="left")
    for name in (_("Ciclo"), _("Sesión"), _("Día"), _("Tema")):
        table.add_column(name)
    for name in (_("Presentes / aceptaron"), _("Con excusa")):
        table.add_column(name, justify="right")
    for cycle in community.cycles:
        for one in cycle.sessions:
            table.add_row(
                str(cycle.number),
                str(one.number),
                one.on,
                one.topic,
                f"{one.present} / {one.accepted}",
                str(one.excused),
            )
    return table


def _bands(community: CommunityFigures) -> Table:
    cycles = community.cycles
    table = _table(_("Constancia de quienes aceptaron"), _("Vienen"), cycles)
    for band in Band:
        cells = [share(cycle.bands[band.value], cycle.bands["of"]) for cycle in cycles]
        table.add_row(str(BAND_NAMES[band]), *cells)
    return table


def _times(community: CommunityFigures) -> Table:
    cycles = community.cycles
    table = _table(_("Cuántas veces vinieron quienes vinieron"), _("Sesiones"), cycles)
    for place in range(max((len(cycle.times) for cycle in cycles), default=0)):
        cells = [
            share(cycle.times[place], sum(cycle.times)) if place < len(cycle.times) else ""
            for cycle in cycles
        ]
        table.add_row(str(place + 1), *cells)
    return table


def _cycle_lines(community: CommunityFigures) -> list[str]:
    return [line for cycle in community.cycles for line in _lines_of(cycle)]


def _lines_of(cycle: CycleFigures) -> list[str]:
    """Write what one cycle received, promised and leaves."""
    carried, promised, calls = cycle.carried, cycle.commitments, cycle.calls
    nothing = _("ninguno")
    lines = [
        _(
            "Ciclo %(n)s, compromisos: quedan abiertos %(open)s de %(made)s. Llamadas a quien se "
            "aleja: %(called)s; contestaron %(reached)s. En reserva: %(themes)s."
        )
        % {
            "n": cycle.number,
            "open": promised["open"],
            "made": promised["made"],
            "called": calls["made"],
            "reached": calls["reached"],
            "themes": ", ".join(cycle.reserve) or nothing,
        }
    ]
    if cycle.number > 1:
        lines.append(
            _(
                "Ciclo %(n)s, del anterior: %(weeks)s disponibilidades por confirmar, %(silent)s "
                "puestos por llamar, %(open)s compromisos abiertos. Temas en reserva: %(themes)s."
            )
            % {
                "n": cycle.number,
                "weeks": carried.weeks,
                "silent": carried.silent,
                "open": carried.commitments,
                "themes": ", ".join(carried.themes) or nothing,
            }
        )
    return lines


def _retention_lines(community: CommunityFigures) -> list[str]:
    return [
        _(
            "Fidelización del ciclo %(source)s al %(target)s: volvieron %(seats_back)s de "
            "%(seats)s puestos y %(persons_back)s de %(persons)s personas."
        )
        % {
            "source": one.source,
            "target": one.target,
            "seats_back": share(one.seats_back, one.seats),
            "seats": one.seats,
            "persons_back": share(one.persons_back, one.persons),
            "persons": one.persons,
        }
        for one in community.retention
    ]


def _closing_lines(outcome: Outcome) -> list[str]:
    states = [f"{count} {Message.State(state).label}" for state, count in outcome.messages.items()]
    walked = [f"{count} {WALKED_NAMES[name]}" for name, count in outcome.walked.items()]
    stages = [f"{name} {took} s" for name, took in outcome.stages.items()]
    care = (
        _("Con cuidado: se recuerda cada sesión y se llama a quien se aleja.")
        if outcome.care
        else _("Sin cuidado: ni recordatorios de sesión ni llamadas a quien se aleja.")
    )
    return [
        care,
        _("Mensajes: %(states)s.") % {"states": ", ".join(states) or _("ninguno")},
        _("Por las páginas de verdad: %(walked)s.") % {"walked": ", ".join(walked) or _("nada")},
        _("Filas en la base: %(rows)s. Semilla %(seed)s, hasta el %(day)s.")
        % {"rows": sum(outcome.rows.values()), "seed": outcome.seed, "day": outcome.today},
        _("Segundos: %(seconds)s (%(stages)s).")
        % {"seconds": outcome.seconds, "stages": "; ".join(stages)},
    ]
