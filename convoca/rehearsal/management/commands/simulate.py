"""`convoca simulate`: whole cycles with invented directors, and what came of them."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from convoca.directory.models import Community
from convoca.foundation.errors import ConvocaError
from convoca.rehearsal.printing import write_outcome
from convoca.rehearsal.queries import Outcome, community_figures, count_rows, message_counts
from convoca.rehearsal.quiet import quiet_log
from convoca.rehearsal.services.planning import PlanMissingError
from convoca.rehearsal.services.simulation import Told, Wanted, simulate
from convoca.rehearsal.services.walker import PageBrokenError


class Command(BaseCommand):
    """Runs a simulation in this database, if nothing real can be in it."""

    help = (
        "Ensaya ciclos completos con directoras y directores inventados, por los servicios y las "
        "páginas de verdad; nada sale de este equipo. Muestra embudo, asistencia, fidelización, "
        "mensajes, segundos y filas. La misma semilla da la misma historia."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much is simulated."""
        parser.add_argument("--communities", type=at_least_one, default=1, metavar="N")
        parser.add_argument("--cycles", type=at_least_one, default=1, metavar="C")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--people",
            type=at_least_one,
            metavar="P",
            help="Puestos con persona en cada comunidad; sin esto, casi todos los que existen.",
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="Día (AAAA-MM-DD) cerca del cual termina la historia; sin esto, hoy.",
        )
        parser.add_argument("--json", action="store_true", help="Lo mismo, para programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Simulate and print."""
        refuse_real_database()
        wanted = Wanted(
            communities=options["communities"],
            cycles=options["cycles"],
            seed=options["seed"],
            people=options["people"],
            today=options["today"] or timezone.localdate(),
        )
        since = time.monotonic()
        try:
            with quiet_log():
                told = simulate(wanted)
        except ConvocaError as error:
            raise CommandError(f"El ensayo no siguió: {error.user_message()}") from error
        except PlanMissingError as error:
            raise CommandError(f"El ensayo no halló fechas: {error}") from error
        except PageBrokenError as error:
            raise CommandError(f"Una página no sirvió a quien la usaba: {error}") from error
        outcome = _outcome(wanted, told, time.monotonic() - since)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
        else:
            self.stdout.write(write_outcome(outcome))


def at_least_one(text: str) -> int:
    """Read a whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("debe ser 1 o más")
    return number


def refuse_real_database() -> None:
    """Go on only in rehearsal, or where there is no community yet; make the tables if needed.

    Raises CommandError.
    """
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    if not settings.REHEARSAL and Community.objects.exists():
        raise CommandError(
            "En esta base hay comunidades de verdad. Ensaye en otra: "
            "CONVOCA_REHEARSAL=1 CONVOCA_DATA_DIR=var/ensayo convoca simulate …"
        )


def _outcome(wanted: Wanted, told: Told, seconds: float) -> Outcome:
    return Outcome(
        seed=wanted.seed,
        today=wanted.today.isoformat(),
        communities=[community_figures(community) for community in told.communities],
        messages=message_counts(told.association),
        walked=told.walked,
        rows=count_rows(),
        stages={name: round(took, 1) for name, took in told.seconds.items()},
        seconds=round(seconds, 1),
    )
