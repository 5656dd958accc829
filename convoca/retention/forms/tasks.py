"""A task for a seat that drifts away, and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import User
from convoca.foundation.days import OF_OUR_TIME
from convoca.retention.models import CareTask

SATURDAY = 5
RESULTS: Mapping[str, Promise] = {
    "coming": _("Vendrá"),
    "unsure": _("No sabe"),
    "not_coming": _("No vendrá"),
    "done": _("Hecha"),
}
TALKS = frozenset({CareTask.Kind.CALL, CareTask.Kind.THEME, CareTask.Kind.DEPUTY})


class TaskForm(forms.Form):
    """What is to be done, until when, and by whom."""

    kind = forms.ChoiceField(
        label=_("Qué hacer"),
        choices=CareTask.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Elija qué hacer.")},
    )
    due_on = forms.DateField(
        label=_("Para cuándo"),
        validators=OF_OUR_TIME,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Elija el día en que debe estar hecha."),
            "invalid": _("Escriba el día así: 2027-03-09."),
        },
    )
    owner = forms.TypedChoiceField(
        label=_("Quién"),
        coerce=int,
        error_messages={
            "required": _("Elija quién se encarga."),
            "invalid_choice": _("Esa persona ya no está en el equipo. Elija a otra."),
        },
    )

    def __init__(
        self,
        carers: Sequence[User],
        data: QueryDict | None = None,
        *,
        today: date,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.today = today
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)  # declared above
        owner.choices = [(str(one.pk), str(one)) for one in carers]

    def clean_due_on(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_now("Ese día ya pasó. Elija uno desde hoy."))
        return day


def usual_day(today: date) -> date:
    """Return when a task is usually due: two days from today, and not on a weekend."""
    day = today + timedelta(days=2)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


class ResultForm(forms.Form):
    """One touch for what came of a task, and a few words if there is more to say."""

    result = forms.ChoiceField(choices=[(key, key) for key in RESULTS])
    note = forms.CharField(required=False, max_length=200)

    @property
    def words(self) -> str:
        """Return the result as it is kept: "Vendrá: le avisó a su jefatura"."""
        told = str(RESULTS[self.cleaned_data["result"]])
        note = self.cleaned_data["note"].strip()
        return f"{told}: {note}" if note else told
