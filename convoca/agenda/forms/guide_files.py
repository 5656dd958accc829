"""An XLSForm that comes in, and what it gave."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.interviews.guide import Guide, GuideError, parse_guide, write_guide
from convoca.agenda.forms.json_text import read_json

FILE_MAX_BYTES = 2_000_000
LONGEST_GUIDE = 500_000


class GuideFileForm(forms.Form):
    """The file; what it holds is judged by reading it."""

    file = forms.FileField(
        label=_("Archivo XLSForm"),
        help_text=_("Una planilla .xlsx con las hojas survey y choices."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:  # Any: Django's uploaded file has no common type with its tests
        """Refuse a file too big for a guide."""
        file = self.cleaned_data["file"]
        if file.size > FILE_MAX_BYTES:
            raise forms.ValidationError(
                _("El archivo pesa más de 2 MB. Deje solo las hojas del XLSForm y súbalo otra vez.")
            )
        return file


class ReadGuideForm(forms.Form):
    """A guide that was read, on its way to become the draft, and the draft it was seen beside."""

    guide = forms.CharField(max_length=LONGEST_GUIDE, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_guide(self) -> Guide:
        """Read it again: it travelled with the page."""
        try:
            found: Any = read_json(self.cleaned_data["guide"])  # Any: tried as a guide
            return parse_guide(found)
        except (GuideError, ValueError, AttributeError) as error:
            raise ValidationError(
                _("La pauta no llegó entera. Suba el archivo otra vez.")
            ) from error


def carry_guide(guide: Guide, *, seen: str) -> ReadGuideForm:
    """Return the form that carries a guide to the next page."""
    return ReadGuideForm(initial={"guide": json.dumps(write_guide(guide)), "seen": seen})
