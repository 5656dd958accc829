"""`convoca demo`: two communities to look at, and how to go in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from convoca.foundation.errors import ConvocaError
from convoca.foundation.models import Association
from convoca.rehearsal.quiet import quiet_log
from convoca.rehearsal.services.demo import build_demo, find_demo, read_doorway


class Command(BaseCommand):
    """Makes the demonstration once; later it only says how to go in."""

    help = (
        "Prepara el ensayo que se mira: una comunidad en el plan de trabajo y otra en la "
        "convocatoria, con personas inventadas. Solo con CONVOCA_REHEARSAL=1. Se puede repetir."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take no arguments."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make it if it is not there, and say how to go in."""
        if not settings.REHEARSAL:
            raise CommandError(
                "El ensayo no se mezcla con datos de verdad. Use: make demo, o "
                "CONVOCA_REHEARSAL=1 CONVOCA_DATA_DIR=var/demo convoca demo"
            )
        association = find_demo()
        if association is None:
            self.stdout.write("Preparando el ensayo; toma menos de un minuto.")
            self.stdout.flush()
            try:
                with quiet_log():
                    association = build_demo(now=timezone.now())
            except ConvocaError as error:
                raise CommandError(f"El ensayo no siguió: {error.user_message()}") from error
        self._print(association)

    def _print(self, association: Association) -> None:
        """Print the sign-ins, the mailbox and two personal links."""
        doorway = read_doorway(association)
        base = settings.BASE_URL
        lines = [
            f"{association.name}: todo está inventado, menos las comunas.",
            f"Equipo, en {base}{reverse('account_login')}",
            *(f"  {email}  clave: {password}" for email, password in doorway.sign_ins),
            f"Buzón de los correos: {base}{reverse('desk:mailbox')}",
            "Enlaces personales de dos directores:",
            *(f"  {who}\n  {address}" for who, address in doorway.links),
        ]
        self.stdout.write("\n".join(lines))
