"""An expert: who, about what, and when free."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.models import Theme
from convoca.directory.models import Community
from convoca.workplan.core.grid import ALWAYS, HOURS, NO, WORKDAYS, YES
from convoca.workplan.forms.council import DAYS, DayField
from convoca.workplan.models import Expert
from convoca.workplan.services.experts import ExpertInput

CELLS = [
    (f"{day}-{hour}", format_lazy("{}, {}:00", DAYS[day], hour))
    for day in range(WORKDAYS)
    for hour in HOURS
]
ABSENCES = 3


class ExpertForm(forms.Form):
    """Free hours are ticked, in the association's zone; without themes, any topic."""

    name = forms.CharField(label=gettext_lazy("Nombre"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Correo"), required=False)
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Temas que puede llevar"),
        help_text=gettext_lazy("Sin ninguno marcado, puede llevar cualquiera."),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    free = forms.MultipleChoiceField(
        label=gettext_lazy("Horas libres"),
        choices=CELLS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Marque al menos una hora libre.")},
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Puede llevar sesiones de este ciclo"), required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, community: Community, expert: Expert | None = None
    ) -> None:
        self.kept = expert.absences if expert else ()
        super().__init__(data, initial=_initial(expert))
        themes = self.fields["themes"]
        assert isinstance(themes, forms.ModelMultipleChoiceField)
        themes.queryset = Theme.objects.filter(community=community, is_active=True)
        for number in range(self._places):
            first, last = self.kept[number] if number < len(self.kept) else (None, None)
            self.fields[f"away_{number}_first"] = DayField(
                label=_("Primer día"), required=False, initial=first
            )
            self.fields[f"away_{number}_last"] = DayField(
                label=_("Último día"), required=False, initial=last
            )

    def clean(self) -> dict[str, Any]:  # Any: cleaned values of several types
        """Refuse an absence without a first day, or that ends before it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(self._places):
            first, last = cleaned.get(f"away_{number}_first"), cleaned.get(f"away_{number}_last")
            if last and not first:
                self.add_error(f"away_{number}_first", _("Falta el primer día."))
            elif first and last and last < first:
                said = _("El último día no puede ser anterior al primero.")
                self.add_error(f"away_{number}_last", said)
        return cleaned

    @property
    def hour_rows(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Return the boxes hour by hour across the days: value, label, ticked."""
        ticked = set(self["free"].value() or [])
        labels = dict(CELLS)
        return [
            (
                f"{hour}:00",
                [
                    (value, str(labels[value]), value in ticked)
                    for value in (f"{day}-{hour}" for day in range(WORKDAYS))
                ],
            )
            for hour in HOURS
        ]

    @property
    def absence_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the days away, pair by pair."""
        names = [(f"away_{n}_first", f"away_{n}_last") for n in range(self._places)]
        return [(self[first], self[last]) for first, last in names]

    @property
    def given(self) -> ExpertInput:
        """Return what was written, once the form is valid."""
        cleaned, free = self.cleaned_data, set(self.cleaned_data["free"])
        pairs = [
            (cleaned[f"away_{n}_first"], cleaned[f"away_{n}_last"]) for n in range(self._places)
        ]
        return ExpertInput(
            name=cleaned["name"],
            email=cleaned["email"],
            themes=list(cleaned["themes"]),
            weekly="".join(YES if value in free else NO for value, _label in CELLS),
            away=[(first, last or first) for first, last in pairs if first],
            is_active=cleaned["is_active"],
        )

    @property
    def _places(self) -> int:
        return max(ABSENCES, len(self.kept) + 1)


def _initial(expert: Expert | None) -> dict[str, object]:
    weekly = expert.weekly if expert else ALWAYS
    free = [value for (value, _label), letter in zip(CELLS, weekly, strict=True) if letter == YES]
    if expert is None:
        return {"free": free, "is_active": True}
    return {
        "name": expert.name,
        "email": expert.email,
        "themes": [theme.pk for theme in expert.themes.all()],
        "free": free,
        "is_active": expert.is_active,
    }
