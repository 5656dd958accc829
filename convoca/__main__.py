"""The command `convoca`: Django's command line with our settings, in plain words."""

import difflib
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands

from convoca.config.env import SettingError

WRONG_CALL = 2
INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""


def main() -> None:
    """Run one command; a bad setting or an unknown command is one line, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convoca.config.settings")
    arguments = sys.argv[1:]
    try:
        django.setup()
        _refuse_unknown_command(arguments)
        execute_from_command_line(["convoca", *arguments])
    except (ImproperlyConfigured, SettingError) as error:
        _end(f"Convoca no puede empezar: {error}")
    except KeyboardInterrupt:
        _end("Interrumpido.", INTERRUPTED)
    except BrokenPipeError:
        # `convoca messages | head`: the reader has had enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _refuse_unknown_command(arguments: list[str]) -> None:
    if not arguments or arguments[0].startswith("-") or arguments[0] in {"help", "version"}:
        return
    known = get_commands()
    if arguments[0] in known:
        return
    close = difflib.get_close_matches(arguments[0], known, n=1)
    hint = f"¿Quiso decir «{close[0]}»?" if close else "Vea la lista con: convoca help"
    _end(f"No existe la orden «{arguments[0]}». {hint}")


def _end(sentence: str, code: int = WRONG_CALL) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 -- this is the terminal's door
    sys.exit(code)


if __name__ == "__main__":
    main()
