"""The command `themes`."""

from django.utils.translation import gettext as _

from convoca.agenda.management.subcommands import Door
from convoca.agenda.management.subcommands.suggest import SuggestSubcommand


class Command(Door):
    """Leads to what the command does, one module in `subcommands` each."""

    subcommands = (SuggestSubcommand(),)

    def describe(self) -> str:
        return _("Propone códigos para lo que dijeron las direcciones; una persona decide.")
