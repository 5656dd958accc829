"""What each subcommand of a command must offer, and the door that leads to them."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, Protocol

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

Say = Callable[[str], object]


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    BAD_INPUT = 1
    WRONG_CALL = 2


class Subcommand(Protocol):
    """One action of the command: its words, its arguments, and what it does."""

    name: str

    def describe(self) -> str: ...

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, options: Mapping[str, Any], *, say: Say, complain: Say) -> ExitCode:
        """Do it. Options are as Django gives them, hence Any."""


class Door(BaseCommand):
    """Chooses the subcommand and leaves with its exit code: 0 done, 1 bad input, 2 wrong call."""

    requires_system_checks = ()
    subcommands: tuple[Subcommand, ...] = ()

    def describe(self) -> str:
        """Return what the command is for, in the language of who calls."""
        raise NotImplementedError

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        self.help = self.describe()
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        choices = parser.add_subparsers(dest="subcommand", required=True, metavar=_("acción"))
        for subcommand in self.subcommands:
            text = subcommand.describe()
            section = choices.add_parser(subcommand.name, help=text, description=text)
            subcommand.add_arguments(section)

    def handle(self, *args: Any, **options: Any) -> None:  # Django's own signature
        chosen = {subcommand.name: subcommand for subcommand in self.subcommands}
        exit_code = chosen[options["subcommand"]].run(
            options, say=self.stdout.write, complain=self.stderr.write
        )
        if exit_code:
            sys.exit(exit_code)
