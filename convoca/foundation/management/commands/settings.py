"""`convoca settings`: the page of all settings, made from the settings themselves."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PAGE = Path("docs") / "settings.md"
HEAD = """# Ajustes

Cada ajuste es una variable de entorno; sin ninguna, Convoca funciona en este equipo.
Un valor que no sirve detiene el arranque y se nombra. Esta página sale del código: `make docs`.

| Ajuste | Qué hace | Sin él |
|---|---|---|
"""


class Command(BaseCommand):
    """Prints, writes or checks the page of settings."""

    requires_system_checks = []
    help = "Muestra todos los ajustes; --write los escribe en docs/settings.md, --check compara."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: object, **options: object) -> None:
        page = settings_page()
        if options["write"]:
            PAGE.write_text(page, encoding="utf-8")
        elif options["check"]:
            if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
                raise CommandError(f"{PAGE} no está al día: ejecute make docs.")
        else:
            self.stdout.write(page)


def settings_page() -> str:
    """Return the page in Markdown, a row a setting, in the order of the settings file."""
    rows = [
        f"| `{setting.name}` | {setting.purpose} | {setting.default or '—'} |"
        for setting in settings.DECLARED.values()
    ]
    return HEAD + "\n".join(rows) + "\n"
