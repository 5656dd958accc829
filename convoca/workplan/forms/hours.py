"""Free hours of a usual week, and days away: what every row of the pool is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.workplan.core.problem.grid import ALWAYS, HOURS, NO, WORKDAYS, YES
from convoca.workplan.core.problem.model import Away
from convoca.workplan.forms.council import DAYS, DayField

CELLS = [
    (f"{day}-{hour}", format_lazy("{}, {}:00", DAYS[day], hour))
    for day in range(WORKDAYS)
    for hour in HOURS
]
ABSENCES = 3


class AwayForm(forms.Form):
    """Days away, both included: those kept, and always some empty places more."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        away: Sequence[Away] = (),
        initial: dict[str, object] | None = None,
    ) -> None:
        self.kept = tuple(away)
        super().__init__(data, initial=initial)
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
    def absence_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the days away, pair by pair."""
        names = [(f"away_{n}_first", f"away_{n}_last") for n in range(self._places)]
        return [(self[first], self[last]) for first, last in names]

    @property
    def absences(self) -> list[Away]:
        """Return the days away that were written, once the form is valid."""
        cleaned = self.cleaned_data
        pairs = [
            (cleaned[f"away_{n}_first"], cleaned[f"away_{n}_last"]) for n in range(self._places)
        ]
        return [(first, last or first) for first, last in pairs if first]

    @property
    def _places(self) -> int:
        return max(ABSENCES, len(self.kept) + 1)


class FreeHoursForm(AwayForm):
    """Free hours are ticked, in the association's zone."""

    free = forms.MultipleChoiceField(
        label=gettext_lazy("Horas libres"),
        choices=CELLS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Marque al menos una hora libre.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        weekly: str = ALWAYS,
        away: Sequence[Away] = (),
        initial: dict[str, object] | None = None,
    ) -> None:
        letters = zip(CELLS, weekly, strict=True)
        free = [value for (value, _label), letter in letters if letter == YES]
        super().__init__(data, away=away, initial={"free": free, **(initial or {})})

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
    def weekly(self) -> str:
        """Return the week that was ticked, once the form is valid."""
        free = set(self.cleaned_data["free"])
        return "".join(YES if value in free else NO for value, _label in CELLS)
