"""A whole week on one page, for who writes down what is told by telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.workplan.core.problem.grid import (
    AFTERNOON,
    HOURS,
    IF_NEED,
    MORNING,
    NO,
    SAID,
    WORKDAYS,
    YES,
    halves_of,
    split_week,
)
from convoca.workplan.core.problem.model import Away
from convoca.workplan.forms.council import DAYS, CouncilForm, DayField, council_initial
from convoca.workplan.models import Availability

BY_HOUR = "h"
HALVES = [("am", gettext_lazy("mañana"), MORNING), ("pm", gettext_lazy("tarde"), AFTERNOON)]
STATES = [
    (YES, gettext_lazy("puede")),
    (IF_NEED, gettext_lazy("si es necesario")),
    (NO, gettext_lazy("no puede")),
]
ABSENCES = 4


@dataclass(frozen=True)
class DayRow:
    """One day of the form: its halves, and its hours in order."""

    name: str
    halves: list[forms.BoundField]
    hours: list[forms.BoundField]


class WeekForm(CouncilForm):
    """Five days by halves, or hour by hour; days away; the council's half day."""

    def __init__(
        self, data: QueryDict | None = None, *, availability: Availability | None = None
    ) -> None:
        self.kept = availability.absences if availability else ()
        super().__init__(
            data, initial=council_initial(availability.council if availability else None)
        )
        days = split_week(availability.weekly if availability else "")
        for day, letters in enumerate(days):
            self._add_day(day, letters)
        for number in range(max(ABSENCES, len(self.kept) + 1)):
            self._add_absence(number)

    def _add_day(self, day: int, letters: str) -> None:
        marked = SAID.issuperset(letters)
        for (half, name, _hours), letter in zip(HALVES, halves_of(letters), strict=True):
            label = f"{DAYS[day]}, {name}"
            self.fields[f"{half}_{day}"] = forms.ChoiceField(
                label=label,
                choices=[("", "—"), *STATES, (BY_HOUR, gettext_lazy("según la hora"))],
                initial=letter if letter in SAID else BY_HOUR if marked else "",
                widget=forms.Select(attrs={"aria-label": label}),
                error_messages={"required": gettext_lazy("Elija una opción.")},
            )
        for hour, letter in zip(HOURS, letters, strict=True):
            label = f"{DAYS[day]}, {hour}:00"
            self.fields[f"hour_{day}_{hour}"] = forms.ChoiceField(
                label=label,
                choices=[("", "—"), *STATES],
                initial=letter if letter in SAID else "",
                required=False,
                widget=forms.Select(attrs={"aria-label": label}),
            )

    def _add_absence(self, number: int) -> None:
        first, last = self.kept[number] if number < len(self.kept) else (None, None)
        self.fields[f"away_{number}_first"] = DayField(
            label=_("Primer día"), required=False, initial=first
        )
        self.fields[f"away_{number}_last"] = DayField(
            label=_("Último día"), required=False, initial=last
        )

    def clean(self) -> dict[str, Any]:  # Any: cleaned values of several types
        """Ask for every hour of a half that goes by hours, and for days in their order."""
        cleaned = super().clean()
        for day in range(WORKDAYS):
            for half, _name, hours in HALVES:
                names = [f"hour_{day}_{hour}" for hour in hours]
                if cleaned.get(f"{half}_{day}") == BY_HOUR and not all(map(cleaned.get, names)):
                    self.add_error(f"{half}_{day}", _("Marque cada hora en la tabla de más abajo."))
        for first, last in self._absence_names():
            if cleaned.get(last) and not cleaned.get(first):
                self.add_error(first, _("Falta el primer día."))
            elif cleaned.get(last) and cleaned[last] < cleaned[first]:
                self.add_error(last, _("El último día no puede ser anterior al primero."))
        return cleaned

    @property
    def day_rows(self) -> list[DayRow]:
        """Return the fields of the week, day by day."""
        return [
            DayRow(
                str(DAYS[day]),
                [self[f"{half}_{day}"] for half, _name, _hours in HALVES],
                [self[f"hour_{day}_{hour}"] for hour in HOURS],
            )
            for day in range(WORKDAYS)
        ]

    @property
    def hour_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the hours of the week, hour by hour across the days."""
        return [
            (f"{hour}:00", [self[f"hour_{day}_{hour}"] for day in range(WORKDAYS)])
            for hour in HOURS
        ]

    @property
    def has_hours(self) -> bool:
        """Say whether some half goes by hours, so that their table is open."""
        halves = (f"{half}_{day}" for day in range(WORKDAYS) for half, _name, _hours in HALVES)
        return any(self[name].value() == BY_HOUR for name in halves)

    @property
    def absence_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the days away, pair by pair."""
        return [(self[first], self[last]) for first, last in self._absence_names()]

    @property
    def weekly(self) -> str:
        """Return the letters of the week, once the form is valid."""
        letters = []
        for day in range(WORKDAYS):
            for half, _name, hours in HALVES:
                chosen = self.cleaned_data[f"{half}_{day}"]
                letters += [
                    self.cleaned_data[f"hour_{day}_{hour}"] if chosen == BY_HOUR else chosen
                    for hour in hours
                ]
        return "".join(letters)

    @property
    def away(self) -> list[Away]:
        """Return the days away, once the form is valid; without a last day, one day."""
        pairs = [
            (self.cleaned_data[first], self.cleaned_data[last])
            for first, last in self._absence_names()
        ]
        return [(first, last or first) for first, last in pairs if first]

    def _absence_names(self) -> Iterator[tuple[str, str]]:
        for number in range(max(ABSENCES, len(self.kept) + 1)):
            yield f"away_{number}_first", f"away_{number}_last"
