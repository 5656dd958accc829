"""One day of a week, by halves or hour by hour; a calendar file; what is taken from it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.foundation.days import FIRST, LAST
from convoca.workplan.core.asking.busy import MOST_BYTES, CalendarFileError, Fault, Span, read_busy
from convoca.workplan.core.problem.grid import (
    AFTERNOON,
    HOURS,
    IF_NEED,
    MORNING,
    NO,
    SAID,
    WORKDAYS,
    YES,
    fill_day,
    halves_of,
)
from convoca.workplan.core.problem.model import Away
from convoca.workplan.forms.council import CouncilForm
from convoca.workplan.queries.words import DAY_NAMES

AS_MARKED = "h"
MISSING = {"required": gettext_lazy("Elija una opción para seguir.")}
ALL_STATES = (YES, IF_NEED, NO)
HALF_NAMES = {"morning": MORNING, "afternoon": AFTERNOON}
OtherClock = Callable[[int], str]


class OneDayForm(forms.Form):
    """What every form of a day has: its letters until now, and the other days like this one."""

    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Lo mismo estos días"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        letters: str,
        others: Sequence[int],
        other_clock: OtherClock,
        states: Sequence[str] = ALL_STATES,
    ) -> None:
        super().__init__(data)
        self.letters, self.other_clock, self.states = letters, other_clock, states
        self._set_choices("also", [(place, DAY_NAMES[place]) for place in others])
        self.add_fields()

    def add_fields(self) -> None:
        """Add the fields of the day itself."""
        raise NotImplementedError

    @property
    def chosen_others(self) -> list[int]:
        """Return the other days that get the same letters, once the form is valid."""
        return list(self.cleaned_data["also"])

    @property
    def has_others(self) -> bool:
        """Say whether some other day is ticked, so that their list is open."""
        return bool(self["also"].value())

    def _set_choices(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class DayForm(OneDayForm):
    """The morning and the afternoon; a half marked hour by hour may stay as it is.

    A button named "whole" says the whole day in their place.
    """

    morning = forms.ChoiceField(
        label=gettext_lazy("En la mañana, de 9 a 13"),
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    afternoon = forms.ChoiceField(
        label=gettext_lazy("En la tarde, de 13 a 18"),
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    whole = forms.ChoiceField(choices=[(YES, YES), (NO, NO)], required=False)

    def add_fields(self) -> None:
        names = {
            YES: {"morning": _("Puedo toda la mañana"), "afternoon": _("Puedo toda la tarde")},
            IF_NEED: dict.fromkeys(HALF_NAMES, _("Solo si es necesario")),
            NO: dict.fromkeys(HALF_NAMES, _("No puedo")),
        }
        for half, letter in zip(HALF_NAMES, halves_of(self.letters), strict=True):
            choices = [(state, names[state][half]) for state in self.states]
            if letter in SAID:
                self.initial[half] = letter
            elif SAID.issuperset(self.letters):
                self.initial[half] = AS_MARKED
                choices.append((AS_MARKED, _("Según la hora, como ya lo marqué")))
            self._set_choices(half, choices)
            self.fields[half].required = self.data.get("whole") not in {YES, NO}
            self.fields[half].help_text = self._other_hours(HALF_NAMES[half])

    @property
    def chosen_letters(self) -> str:
        """Return the letters of the day, once the form is valid."""
        whole = self.cleaned_data["whole"]
        filled = fill_day(*(whole or self.cleaned_data[half] for half in HALF_NAMES))
        return "".join(
            old if new == AS_MARKED else new for old, new in zip(self.letters, filled, strict=True)
        )

    def _other_hours(self, hours: Sequence[int]) -> str:
        """Say on the other clock when a half begins; nothing where the clocks agree."""
        begins = self.other_clock(hours[0])
        return _("Allá empieza a las %(hour)s.") % {"hour": begins} if begins else ""


class HoursForm(OneDayForm):
    """Every hour of a day in its states."""

    def add_fields(self) -> None:
        names = {
            YES: _("puedo"),
            IF_NEED: _("solo si es necesario"),
            NO: _("no puedo"),
        }
        for hour, letter in zip(HOURS, self.letters, strict=True):
            self.fields[f"hour_{hour}"] = forms.ChoiceField(
                label=f"{hour}:00",
                choices=[(state, names[state]) for state in self.states],
                initial=letter if letter in SAID else None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Falta marcar esta hora.")},
            )

    @property
    def titles(self) -> list[str]:
        """Return what stands above the columns."""
        if_need = _("Solo si es nece\N{SOFT HYPHEN}sario")  # the narrowest phones break the word
        names = {YES: _("Puedo"), IF_NEED: if_need, NO: _("No puedo")}
        return [names[state] for state in self.states]

    @property
    def is_far(self) -> bool:
        """Say whether the other clock shows another hour."""
        return bool(self.other_clock(HOURS[0]))

    @property
    def hour_rows(self) -> list[tuple[forms.BoundField, str]]:
        """Return the field of each hour, and what the other clock shows then."""
        return [(self[f"hour_{hour}"], self.other_clock(hour)) for hour in HOURS]

    @property
    def chosen_letters(self) -> str:
        """Return the letters of the day, once the form is valid."""
        return "".join(self.cleaned_data[f"hour_{hour}"] for hour in HOURS)


class CouncilDayForm(CouncilForm):
    """The half day of the council, where "none" has a button of its own."""

    offers_none = False


class CalendarForm(forms.Form):
    """A calendar file; read at once and not kept."""

    SENTENCES = {
        Fault.EMPTY: gettext_lazy("El archivo está vacío. Expórtelo otra vez y vuelva a subirlo."),
        Fault.TOO_BIG: gettext_lazy(
            "El archivo pesa más de 1 MB. Exporte un solo calendario o menos meses, o siga a mano."
        ),
        Fault.NO_CALENDAR: gettext_lazy(
            "Este archivo no es un calendario. Busque el que termina en .ics, o siga a mano."
        ),
        Fault.TOO_MANY: gettext_lazy(
            "El calendario trae demasiadas reuniones que se repiten. Exporte solo los meses del "
            "plan, o siga a mano."
        ),
    }

    file = forms.FileField(
        label=gettext_lazy("Archivo de su calendario (.ics)"),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar,.zip,application/zip"}),
        error_messages={
            "required": gettext_lazy("Elija el archivo de su calendario."),
            "empty": SENTENCES[Fault.EMPTY],
            "invalid": gettext_lazy("Elija el archivo de su calendario."),
        },
    )

    def __init__(
        self,
        data: QueryDict | None,
        files: Any,  # Django's own dictionary of uploads
        *,
        zone: str,
        first: date,
        last: date,
    ) -> None:
        super().__init__(data, files)
        self.spans: tuple[Span, ...] = ()
        self.zone, self.first, self.last = zone, first, last

    def clean_file(self) -> None:
        """Read the file; what is too big is refused before."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        content = file.read(MOST_BYTES + 1)
        try:
            self.spans = read_busy(content, zone=self.zone, first=self.first, last=self.last)
        except CalendarFileError as error:
            raise forms.ValidationError(self.SENTENCES[error.fault]) from None


class AcceptForm(forms.Form):
    """What somebody takes from their calendar: "0:yyynnnyyy" a day, "2027-03-01:2027-03-05".

    `states` are the letters that who answers may give.
    """

    DAY = re.compile(rf"([0-{WORKDAYS - 1}]):([{''.join(ALL_STATES)}]{{{len(HOURS)}}})")

    day = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    absence = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def __init__(
        self, data: Mapping[str, Sequence[str]], *, states: Sequence[str] = ALL_STATES
    ) -> None:
        super().__init__(data)
        self.states = states

    def clean_day(self) -> dict[int, str]:
        """Return the letters of each day; what is no day is left out."""
        found = [self.DAY.fullmatch(text) for text in self.cleaned_data["day"] or ()]
        return {int(one[1]): one[2] for one in found if one and {*self.states}.issuperset(one[2])}

    def clean_absence(self) -> list[Away]:
        """Return the days away; what is no absence is left out."""
        away = []
        for text in self.cleaned_data["absence"] or ():
            try:
                first, last = map(date.fromisoformat, text.split(":"))
            except ValueError:
                continue
            if first >= FIRST and last <= LAST:
                away.append((first, last))
        return away
