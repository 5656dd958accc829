"""`convoca doctor`: what is missing or wrong, one line each, with what to do."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from convoca.foundation.diagnosis import Diagnosis, Level, examine

MARKS = {Level.FINE: "✓", Level.WARNING: "!", Level.TROUBLE: "✗"}
SOMETHING_WRONG = 1


class Command(BaseCommand):
    """Looks at the whole installation; ends with 1 where something that people count on fails."""

    requires_system_checks = []
    help = (
        "Revisa la instalación y dice qué falta y qué hacer. "
        "Termina con 0 si todo funciona (puede haber advertencias) y con 1 si algo falla."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the form of the answer."""
        parser.add_argument("--json", action="store_true", help="Para que lo lea un programa.")

    def handle(self, *_args: object, **options: object) -> None:
        """Look at everything and say it."""
        autodiscover_modules("doctor")
        diagnoses = examine()
        counts = Counter(diagnosis.level for diagnosis in diagnoses)
        if options["json"]:
            rows = [asdict(diagnosis) for diagnosis in diagnoses]
            answer = {"diagnoses": rows, "counts": counts}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for diagnosis in diagnoses:
                self.stdout.write(in_words(diagnosis))
            self.stdout.write(
                _("%(trouble)s por arreglar, %(warning)s advertencias.")
                % {level: counts[Level(level)] for level in ("trouble", "warning")}
            )
        if counts[Level.TROUBLE]:
            sys.exit(SOMETHING_WRONG)


def in_words(diagnosis: Diagnosis) -> str:
    """Return a diagnosis as a line of the terminal."""
    said = f"{MARKS[diagnosis.level]} {diagnosis.about}: {diagnosis.sentence}"
    return f"{said} → {diagnosis.advice}" if diagnosis.advice else said
