"""One day of a director's week: by halves, or hour by hour."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.workplan.core.grid import (
    AFTERNOON,
    HOURS,
    IF_NEED,
    MORNING,
    NO,
    SAID,
    YES,
    fill_day,
    halves_of,
)
from convoca.workplan.forms.council import CouncilForm

AS_MARKED = "h"
MISSING = {"required": _("Elija una opción para seguir.")}


class DayForm(forms.Form):
    """The morning and the afternoon; a half marked hour by hour may stay as it is."""

    morning = forms.ChoiceField(
        label=_("En la mañana, de 9 a 13"), widget=forms.RadioSelect, error_messages=MISSING
    )
    afternoon = forms.ChoiceField(
        label=_("En la tarde, de 13 a 18"), widget=forms.RadioSelect, error_messages=MISSING
    )

    def __init__(self, data: QueryDict | None = None, *, letters: str) -> None:
        initial: dict[str, str | None] = {}
        self.letters = letters
        marked = SAID.issuperset(letters)
        for name, letter in zip(("morning", "afternoon"), halves_of(letters), strict=True):
            initial[name] = letter if letter in SAID else AS_MARKED if marked else None
        super().__init__(data, initial=initial)
        for name, whole in (
            ("morning", _("Puedo toda la mañana")),
            ("afternoon", _("Puedo toda la tarde")),
        ):
            choices = [(YES, whole), (IF_NEED, _("Solo si es necesario")), (NO, _("No puedo"))]
            if initial[name] == AS_MARKED:
                choices.append((AS_MARKED, _("Según la hora, como ya lo marqué")))
            self._choice(name).choices = choices

    @property
    def chosen_letters(self) -> str:
        """Return the letters of the day, once the form is valid."""
        morning, afternoon = self.cleaned_data["morning"], self.cleaned_data["afternoon"]
        filled = fill_day(morning, afternoon)
        return "".join(
            old if new == AS_MARKED else new for old, new in zip(self.letters, filled, strict=True)
        )

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


class HoursForm(forms.Form):
    """Every hour of a day in three states."""

    def __init__(self, data: QueryDict | None = None, *, letters: str) -> None:
        super().__init__(data)
        for hour, letter in zip(HOURS, letters, strict=True):
            self.fields[f"hour_{hour}"] = forms.ChoiceField(
                label=f"{hour}:00",
                choices=[
                    (YES, _("puedo")),
                    (IF_NEED, _("solo si es necesario")),
                    (NO, _("no puedo")),
                ],
                initial=letter if letter in SAID else None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Falta marcar esta hora.")},
            )

    @property
    def chosen_letters(self) -> str:
        """Return the letters of the day, once the form is valid."""
        return "".join(self.cleaned_data[f"hour_{hour}"] for hour in (*MORNING, *AFTERNOON))


class CouncilDayForm(CouncilForm):
    """The half day of the council, where "none" has a button of its own."""

    offers_none = False
