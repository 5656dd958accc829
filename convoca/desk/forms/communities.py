"""A community and its cycles."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import Community, DirectorateKind, TeamMember, User
from convoca.foundation.days import OF_OUR_TIME

LAST_HOUR = 18
WEEKDAYS = (
    ("", _("Cualquier día")),
    (0, _("lunes")),
    (1, _("martes")),
    (2, _("miércoles")),
    (3, _("jueves")),
    (4, _("viernes")),
)
WEEKS_OF_MONTH = (
    ("", _("Cualquiera")),
    (1, _("la primera")),
    (2, _("la segunda")),
    (3, _("la tercera")),
    (4, _("la cuarta")),
)
CADENCE_CHOICES: dict[str, Sequence[tuple[Any, Any]]] = {  # Any: keys and labels of Django
    "cadence": Community.Cadence.choices,
    "cadence_weekday": WEEKDAYS,
    "cadence_nth": WEEKS_OF_MONTH,
}


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no argument at run time
    """A choice of kinds by abbreviation and whole name."""

    def label_from_instance(self, obj: DirectorateKind) -> str:
        """Return how a kind reads in the list."""
        return f"{obj} · {obj.name}"


class CommunityForm(forms.ModelForm):  # type: ignore[type-arg]  # no argument at run time
    """What a community is, what it gives, and how its cycles run."""

    kind = KindField(
        DirectorateKind.objects.all(), label=_("Tipo de dirección"), empty_label=_("Elija una")
    )
    cadence_weekday = forms.TypedChoiceField(
        label=_("Día de la semana"),
        choices=WEEKDAYS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    cadence_nth = forms.TypedChoiceField(
        label=_("Semana del mes"),
        choices=WEEKS_OF_MONTH,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Con un día fijo: la segunda, y martes, es el segundo martes."),
    )

    class Meta:
        model = Community
        fields = Community.SETTINGS
        labels = {
            "name": _("Nombre de la comunidad"),
            "benefit_municipality": _("Qué gana la municipalidad"),
            "benefit_directorate": _("Qué gana el trabajo de la dirección"),
            "session_count": _("Sesiones por ciclo"),
            "session_min": _("Minutos por sesión"),
            "gap_min_days": _("Días entre sesiones, como mínimo"),
            "gap_max_days": _("Días entre sesiones, como máximo"),
            "cadence": _("Cada cuánto se reúnen"),
            "reach": _("Veces que debería poder venir cada uno"),
            "weight_attendance": _("Peso de la asistencia total"),
            "weight_reach": _("Peso de que casi todos puedan venir"),
            "weight_region": _("Peso de la región que menos puede"),
        }
        help_texts = {
            "benefit_municipality": _("Va en cada invitación. Una o dos frases."),
            "benefit_directorate": _("Va en cada invitación. Una o dos frases."),
        }
        widgets = {
            "benefit_municipality": forms.Textarea(attrs={"rows": 3}),
            "benefit_directorate": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: passed on to Django as they come
        super().__init__(*args, **kwargs)
        self.fields["kind"].disabled = self.instance.pk is not None

    def differences(self, stored: Community) -> list[tuple[str, object]]:
        """List the settings that somebody else keeps in another way: label and stored value."""
        return [
            (str(self.fields[name].label), self._words(name, getattr(stored, name)))
            for name in Community.SETTINGS
            if getattr(stored, name) != getattr(self.instance, name)
        ]

    def _words(self, name: str, value: object) -> object:
        """Return what a person chose in a list, or the value itself."""
        if name not in CADENCE_CHOICES:
            return value
        words = {str(key): label for key, label in CADENCE_CHOICES[name]}
        return words["" if value is None else str(value)]

    def clean(self) -> dict[str, Any]:
        """Refuse a range of days that ends before it begins, and half a day of the month."""
        values = super().clean() or {}
        first, last = values.get("gap_min_days"), values.get("gap_max_days")
        if first and last and last < first:
            self.add_error("gap_max_days", _("Escriba al menos tantos días como el mínimo."))
        self._check_week_of_month(values)
        return values

    def _check_week_of_month(self, values: dict[str, Any]) -> None:
        if values.get("cadence_nth") is None:
            return
        if values.get("cadence") != Community.Cadence.MONTHLY:
            said = _("Elija «Cualquiera»: la semana del mes va solo con una sesión cada mes.")
            self.add_error("cadence_nth", said)
        elif values.get("cadence_weekday") is None:
            self.add_error("cadence_weekday", _("Elija también el día de la semana."))

    def clean_name(self) -> str:
        """Refuse a name that another community of the association has."""
        name: str = self.cleaned_data["name"]
        same = Community.objects.filter(association_id=self.instance.association_id, name=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Ya hay una comunidad con este nombre."))
        return name


class CycleForm(forms.Form):
    """When a cycle runs."""

    answer_by = forms.DateField(
        label=_("Último día para responder la invitación"),
        validators=OF_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    plan_from = forms.DateField(
        label=_("Las sesiones pueden empezar desde"),
        validators=OF_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Se cuenta desde el lunes de esa semana."),
    )
    plan_weeks = forms.IntegerField(
        label=_("Y ocupar hasta tantas semanas"), min_value=1, max_value=30
    )

    @classmethod
    def proposed(cls, today: date, *, sessions: int, gap_days: int) -> dict[str, object]:
        """Propose a Friday in three weeks to answer, four to prepare, and room for sessions."""
        friday = today + timedelta(days=25 - today.weekday())
        monday = today + timedelta(days=49 - today.weekday())
        weeks = min((sessions * gap_days) // 7 + 3, 30)
        return {"answer_by": friday, "plan_from": monday, "plan_weeks": weeks}

    def clean_answer_by(self) -> date:
        """Refuse a day that has passed."""
        day: date = self.cleaned_data["answer_by"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Ese día ya pasó. Elija uno desde hoy."))
        return day

    def clean_plan_from(self) -> date:
        """Go back to the Monday of the week."""
        day: date = self.cleaned_data["plan_from"]
        return day - timedelta(days=day.weekday())

    def clean(self) -> dict[str, Any]:
        """Refuse sessions that begin before the answers are in."""
        values = super().clean() or {}
        answer_by, plan_from = values.get("answer_by"), values.get("plan_from")
        if answer_by and plan_from and plan_from < answer_by - timedelta(days=6):
            self.add_error("plan_from", _("Elija una semana posterior al plazo de respuesta."))
        return values

    def deadline(self) -> datetime:
        """Return the last moment to answer: 18:00 of the day, in the association's zone."""
        day: date = self.cleaned_data["answer_by"]
        last = datetime.combine(day, time(LAST_HOUR))
        return timezone.make_aware(last)


class TeamForm(forms.Form):
    """Somebody of the staff in a community."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Persona"))
    role = forms.ChoiceField(choices=TeamMember.Role.choices, label=_("Qué hace"))

    def __init__(
        self, *args: Any, community: Community, **kwargs: Any
    ) -> None:  # Any: passed on to Django
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        if isinstance(user, forms.ModelChoiceField):
            user.queryset = User.objects.filter(
                association=community.association, is_active=True
            ).order_by("name")


class AdvanceForm(forms.Form):
    """Passing a gate; the reason is asked for when somebody is missing."""

    stage = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("¿Por qué sigue aunque falte gente?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
