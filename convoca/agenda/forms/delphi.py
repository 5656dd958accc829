"""Until when the directors may say their word about the draft."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.foundation.days import OF_OUR_TIME

USUAL_DAYS = 7


class RoundForm(forms.Form):
    """The last day; `closes_at` is its last minute, as the clocks of the association count it."""

    closes_on = forms.DateField(
        label=gettext_lazy("Último día para responder"),
        help_text=gettext_lazy(
            "Hasta las 23:59 de ese día pueden responder y cambiar lo que dijeron."
        ),
        error_messages={
            "required": gettext_lazy("Elija el último día para responder."),
            "invalid": gettext_lazy("Escriba el día así: 2027-03-31."),
        },
        validators=OF_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: QueryDict | None, *, zone: str, now: datetime) -> None:
        self.zone = ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()
        super().__init__(data, initial={"closes_on": self.today + timedelta(days=USUAL_DAYS)})

    def clean_closes_on(self) -> date:
        """Refuse a day that leaves nobody time to answer."""
        day: date = self.cleaned_data["closes_on"]
        if day <= self.today:
            raise forms.ValidationError(
                _("Elija un día desde mañana: hay que dar tiempo a responder.")
            )
        return day

    @property
    def closes_at(self) -> datetime:
        """Return the last minute of the day chosen, or of the usual one while none is."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        day: date = given["closes_on"]
        return datetime.combine(day, time(23, 59), tzinfo=self.zone)
