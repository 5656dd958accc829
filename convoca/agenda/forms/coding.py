"""Themes, codes, and the coding of one statement."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models import Code, Theme


class ThemeForm(forms.Form):
    """A theme of the list."""

    title = forms.CharField(label=_("Tema"), max_length=120)
    description = forms.CharField(
        label=_("En una frase"),
        help_text=_("La lee cada director bajo el nombre del tema."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CodeForm(forms.Form):
    """A code of the codebook."""

    name = forms.CharField(label=_("Código"), max_length=80)
    definition = forms.CharField(
        label=_("Qué incluye y qué no"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    theme = forms.TypedChoiceField(
        label=_("Pertenece al tema"), required=False, coerce=int, empty_value=None
    )
    is_active = forms.BooleanField(label=_("Se ofrece al codificar"), required=False)

    def __init__(
        self, data: QueryDict | None, *, themes: Sequence[Theme], code: Code | None = None
    ) -> None:
        super().__init__(data)
        self.fields["theme"] = _theme_field(themes)
        if code is not None:
            self.initial = {
                "name": code.name,
                "definition": code.definition,
                "theme": code.theme_id,
                "is_active": code.is_active,
            }


class CodingForm(forms.Form):
    """The codes for one statement: some of the codebook, a new one, or both."""

    codes = forms.TypedMultipleChoiceField(
        label=_("Códigos"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("Código nuevo"), max_length=80, required=False)
    theme = forms.TypedChoiceField(
        label=_("Pertenece al tema"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, data: QueryDict | None, *, codes: Sequence[Code], themes: Sequence[Theme]
    ) -> None:
        super().__init__(data)
        self.fields["codes"] = forms.TypedMultipleChoiceField(
            label=self.fields["codes"].label,
            choices=[(code.pk, code.name) for code in codes],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["theme"] = _theme_field(themes)


def _theme_field(themes: Sequence[Theme]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Pertenece al tema"),
        choices=[("", _("Ningún tema de la lista")), *((one.pk, one.title) for one in themes)],
        required=False,
        coerce=int,
        empty_value=None,
    )
