"""Who makes interviews, as the staff writes it."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models import Interview, Interviewer
from convoca.directory.models import Region, User

NOBODY = ""


class InterviewerForm(forms.Form):
    """Where somebody makes interviews, in which languages, and how many."""

    regions = forms.TypedMultipleChoiceField(
        label=_("Regiones"),
        help_text=_("Sin marcar ninguna, todas."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Esa región no está en la lista. Marque otra vez.")},
    )
    languages = forms.CharField(
        label=_("Otras lenguas"),
        help_text=_("Además del español, separadas por comas."),
        required=False,
        max_length=200,
    )
    most = forms.IntegerField(
        label=_("Cuántas entrevistas como máximo, en el ciclo"),
        min_value=0,
        max_value=2000,
        error_messages={
            "required": _("Escriba un número, por ejemplo 60."),
            "invalid": _("Escriba un número, por ejemplo 60."),
            "min_value": _("Escriba 0 o más."),
            "max_value": _("Escriba 2.000 o menos."),
        },
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        regions: Sequence[Region],
        interviewer: Interviewer | None,
    ) -> None:
        super().__init__(data)
        self._regions = regions
        field = self.fields["regions"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # declared above
        field.choices = [(one.pk, one.short_name) for one in regions]
        row = interviewer or Interviewer()
        self.initial = {
            "regions": [one.pk for one in interviewer.regions.all()] if interviewer else [],
            "languages": ", ".join(row.languages),
            "most": row.most,
        }

    def clean_regions(self) -> list[Region]:
        """Return the regions that were ticked."""
        return [one for one in self._regions if one.pk in self.cleaned_data["regions"]]

    def clean_languages(self) -> list[str]:
        """Return the languages in small letters, each once, in their order."""
        words = self.cleaned_data["languages"].lower().split(",")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))


class TakerForm(forms.Form):
    """Who makes one interview, and in which language; `known` is who had it on the page."""

    interviewer = forms.TypedChoiceField(
        label=_("Persona"), coerce=int, required=False, empty_value=None
    )
    language = forms.CharField(
        label=_("Lengua"),
        help_text=_("Vacío si es en español."),
        max_length=40,
        required=False,
    )
    known = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, makers: Sequence[User], interview: Interview | None
    ) -> None:
        super().__init__(data, auto_id="taker_%s")  # beside another form with `known`
        field = self.fields["interviewer"]
        assert isinstance(field, forms.TypedChoiceField)  # declared above
        field.choices = [(NOBODY, _("Quien pueda")), *((one.pk, one.name) for one in makers)]
        has = interview.interviewer_id if interview else None
        self.initial = {
            "interviewer": has,
            "known": has,
            "language": interview.language if interview else "",
        }
