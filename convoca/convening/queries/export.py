"""The seats of a cycle as a table to take away."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.convening.queries.board import SeatRow
from convoca.convening.queries.words import hurdle_words, shared_words
from convoca.foundation.sheets import Cell, Sheet
from convoca.ui.charts import SeatState


def seat_sheet(rows: Sequence[SeatRow], *, today: date) -> Sheet:
    """Return the rows as a table: place, state, person, contacts, and what was done."""
    headings = [
        _("Código"),
        _("Comuna"),
        _("Región"),
        _("Provincia"),
        _("Clase"),
        _("Habitantes"),
        _("Dirección"),
        _("Estado"),
        _("Qué falta"),
        _("A cargo de"),
        _("Persona"),
        _("Calidad"),
        _("Correo"),
        _("Teléfono"),
        _("Sesiones a las que vino"),
        _("Última gestión"),
        _("Resultado"),
        _("Próxima gestión"),
        _("Dirección compartida"),
    ]
    cells = [
        [*_of_place(row), *_of_person(row, today), *_of_attempts(row), shared_words(row)]
        for row in rows
    ]
    return Sheet(_("Puestos"), headings, cells)


def _of_place(row: SeatRow) -> list[Cell]:
    municipality = row.seat.municipality
    return [
        municipality.code,
        municipality.comuna_name,
        municipality.region.name,
        row.province,
        municipality.get_settlement_display(),
        municipality.population,
        str(row.seat.kind),
    ]


def _of_person(row: SeatRow, today: date) -> list[Cell]:
    hurdle = row.hurdle(today=today)
    holds = row.tenure is not None and row.tenure.person == row.person
    return [
        SeatState(row.standing).words,
        hurdle_words(hurdle) if hurdle else "",
        row.carer.name if row.carer else "",
        row.person.name if row.person else "",
        row.tenure.get_role_display() if row.tenure and holds else "",
        row.email,
        row.phone,
        row.facts.presences.attended,
    ]


def _of_attempts(row: SeatRow) -> list[Cell]:
    last = row.last_attempt
    if last is None:
        return [None, "", None]
    return [timezone.localdate(last.at), last.result_words, last.next_on]
