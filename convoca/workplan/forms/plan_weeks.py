"""The weeks in which the sessions of a cycle may be."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.workplan.forms.council import DayField

MOST_WEEKS = 30


class PlanWeeksForm(forms.Form):
    """Counted from the Monday of the first day; weeks that are over are of no use."""

    plan_from = DayField(label=gettext_lazy("Las sesiones pueden empezar desde"))
    plan_weeks = forms.IntegerField(
        label=gettext_lazy("Y ocupar hasta tantas semanas"), min_value=1, max_value=MOST_WEEKS
    )

    def clean_plan_from(self) -> date:
        """Go back to the Monday of the week."""
        day: date = self.cleaned_data["plan_from"]
        return day - timedelta(days=day.weekday())

    def clean(self) -> dict[str, object]:
        """Refuse weeks that have all gone by."""
        start, weeks = self.cleaned_data.get("plan_from"), self.cleaned_data.get("plan_weeks")
        if start and weeks and start + timedelta(weeks=weeks) <= timezone.localdate():
            self.add_error("plan_from", _("Esas semanas ya pasaron. Elija un día posterior."))
        return self.cleaned_data
