"""What a director says of the draft of the agenda."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_LETTERS = 600


class ObjectionForm(forms.Form):
    """The theme that is missing, and a word about it; one of both is needed."""

    missing_theme = forms.TypedChoiceField(
        label=gettext_lazy("El tema que le falta"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={
            "invalid_choice": gettext_lazy("Ese tema no está en la lista. Elija otro.")
        },
    )
    text = forms.CharField(
        label=gettext_lazy("¿Por qué? Con sus palabras"),
        help_text=gettext_lazy("Lo leen solo quienes coordinan, sin su nombre."),
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": gettext_lazy("Acórtelo a 600 letras.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        themes: Sequence[tuple[int, str]],
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["missing_theme"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Otro, que escribo abajo")), *themes]
