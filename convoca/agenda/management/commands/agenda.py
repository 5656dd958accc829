"""The command `agenda`."""

from django.utils.translation import gettext as _

from convoca.agenda.management.subcommands import Door
from convoca.agenda.management.subcommands.rank import RankSubcommand


class Command(Door):
    """Leads to what the command does, one module in `subcommands` each."""

    subcommands = (RankSubcommand(),)

    def describe(self) -> str:
        return _("Ordena los temas de las entrevistas y propone la agenda del ciclo.")
