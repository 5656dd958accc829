"""`convoca country load`: municipalities, kinds of directorate, holidays."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from convoca.directory.holidays import list_holidays
from convoca.directory.services import load_country

YEARS_AHEAD = 4


class Command(BaseCommand):
    """Loads the facts of the country; safe to repeat."""

    help = (
        "Carga regiones, comunas, municipalidades, tipos de dirección y feriados. Se puede repetir."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["load"])
        parser.add_argument("--dir", type=Path, default=settings.COUNTRY_DIR)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: object, **options: object) -> None:
        folder = Path(str(options["dir"]))
        year = timezone.localdate().year
        days = list_holidays(
            settings.COUNTRY["holidays"],
            settings.COUNTRY.get("regional_holidays", {}),
            range(year, year + YEARS_AHEAD),
        )
        try:
            counts = load_country(folder, holidays=days)
        except (FileNotFoundError, KeyError, ValueError) as error:
            raise CommandError(f"{folder}: falta o no sirve {error}. No se cambió nada.") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(counts)))
            return
        self.stdout.write(
            f"{counts.regions} regiones, {counts.provinces} provincias, {counts.comunas} comunas, "
            f"{counts.municipalities} municipalidades, {counts.kinds} tipos de dirección, "
            f"{counts.holidays} feriados."
        )
