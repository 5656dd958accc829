"""The outcome of a simulation on the terminal."""

from collections.abc import Mapping, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table

from convoca.convening.core.bands import Band
from convoca.desk.queries.words import BAND_NAMES, FUNNEL_NAMES
from convoca.messaging.models import Message
from convoca.rehearsal.queries import CommunityFigures, CycleFigures, Outcome
from convoca.ui.formats import format_percent

WIDTH = 100
WALKED_NAMES = {
    "invitation": "respuestas a la invitación",
    "interview": "entrevistas",
    "availability": "disponibilidades",
    "session-announce": "páginas de sesión",
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
        for line in _retention_lines(community):
            console.print(line)
    console.rule("Ensayo")
    for line in _closing_lines(outcome):
        console.print(line)
    return file.getvalue()


def share(part: int, whole: int) -> str:
    """Write a count with its share of the whole."""
    percent = format_percent(part, whole).replace("\N{NO-BREAK SPACE}", " ")
    return f"{part} ({percent})" if percent else str(part)


def _table(title: str, first: str, cycles: Sequence[CycleFigures]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for cycle in cycles:
        table.add_column(f"Ciclo {cycle.number}", justify="right")
    return table


def _funnel(community: CommunityFigures) -> Table:
    table = _table("De los puestos a las sesiones", "Puestos", community.cycles)
    for step, name in FUNNEL_NAMES.items():
        cells = []
        for cycle in community.cycles:
            funnel: Mapping[str, int] = cycle.figures["funnel"]
            cells.append(share(funnel[step], funnel["seats"]))
        table.add_row(str(name), *cells)
    covered = [cycle.figures["coverage"] for cycle in community.cycles]
    table.add_row("Cobertura", *(share(one["participating"], one["existing"]) for one in covered))
    return table


def _sessions(community: CommunityFigures) -> Table:
    table = Table(title="Asistencia", title_justify="left")
    for name in ("Ciclo", "Sesión", "Día", "Tema"):
        table.add_column(name)
    for name in ("Presentes / aceptaron", "Con excusa"):
        table.add_column(name, justify="right")
    for cycle in community.cycles:
        for one in cycle.figures["sessions"]:
            table.add_row(
                str(cycle.number),
                str(one["number"]),
                one["on"],
                one["topic"],
                f"{one['present']} / {one['accepted']}",
                str(one["excused"]),
            )
    return table


def _bands(community: CommunityFigures) -> Table:
    table = _table("Constancia de quienes aceptaron", "Vienen", community.cycles)
    for band in Band:
        cells = [
            share(cycle.figures["bands"][band.value], cycle.figures["bands"]["of"])
            for cycle in community.cycles
        ]
        table.add_row(str(BAND_NAMES[band]), *cells)
    return table


def _retention_lines(community: CommunityFigures) -> list[str]:
    return [
        f"Fidelización del ciclo {one.source} al {one.target}: volvieron "
        f"{share(one.seats_back, one.seats)} de {one.seats} puestos y "
        f"{share(one.persons_back, one.persons)} de {one.persons} personas."
        for one in community.retention
    ]


def _closing_lines(outcome: Outcome) -> list[str]:
    states = [f"{count} {Message.State(state).label}" for state, count in outcome.messages.items()]
    walked = [f"{count} {WALKED_NAMES[name]}" for name, count in outcome.walked.items()]
    rows = sum(outcome.rows.values())
    stages = [f"{name} {took} s" for name, took in outcome.stages.items()]
    return [
        f"Mensajes: {', '.join(states) or 'ninguno'}.",
        f"Por las páginas de verdad: {', '.join(walked) or 'nada'}.",
        f"Filas en la base: {rows}. Semilla {outcome.seed}, hasta el {outcome.today}.",
        f"Segundos: {outcome.seconds} ({'; '.join(stages)}).",
    ]
