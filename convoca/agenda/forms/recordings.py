"""Audio that somebody brings or records, and where a question is in it."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.interviews.audio import parse_minutes
from convoca.agenda.core.interviews.walk import Step
from convoca.agenda.forms.json_text import read_json
from convoca.agenda.services.recordings import MOST_MARKS, Mark

LONGEST_MARKS = 60_000


class RecordingForm(forms.Form):
    """A file of audio; a page that recorded it sends its marks along as JSON."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    audio = forms.FileField(
        label=_("Archivo de audio"),
        help_text=_("MP3, M4A, OGG, WAV o WebM."),
        allow_empty_file=True,
        error_messages={"required": _("Elija el archivo de audio.")},
        widget=forms.ClearableFileInput(attrs={"accept": "audio/*,video/webm,video/mp4"}),
    )
    marks = forms.CharField(
        required=False, max_length=LONGEST_MARKS, widget=forms.HiddenInput, empty_value="[]"
    )

    @property
    def content(self) -> "File[bytes]":
        return cast("File[bytes]", self.cleaned_data["audio"])

    def clean_marks(self) -> list[Mark]:
        """Read the marks; what is no mark makes the whole unreadable."""
        try:
            found: Any = read_json(self.cleaned_data["marks"])  # Any: tried as a list of marks
            return [
                Mark(str(one["question"])[:60], float(one["start_s"]), float(one["end_s"]))
                for one in found[: MOST_MARKS + 1]
            ]
        except (ValueError, TypeError, KeyError) as error:
            raise forms.ValidationError(
                _("Las marcas no se pudieron leer. Guarde el audio sin ellas.")
            ) from error


class MarkForm(forms.Form):
    """Where a question begins and ends, in minutes and seconds."""

    question = forms.ChoiceField(label=_("Pregunta"))
    start = forms.CharField(label=_("Desde"), max_length=9)
    end = forms.CharField(label=_("Hasta"), max_length=9)

    def __init__(self, data: object, *, steps: Sequence[Step]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what Django gives, or nothing
        choices = [(step.id, step.title) for step in steps]
        self.fields["question"] = forms.ChoiceField(label=_("Pregunta"), choices=choices)
        for name in ("start", "end"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "placeholder": "4:05"}

    def clean_start(self) -> float:
        """Read minutes and seconds."""
        return _seconds(self.cleaned_data["start"])

    def clean_end(self) -> float:
        """Read minutes and seconds."""
        return _seconds(self.cleaned_data["end"])

    @property
    def mark(self) -> Mark:
        clean = self.cleaned_data
        return Mark(clean["question"], clean["start"], clean["end"])


def _seconds(text: str) -> float:
    try:
        return parse_minutes(text)
    except ValueError as error:
        raise forms.ValidationError(_("Escriba minutos y segundos, como 4:05.")) from error
