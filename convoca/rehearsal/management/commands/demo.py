"""`convoca demo`: two communities to look at, and how to go in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError
from convoca.foundation.models import Association
from convoca.rehearsal.quiet import quiet_log
from convoca.rehearsal.services.demo import build_demo, find_demo, read_doorway


class Command(BaseCommand):
    """Makes the demonstration once; later it only says how to go in."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        """Say what it does, in the language of the moment."""
        self.help = _(
            "Prepara el ensayo que se mira: una comunidad en el plan de trabajo y otra en la "
            "convocatoria, con personas inventadas. Solo con CONVOCA_REHEARSAL=1. Se puede repetir."
        )
        return super().create_parser(prog_name, subcommand, **kwargs)

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make it if it is not there, and say how to go in."""
        if not settings.REHEARSAL:
            raise CommandError(
                _(
                    "El ensayo no se mezcla con datos de verdad. Use: make demo, o "
                    "CONVOCA_REHEARSAL=1 CONVOCA_DATA_DIR=var/demo convoca demo"
                )
            )
        association = find_demo()
        if association is None:
            self.stdout.write(_("Preparando el ensayo; toma menos de un minuto."))
            self.stdout.flush()
            try:
                with quiet_log():
                    association = build_demo(now=timezone.now())
            except ConvocaError as error:
                said = _("El ensayo no siguió: %(why)s") % {"why": error.user_message()}
                raise CommandError(said) from error
        self._print(association)

    def _print(self, association: Association) -> None:
        """Print the sign-ins, the mailbox and two personal links."""
        doorway = read_doorway(association)
        base = settings.BASE_URL
        lines = [
            _("%(name)s: todo está inventado, menos las comunas.") % {"name": association.name},
            _("Equipo, en %(page)s") % {"page": base + reverse("account_login")},
            *(
                _("  %(email)s  clave: %(password)s") % {"email": email, "password": password}
                for email, password in doorway.sign_ins
            ),
            _("Buzón de los correos: %(page)s") % {"page": base + reverse("desk:mailbox")},
            _("Enlaces personales de dos directores:"),
            *(f"  {who}\n  {address}" for who, address in doorway.links),
        ]
        self.stdout.write("\n".join(lines))
