"""`convoca simulate`: whole cycles with invented directors, and what came of them."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.cycles.core.stages import Stage
from convoca.directory.models import Community
from convoca.foundation.errors import ConvocaError
from convoca.rehearsal.core.outcome import Outcome
from convoca.rehearsal.core.tally import count_community
from convoca.rehearsal.printing import write_outcome
from convoca.rehearsal.queries import count_rows, message_counts
from convoca.rehearsal.quiet import quiet_log
from convoca.rehearsal.services.planning import PlanMissingError
from convoca.rehearsal.services.simulation import Told, Wanted, simulate
from convoca.rehearsal.services.walker import PageBrokenError

STAGES = {"convocatoria": Stage.CONVENING, "sesiones": Stage.SESSIONS}


class Command(BaseCommand):
    """Runs a simulation in this database, if nothing real can be in it."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        """Say what it does, in the language of the moment."""
        self.help = _(
            "Ensaya ciclos completos con directoras y directores inventados, por los servicios y "
            "las páginas de verdad; nada sale de este equipo. Muestra embudo, asistencia, "
            "fidelización, mensajes, segundos y filas, contados por lo que hizo cada persona "
            "inventada. La misma semilla da la misma historia."
        )
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much is simulated."""
        parser.add_argument("--communities", type=at_least_one, default=1, metavar="N")
        parser.add_argument("--cycles", type=at_least_one, default=1, metavar="C")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--people",
            type=at_least_one,
            metavar="P",
            help=_("Puestos con persona en cada comunidad; sin esto, casi todos los que existen."),
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help=_("Día (AAAA-MM-DD) cerca del cual termina la historia; sin esto, hoy."),
        )
        parser.add_argument(
            "--care",
            action=BooleanOptionalAction,
            default=True,
            help=_("Recordar las sesiones y llamar a quien falta a dos seguidas."),
        )
        parser.add_argument(
            "--stage",
            choices=list(STAGES),
            help=_("Detener el último ciclo cuando esa etapa está hecha."),
        )
        parser.add_argument(
            "--outside",
            action="store_true",
            help=_("Enviar de verdad, por CONVOCA_EMAIL_URL, que debe ser de este equipo."),
        )
        parser.add_argument("--json", action="store_true", help=_("Lo mismo, para programas."))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Simulate and print."""
        refuse_real_database()
        wanted = Wanted(
            communities=options["communities"],
            cycles=options["cycles"],
            seed=options["seed"],
            people=options["people"],
            today=options["today"] or timezone.localdate(),
            care=options["care"],
            until=STAGES.get(options["stage"]),
            outside=options["outside"],
        )
        since = time.monotonic()
        told = _tell(wanted)
        outcome = _outcome(wanted, told, time.monotonic() - since)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
        else:
            self.stdout.write(write_outcome(outcome))


def at_least_one(text: str) -> int:
    """Read a whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise ArgumentTypeError(_("debe ser 1 o más"))
    return number


def refuse_real_database() -> None:
    """Go on only in rehearsal, or where there is no community yet; make the tables if needed.

    Raises CommandError.
    """
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    if not settings.REHEARSAL and Community.objects.exists():
        raise CommandError(
            _(
                "En esta base hay comunidades de verdad. Ensaye en otra: "
                "CONVOCA_REHEARSAL=1 CONVOCA_DATA_DIR=var/ensayo convoca simulate …"
            )
        )


def _tell(wanted: Wanted) -> Told:
    """Simulate; what stops it is said in one sentence."""
    try:
        with quiet_log():
            return simulate(wanted)
    except ConvocaError as error:
        said = _("El ensayo no siguió: %(why)s") % {"why": error.user_message()}
        raise CommandError(said) from error
    except PlanMissingError as error:
        raise CommandError(_("El ensayo no halló fechas: %(why)s") % {"why": error}) from error
    except PageBrokenError as error:
        said = _("Una página no sirvió a quien la usaba: %(why)s") % {"why": error}
        raise CommandError(said) from error


def _outcome(wanted: Wanted, told: Told, seconds: float) -> Outcome:
    return Outcome(
        seed=wanted.seed,
        today=wanted.today.isoformat(),
        care=wanted.care,
        communities=[
            count_community(opened.diary, name=opened.community.name, kind=opened.kind)
            for opened in told.communities
        ],
        arrived=sum(cycle.arrived for opened in told.communities for cycle in opened.diary.cycles),
        messages=message_counts(told.association),
        walked=told.walked,
        rows=count_rows(),
        stages={name: round(took, 1) for name, took in told.seconds.items()},
        seconds=round(seconds, 1),
    )
