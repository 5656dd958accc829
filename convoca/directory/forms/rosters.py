"""A roster file and what a person decides about its columns and rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.directory.core.roster_file import ReadSheet
from convoca.directory.core.sheets.decoding import ENCODINGS
from convoca.foundation.numbers import read_id

CHOICE = "comuna:"
LONGEST_KEY = 120
Upload = InMemoryUploadedFile | TemporaryUploadedFile

SUBJECTS = (
    ("", _("No se usa")),
    ("comuna", _("Comuna o municipalidad")),
    ("cut", _("Código comunal (CUT)")),
    ("person", _("Nombre completo")),
    ("names", _("Solo los nombres")),
    ("last_names", _("Solo los apellidos")),
    ("email", _("Correo")),
    ("phone", _("Teléfono")),
    ("role", _("Cargo o calidad")),
    ("kind", _("Dirección o unidad")),
)


class RosterForm(forms.Form):
    """The file; what it holds is judged by reading it."""

    file = forms.FileField(
        label=_("Archivo de la nómina"),
        help_text=_("Planilla .xlsx o .csv con la comuna y, al menos, el nombre o el correo."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.xls,.xml,.html"}),
    )

    def clean_file(self) -> Upload:
        """Refuse what is too big before it is read."""
        file: Upload = self.cleaned_data["file"]
        if (file.size or 0) > settings.ROSTER_MAX_BYTES:
            raise forms.ValidationError(
                _(
                    "El archivo pesa más de 10 MB. Copie solo la nómina a una planilla nueva. "
                    "No se guardó nada."
                )
            )
        return file


@dataclass(frozen=True)
class PostedDecisions:
    """What a person decided on one page of the rows; see services.keep_decisions."""

    comunas: dict[str, str] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


def read_decisions(data: QueryDict) -> PostedDecisions:
    """Read the decisions about the rows of a page."""
    comunas = {
        name.removeprefix(CHOICE): code
        for name, code in data.items()
        if name.startswith(CHOICE) and isinstance(code, str) and code and name.isprintable()
    }
    return PostedDecisions(
        comunas=comunas,
        shown=_keys(data, "shown"),
        taken=_keys(data, "replace"),
        skipped=_keys(data, "skip"),
    )


def _keys(data: QueryDict, name: str) -> frozenset[str]:
    """Read keys of rows; what no row can be called is left out."""
    return frozenset(
        key for key in data.getlist(name) if len(key) <= LONGEST_KEY and key.isprintable()
    )


def read_columns(data: QueryDict, sheets: Sequence[ReadSheet]) -> dict[str, dict[str, Any]]:
    """Read what a person says of the columns of each sheet, as values of JSON (hence Any)."""
    known = {value for value, _label in SUBJECTS if value}
    return {
        sheet.name: {
            "header_row": read_id(data.get(f"titles:{place}")),
            "subjects": {
                str(number): subject
                for number in range(len(sheet.columns))
                if (subject := data.get(f"column:{place}:{number}", "")) in known
            },
        }
        for place, sheet in enumerate(sheets)
    }


def read_sheet_names(data: QueryDict) -> list[str]:
    """Read which sheets are to be read."""
    return [name for name in data.getlist("sheet") if name.isprintable()]


def read_encoding(data: QueryDict) -> str:
    """Read the encoding a person chose for a text file; "" for none."""
    encoding = data.get("encoding", "")
    return encoding if encoding in ENCODINGS else ""
