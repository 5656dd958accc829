"""`convoca roster check|load FILE --kind CODE`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from convoca.directory.core.compare import ComparedRow
from convoca.directory.core.sheets import RosterFileError
from convoca.directory.models import DirectorateKind
from convoca.directory.queries import preview_roster
from convoca.directory.queries.rosters import RosterPreview
from convoca.directory.services import keep_draft, load_roster
from convoca.foundation.models import Association

WORDS = {
    "new": "nueva",
    "same": "igual",
    "changed": "cambia",
    "conflict": "conflicto",
    "error": "error",
}


class Command(BaseCommand):
    """Looks at a roster, or loads it."""

    help = "Revisa una nómina (check: no guarda nada) o la carga (load --yes)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["check", "load"])
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--kind", required=True, help="código del tipo de dirección, como SECPLAN"
        )
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--yes", action="store_true", help="con load: cargar sin preguntar")

    def handle(self, *_args: object, **options: object) -> None:
        file, act = Path(str(options["file"])), str(options["act"])
        kind = DirectorateKind.objects.filter(code=options["kind"]).first()
        if kind is None:
            raise CommandError(f"No hay un tipo de dirección «{options['kind']}».", returncode=2)
        association = Association.objects.order_by("pk").first()
        try:
            content = file.read_bytes()
            preview = preview_roster(
                content=content, file_name=file.name, kind=kind, association=association
            )
        except OSError as error:
            raise CommandError(
                f"No se pudo leer {file}: {error.strerror}.", returncode=2
            ) from error
        except RosterFileError as error:
            raise CommandError(error.sentence) from error
        self._print(preview, as_json=bool(options["json"]))
        if act == "load":
            self._load(association, kind, file.name, content, preview, sure=bool(options["yes"]))
        elif preview.counts["error"]:
            sys.exit(1)

    def _print(self, preview: RosterPreview, *, as_json: bool) -> None:
        if as_json:
            rows = [row_as_json(row) for row in preview.rows]
            report = {"rows": rows, "summary": dict(preview.counts)}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for row in preview.rows:
            said = " ".join(message.text for message in row.messages)
            self.stdout.write(
                f"fila {row.row.number} · {WORDS[row.status]} · {row.row.place} · "
                f"{row.row.person} {said}"
            )
        self.stdout.write(", ".join(f"{WORDS[s]}: {n}" for s, n in preview.counts.items()))

    def _load(
        self,
        association: Association | None,
        kind: DirectorateKind,
        name: str,
        content: bytes,
        preview: RosterPreview,
        *,
        sure: bool,
    ) -> None:
        if association is None:
            raise CommandError("Primero cree la asociación en la página de inicio.")
        if not sure:
            raise CommandError(
                "Para cargar lo que se ve arriba, repita la orden con --yes.", returncode=2
            )
        now = timezone.now()
        draft = keep_draft(
            association=association, kind=kind, file_name=name, content=content, user=None, now=now
        )
        loaded = load_roster(
            roster=draft,
            fingerprint=preview.fingerprint,
            replaced_rows=frozenset(),
            large_population=settings.COUNTRY["large_population"],
            now=now,
        )
        self.stderr.write(f"Se cargaron {loaded.counts['loaded']} filas (carga {loaded.pk}).")


def row_as_json(compared: ComparedRow) -> dict[str, object]:
    """Return one row as the command prints it."""
    row = compared.row
    return {
        "row": row.number,
        "cut": row.cut,
        "kind": row.kind,
        "person": row.person,
        "email": row.email,
        "phone": row.phone,
        "role": row.role,
        "status": compared.status,
        "messages": [message.text for message in compared.messages],
    }
