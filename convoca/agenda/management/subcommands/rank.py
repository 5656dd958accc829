"""`agenda rank BALLOTS.json`: from a file of ballots to the agenda."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.agenda_format import agenda_to_bytes
from convoca.agenda.core.rule.ballots import MAX_FILE_BYTES, BallotsError, read_ballots
from convoca.agenda.management.subcommands import ExitCode, Say
from convoca.agenda.management.subcommands.agenda_table import agenda_table


class RankSubcommand:
    """Orders the themes of a ballot file."""

    name = "rank"

    def describe(self) -> str:
        return _("Lee las respuestas de un archivo y propone los temas de las sesiones.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        source_help = _("Archivo con las respuestas, en el formato convoca.agenda.ballots/1.")
        parser.add_argument("ballots", type=Path, metavar="BALLOTS.json", help=source_help)
        out_help = _("Guarda la agenda en este archivo, en el formato convoca.agenda/1.")
        parser.add_argument("--out", type=Path, metavar="F", help=out_help)
        json_help = _("Escribe ese mismo formato en la pantalla, en lugar de la tabla.")
        parser.add_argument("--json", action="store_true", help=json_help)

    def run(self, options: Mapping[str, Any], *, say: Say, complain: Say) -> ExitCode:
        """Read, rank, write. Options are as Django gives them, hence Any."""
        try:
            content = _read_bounded(options["ballots"])
        except OSError:
            complain(
                _("No se pudo leer «%(path)s». Revise la ruta.") % {"path": options["ballots"]}
            )
            return ExitCode.WRONG_CALL
        try:
            ballots = read_ballots(content)
        except BallotsError as exc:
            for sentence in exc.sentences:
                complain(sentence)
            return ExitCode.BAD_INPUT
        agenda = make_agenda(ballots)
        written = agenda_to_bytes(agenda)
        if options["out"] and not _write(options["out"], written, complain):
            return ExitCode.WRONG_CALL
        say(written.decode() if options["json"] else agenda_table(ballots, agenda))
        return ExitCode.DONE


def _read_bounded(path: Path) -> bytes:
    # One byte more than allowed is enough to refuse; the rest of a huge file is never loaded.
    with path.open("rb") as source:
        return source.read(MAX_FILE_BYTES + 1)


def _write(path: Path, content: bytes, complain: Say) -> bool:
    try:
        path.write_bytes(content)
    except OSError:
        complain(_("No se pudo escribir en «%(path)s». Revise la ruta.") % {"path": path})
        return False
    return True
