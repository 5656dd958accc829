"""What each subcommand of `agenda` must offer."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, Protocol

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
