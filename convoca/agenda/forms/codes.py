"""The codes of the codebook."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.forms.coding import theme_field
from convoca.agenda.models import Code, Theme
from convoca.agenda.services import CodeInput

FEWEST_PARTS, MOST_PARTS = 2, 6
LONGEST_WORDS = 2000
COLOURS = (
    ("", _("Sin color")),
    ("#1f6f8b", _("mar")),
    ("#3f7d54", _("musgo")),
    ("#b4552d", _("cobre")),
    ("#7a5c99", _("lila")),
    ("#8a6d1f", _("trigo")),
    ("#5b6470", _("piedra")),
)


class Words(forms.CharField):
    """A few sentences that may be left out."""

    def __init__(self, **options: Any) -> None:  # the options of a CharField, of every type
        rows = forms.Textarea(attrs={"rows": 2})
        super().__init__(required=False, max_length=LONGEST_WORDS, widget=rows, **options)


class CodeForm(forms.Form):
    """A code of the codebook, with why it changes."""

    name = forms.CharField(label=_("Código"), max_length=80)
    definition = Words(label=_("Qué significa"))
    include = Words(label=_("Qué incluye"))
    exclude = Words(label=_("Qué no incluye"))
    example = Words(label=_("Un ejemplo"))
    parent = forms.TypedChoiceField(required=False)
    theme = forms.TypedChoiceField(required=False)
    colour = forms.ChoiceField(label=_("Color"), choices=COLOURS, required=False)
    is_codable = forms.BooleanField(
        label=_("Se ofrece al codificar"),
        help_text=_("Sin esta marca solo agrupa a los que están bajo él."),
        required=False,
    )
    reason = forms.CharField(label=_("Por qué cambia"), max_length=300, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        codes: Sequence[Code],
        themes: Sequence[Theme],
        code: Code | None = None,
        seen: int = 0,
    ) -> None:
        super().__init__(data, initial=_initial(code, seen))
        others = [one for one in codes if one.is_active and one != code]
        self.codes, self.themes = {one.pk: one for one in others}, {one.pk: one for one in themes}
        self.fields["parent"] = forms.TypedChoiceField(
            label=_("Está bajo"),
            choices=[("", _("Ninguno")), *((one.pk, one.name) for one in others)],
            required=False,
            coerce=int,
            empty_value=None,
        )
        self.fields["theme"] = theme_field(themes)

    @property
    def given(self) -> CodeInput:
        """Return what the code says, once the form is valid."""
        clean = self.cleaned_data
        return CodeInput(
            name=clean["name"],
            definition=clean["definition"],
            include=clean["include"],
            exclude=clean["exclude"],
            example=clean["example"],
            theme=self.themes.get(clean["theme"]),
            parent=self.codes.get(clean["parent"]),
            colour=clean["colour"],
            is_codable=clean["is_codable"],
        )


def _initial(code: Code | None, seen: int) -> dict[str, object]:
    if code is None:
        return {"is_codable": True}
    words = ("name", "definition", "include", "exclude", "example", "colour", "is_codable")
    return {
        **{word: getattr(code, word) for word in words},
        "parent": code.parent_id,
        "theme": code.theme_id,
        "seen": seen,
    }


class MergeForm(forms.Form):
    """Into which code this one goes, and why."""

    into = forms.TypedChoiceField()
    reason = forms.CharField(label=_("Por qué"), max_length=300, required=False)

    def __init__(self, data: QueryDict | None, *, codes: Sequence[Code]) -> None:
        super().__init__(data)
        self.fields["into"] = forms.TypedChoiceField(
            label=_("Queda como parte de"),
            choices=[("", _("Elija un código")), *((one.pk, one.name) for one in codes)],
            coerce=int,
            error_messages={"required": _("Elija con qué código se une.")},
        )


class SplitForm(forms.Form):
    """The new codes that one becomes, and why."""

    reason = forms.CharField(label=_("Por qué"), max_length=300, required=False)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Código nuevo %(number)s") % {"number": number},
                max_length=80,
                required=number <= FEWEST_PARTS,
                error_messages={"required": _("Escriba al menos dos códigos nuevos.")},
            )
            self.fields[f"definition_{number}"] = forms.CharField(
                label=_("Qué significa"), max_length=LONGEST_WORDS, required=False
            )

    @property
    def parts(self) -> list[CodeInput]:
        """Return the codes that were written, once the form is valid."""
        numbers = range(1, MOST_PARTS + 1)
        clean = self.cleaned_data
        written = [(clean[f"name_{n}"].strip(), clean[f"definition_{n}"]) for n in numbers]
        return [CodeInput(name, definition) for name, definition in written if name]
