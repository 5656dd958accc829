"""The command `themes`: a thin door, one module in `subcommands` for each thing it does."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from convoca.agenda.management.subcommands import Subcommand
from convoca.agenda.management.subcommands.suggest import SuggestSubcommand

SUBCOMMANDS: tuple[Subcommand, ...] = (SuggestSubcommand(),)


class Command(BaseCommand):
    """Chooses the subcommand and leaves with its exit code: 0 done, 1 bad input, 2 wrong call."""

    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        self.help = _("Propone códigos para lo que dijeron las direcciones; una persona decide.")
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        choices = parser.add_subparsers(dest="subcommand", required=True, metavar=_("acción"))
        for subcommand in SUBCOMMANDS:
            text = subcommand.describe()
            section = choices.add_parser(subcommand.name, help=text, description=text)
            subcommand.add_arguments(section)

    def handle(self, *args: Any, **options: Any) -> None:  # Django's own signature
        chosen = {subcommand.name: subcommand for subcommand in SUBCOMMANDS}
        exit_code = chosen[options["subcommand"]].run(
            options, say=self.stdout.write, complain=self.stderr.write
        )
        if exit_code:
            sys.exit(exit_code)
