"""`convoca roster check|load FILE --kind CODE`, `convoca roster undo ID`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.directory.core.compare import ComparedRow
from convoca.directory.core.repeats import name_rows
from convoca.directory.core.sheets import RosterFileError
from convoca.directory.models import DirectorateKind, RosterImport
from convoca.directory.queries import preview_roster
from convoca.directory.queries.rosters import RosterPreview
from convoca.directory.services import keep_draft, load_roster, undo_roster
from convoca.foundation.errors import ConvocaError
from convoca.foundation.models import Association
from convoca.foundation.numbers import read_id

WORDS = {
    "new": gettext_lazy("nueva"),
    "same": gettext_lazy("igual"),
    "changed": gettext_lazy("cambia"),
    "conflict": gettext_lazy("conflicto"),
    "error": gettext_lazy("error"),
}


class Command(BaseCommand):
    """Looks at a roster, loads it, or takes a loaded one back."""

    help = "Revisa una nómina (check: no guarda nada), la carga (load --yes) o la deshace (undo)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is done and with what."""
        parser.add_argument("act", choices=["check", "load", "undo"])
        parser.add_argument("target", help=_("el archivo; con undo, el número de la carga"))
        parser.add_argument("--kind", help=_("código del tipo de dirección, como SECPLAN"))
        parser.add_argument("--json", action="store_true", help=_("escribir para otra máquina"))
        parser.add_argument("--yes", action="store_true", help=_("con load: cargar sin preguntar"))

    def handle(self, *_args: object, **options: object) -> None:
        """Do one of the three."""
        act, target = str(options["act"]), str(options["target"])
        if act == "undo":
            self._undo(target)
            return
        kind = self._find_kind(options["kind"])
        association = Association.objects.order_by("pk").first()
        content = self._read(Path(target))
        try:
            preview = preview_roster(
                content=content, file_name=Path(target).name, kind=kind, association=association
            )
        except RosterFileError as error:
            raise CommandError(error.sentence) from error
        self._print(preview, as_json=bool(options["json"]))
        if act == "load":
            name, sure = Path(target).name, bool(options["yes"])
            self._load(association, kind, name, content, preview, sure=sure)
        elif preview.counts["error"]:
            sys.exit(1)

    def _find_kind(self, code: object) -> DirectorateKind:
        if not code:
            raise CommandError(_("Falta --kind: el tipo de dirección."), returncode=2)
        kind = DirectorateKind.objects.filter(code=code).first()
        if kind is None:
            said = _("No hay un tipo de dirección «%(code)s».") % {"code": code}
            raise CommandError(said, returncode=2)
        return kind

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            facts = {"file": file, "why": error.strerror}
            said = _("No se pudo leer %(file)s: %(why)s.") % facts
            raise CommandError(said, returncode=2) from error

    def _undo(self, number: str) -> None:
        roster = RosterImport.objects.filter(pk=read_id(number)).first()
        if roster is None:
            said = _("No hay una carga número %(number)s.") % {"number": number}
            raise CommandError(said, returncode=2)
        try:
            undo_roster(roster=roster, now=timezone.now())
        except ConvocaError as error:
            raise CommandError(error.user_message()) from error
        self.stdout.write(_("La carga se deshizo: todo quedó como estaba antes."))

    def _print(self, preview: RosterPreview, *, as_json: bool) -> None:
        if as_json:
            rows = [row_as_json(row) for row in preview.rows]
            report = {"rows": rows, "summary": dict(preview.counts)}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for row in preview.rows:
            said = " ".join(message.text for message in row.messages)
            self.stdout.write(
                f"{name_rows([row.row]).removeprefix('la ')} · {WORDS[row.status]} · "
                f"{row.row.place} · {row.row.person} {said}"
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
            raise CommandError(_("Primero cree la asociación en la página de inicio."))
        if not sure:
            said = _("Para cargar lo que se ve arriba, repita la orden con --yes.")
            raise CommandError(said, returncode=2)
        now = timezone.now()
        draft = keep_draft(
            association=association,
            kind=kind,
            file_name=name,
            content=content,
            user=None,
            now=now,
            at_once=True,
        )
        loaded = load_roster(
            roster=draft,
            fingerprint=preview.fingerprint,
            large_population=settings.COUNTRY["large_population"],
            now=now,
        )
        facts = {"count": loaded.counts["loaded"], "number": loaded.pk}
        self.stderr.write(_("Se cargaron %(count)s filas (carga %(number)s).") % facts)


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
