"""The half day of the municipal council, and days away."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.foundation.days import OF_OUR_TIME
from convoca.workplan.core.problem.model import Away, Council

DAYS = [_("Lunes"), _("Martes"), _("Miércoles"), _("Jueves"), _("Viernes")]
NTHS = [_("Primera"), _("Segunda"), _("Tercera"), _("Cuarta"), _("Quinta")]
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


class DayField(forms.DateField):
    """A day of our time, chosen in the browser's calendar or written as 31-12-2027."""

    def __init__(self, **kwargs: Any) -> None:  # Any: Django's own field options
        super().__init__(
            input_formats=DAY_FORMATS,
            validators=OF_OUR_TIME,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "required": _("Falta este día."),
                "invalid": _("Escriba el día así: 31-12-2027."),
            },
            **kwargs,
        )


class CouncilForm(forms.Form):
    """Which half day the council takes; without a weekday, none.

    `offers_none` lists "none" among the weekdays; a page may have a button of its own for it.
    """

    offers_none = True

    council_weekday = forms.TypedChoiceField(
        label=_("¿Qué día sesiona el concejo?"),
        choices=[("", _("No asisto, o no tiene día fijo")), *enumerate(DAYS)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    council_nth = forms.TypedMultipleChoiceField(
        label=_("¿En qué semanas del mes?"),
        choices=[(number + 1, name) for number, name in enumerate(NTHS)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    council_half = forms.ChoiceField(
        label=_("¿En la mañana o en la tarde?"),
        choices=[("am", _("En la mañana, hasta las 13")), ("pm", _("En la tarde, desde las 13"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        weekday = self.fields["council_weekday"]
        assert isinstance(weekday, forms.ChoiceField)
        if not self.offers_none:
            weekday.choices = list(enumerate(DAYS))

    def clean(self) -> dict[str, Any]:  # Any: cleaned values of several types
        """Ask for weeks and half of the day where a weekday was chosen, and the other way round."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("council_weekday") is None:
            if cleaned.get("council_nth") or cleaned.get("council_half"):
                self.add_error("council_weekday", _("Elija el día en que sesiona."))
        else:
            if not cleaned.get("council_nth"):
                self.add_error("council_nth", _("Marque al menos una semana del mes."))
            if not cleaned.get("council_half"):
                self.add_error("council_half", _("Elija la mañana o la tarde."))
        return cleaned

    @property
    def council(self) -> Council | None:
        """Return what was answered, once the form is valid."""
        weekday = self.cleaned_data["council_weekday"]
        if weekday is None:
            return None
        half = "am" if self.cleaned_data["council_half"] == "am" else "pm"
        return Council(weekday, tuple(sorted(self.cleaned_data["council_nth"])), half)


class AbsenceForm(forms.Form):
    """Days away, both included; without a last day, one day."""

    first = DayField(label=_("Primer día"))
    last = DayField(label=_("Último día"), required=False)

    def clean(self) -> dict[str, Any]:  # Any: cleaned values of several types
        """Refuse an absence that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("El último día no puede ser anterior al primero."))
        return cleaned

    @property
    def absence(self) -> Away:
        """Return what was answered, once the form is valid."""
        first = self.cleaned_data["first"]
        return first, self.cleaned_data["last"] or first


def council_initial(council: Council | None) -> dict[str, object]:
    """Return what the fields of the council show at first."""
    if council is None:
        return {"council_weekday": ""}
    return {
        "council_weekday": council.weekday,
        "council_nth": list(council.nth),
        "council_half": council.half,
    }
