"""Themes, and the coding of one statement."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models import Code, Theme

LONGEST_MEMO = 2000


class ThemeForm(forms.Form):
    """A theme of the list."""

    title = forms.CharField(label=_("Tema"), max_length=120)
    description = forms.CharField(
        label=_("En una frase"),
        help_text=_("La lee cada director bajo el nombre del tema."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CodingForm(forms.Form):
    """The codes for one statement: some of the codebook, a new one, or both."""

    codes = forms.TypedMultipleChoiceField(label=_("Códigos"), required=False, coerce=int)
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
            error_messages={
                "invalid_choice": _("Uno de los códigos ya no está en uso. Elija otra vez.")
            },
        )
        self.fields["theme"] = theme_field(themes)

    @property
    def ticked(self) -> set[str]:
        """Return the values that were ticked, as they came."""
        return set(self.data.getlist("codes")) if isinstance(self.data, QueryDict) else set()


class CutForm(forms.Form):
    """Where a statement is cut: places of its text."""

    places = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: QueryDict, *, length: int) -> None:
        super().__init__(data)
        self.fields["places"] = forms.TypedMultipleChoiceField(
            choices=[(place, place) for place in range(1, length)], coerce=int, required=False
        )


class MemoForm(forms.Form):
    """A memo about a statement or a code."""

    text = forms.CharField(
        label=_("Nota del equipo"),
        max_length=LONGEST_MEMO,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Escriba la nota antes de guardarla."),
            "max_length": _("La nota es muy larga. Acórtela a 2.000 letras."),
        },
    )


def theme_field(themes: Sequence[Theme]) -> forms.TypedChoiceField:
    """Return the choice of a theme of the list, or of none."""
    return forms.TypedChoiceField(
        label=_("Pertenece al tema"),
        choices=[("", _("Ningún tema de la lista")), *((one.pk, one.title) for one in themes)],
        required=False,
        coerce=int,
        empty_value=None,
    )
