"""The agenda as a table for a terminal."""

import shutil
from io import StringIO

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from rich.text import Text

from convoca.agenda.core.rule.agenda import Agenda
from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.words import (
    ThemeWords,
    explain_chosen,
    explain_left_out,
    explain_rankings,
    explain_rule,
    percent_words,
)

WIDEST = 120


def agenda_table(ballots: Ballots, agenda: Agenda) -> str:
    """Lay out the chosen themes, those left out, and what other rules would change."""
    paper = StringIO()
    width = min(shutil.get_terminal_size().columns, WIDEST)
    console = Console(file=paper, width=width, markup=False, highlight=False, color_system=None)
    if agenda.chosen:
        console.print(_chosen_table(ballots, agenda))
    else:
        console.print(_("Nadie marcó un tema como urgente: no hay agenda que proponer."))
    if agenda.certificate.left_out:
        console.print(_left_out_table(ballots, agenda))
    for line in _closing_lines(ballots, agenda):
        console.print(line)
    return paper.getvalue()


def _chosen_table(ballots: Ballots, agenda: Agenda) -> Table:
    table = Table(title=Text(_("Agenda propuesta")), show_lines=True)
    for heading in (_("Sesión"), _("Tema"), _("Por qué")):
        table.add_column(Text(heading))
    for session, theme in enumerate(explain_chosen(ballots, agenda), start=1):
        table.add_row(str(session), *_cells(theme))
    return table


def _left_out_table(ballots: Ballots, agenda: Agenda) -> Table:
    table = Table(title=Text(_("Quedan fuera")), show_lines=True)
    for heading in (_("Reserva"), _("Tema"), _("A quién deja sin tema")):
        table.add_column(Text(heading))
    for theme in explain_left_out(ballots, agenda):
        in_reserve = theme.theme_id in agenda.reserve_ids
        place = str(agenda.reserve_ids.index(theme.theme_id) + 1) if in_reserve else "—"
        table.add_row(place, *_cells(theme))
    return table


def _cells(theme: ThemeWords) -> tuple[Text, Text]:
    # Text, because a plain string would read "[...]" in a title as markup.
    return Text(theme.title), Text(theme.explanation)


def _closing_lines(ballots: Ballots, agenda: Agenda) -> list[str]:
    certificate = agenda.certificate
    stay = len(agenda.sensitivity.stay)
    nobody = _("Sin ningún tema propio: %(share)s (no marcó ninguno: %(silent)s).") % {
        "share": percent_words(certificate.nobody_share),
        "silent": percent_words(certificate.silent_share),
    }
    steady = _("Con umbrales de 9 a 16 se mantienen %(stay)d de %(all)d temas.") % {
        "stay": stay,
        "all": len(agenda.chosen),
    }
    unmet = [
        _("No se pudo cumplir lo pedido para «%(kind)s».") % {"kind": required.kind}
        for required in agenda.required_kinds
        if not required.met_by
    ]
    return [nobody, steady, *unmet, *explain_rankings(ballots, agenda), explain_rule(ballots)]
