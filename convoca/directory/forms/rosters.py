"""A roster file and what a person decides about its rows."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.foundation.numbers import read_id

CHOICE = "comuna:"
Upload = InMemoryUploadedFile | TemporaryUploadedFile


class RosterForm(forms.Form):
    """The file; what it holds is judged by reading it."""

    file = forms.FileField(
        label=_("Archivo de la nómina"),
        help_text=_("Planilla .xlsx o .csv con la comuna y, al menos, el nombre o el correo."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
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


def read_comuna_choices(data: QueryDict) -> dict[str, str]:
    """Read which comuna was chosen for each doubtful spelling."""
    return {
        name.removeprefix(CHOICE): code
        for name, code in data.items()
        if name.startswith(CHOICE) and isinstance(code, str) and code
    }


def read_replaced_rows(data: QueryDict) -> frozenset[int]:
    """Read the numbers of the rows whose person takes the seat."""
    return frozenset(map(read_id, data.getlist("replace")))
