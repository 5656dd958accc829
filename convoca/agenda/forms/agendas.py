"""Other themes than those the rule gives, with a reason."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.rule.ballots import Theme


class OverrideForm(forms.Form):
    """A theme for each session, and why; `chosen` holds the theme ids in order."""

    reason = forms.CharField(
        label=_("Por qué elige otros temas"),
        help_text=_("Queda guardado junto a la agenda, con su nombre y la fecha."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Escriba por qué elige otros temas.")},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        themes: Sequence[Theme],
        sessions: int,
        proposed: Sequence[int],
    ) -> None:
        super().__init__(data)
        self.places = [f"session_{number}" for number in range(1, sessions + 1)]
        choices = [("", _("Sin tema")), *((theme.id, theme.title) for theme in themes)]
        for number, name in enumerate(self.places, 1):
            self.fields[name] = forms.TypedChoiceField(
                label=_("Sesión %(number)s") % {"number": number},
                choices=choices,
                required=number == 1,
                coerce=int,
                empty_value=None,
                error_messages={"required": _("Elija el tema de la primera sesión.")},
            )
        self.initial = dict(zip(self.places, proposed, strict=False))
        self.order_fields([*self.places, "reason"])

    @property
    def chosen(self) -> list[int]:
        given = (self.cleaned_data.get(name) for name in self.places)
        return [theme for theme in given if theme is not None]
