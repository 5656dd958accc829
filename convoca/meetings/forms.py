"""What the staff writes about sessions, as clean values."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.convening.models import Invitation
from convoca.foundation.days import OF_OUR_TIME
from convoca.meetings.core.clock import WALL_FORMAT
from convoca.meetings.models import Attendance, Commitment, Session
from convoca.meetings.services import AttendanceEntry, Wish

FILE_MAX_BYTES = 2_000_000
ONLY_HTTPS = URLValidator(
    schemes=["https"], message=_("Pegue el enlace completo: empieza con https://")
)


class SessionForm(forms.Form):
    """Topic and call of a session; its hour is changed by moving it."""

    topic = forms.CharField(
        label=_("Tema"),
        max_length=160,
        error_messages={"required": _("Escriba el tema de la sesión.")},
    )
    video_url = forms.CharField(
        label=_("Enlace de la videollamada"),
        help_text=_("Péguelo tal como se lo da Zoom, Meet, Teams u otro."),
        required=False,
        max_length=500,
        validators=[ONLY_HTTPS],
        widget=forms.URLInput({"inputmode": "url", "autocomplete": "off"}),
    )

    @staticmethod
    def values_of(session: Session) -> dict[str, object]:
        """Return what the form shows first."""
        return {"topic": session.topic, "video_url": session.video_url}


class PlaceForm(forms.Form):
    """A day and an hour to look at for a session: wall time of the association."""

    dia = forms.DateField(
        label=_("Día"),
        validators=OF_OUR_TIME,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Escriba el día así: 2027-03-09."),
            "required": _("Falta el día."),
        },
    )
    hora = forms.TimeField(
        label=_("Hora"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _("Escriba la hora así: 10:00."),
            "required": _("Falta la hora."),
        },
    )

    @property
    def start(self) -> datetime:
        """Return the wall time that was written."""
        on: date = self.cleaned_data["dia"]
        at: time = self.cleaned_data["hora"]
        return datetime.combine(on, at.replace(second=0, microsecond=0))


class MoveForm(PlaceForm):
    """Moving a session there: why, and whether rules against it do not count."""

    motivo = forms.CharField(
        label=_("Por qué se mueve"),
        help_text=_("Queda anotado para el equipo; no va en el correo."),
        max_length=300,
        error_messages={"required": _("Escriba por qué se mueve: queda anotado para el equipo.")},
    )
    insiste = forms.BooleanField(label=_("Sé que se puede: moverla de todos modos"), required=False)
    desde = forms.CharField(max_length=16, widget=forms.HiddenInput)

    @property
    def wish(self) -> Wish:
        """Return what is asked for."""
        return Wish(
            wall_start=self.start.strftime(WALL_FORMAT),
            seen=self.cleaned_data["desde"],
            reason=self.cleaned_data["motivo"],
            insists=self.cleaned_data["insiste"],
        )


class AttendanceForm(forms.Form):
    """The choices of the list of attendance: one radio per seat, `seat-<id>`."""

    def __init__(self, seat_ids: Sequence[int], data: QueryDict) -> None:
        super().__init__(data)
        for seat_id in seat_ids:
            self.fields[f"seat-{seat_id}"] = forms.ChoiceField(
                choices=Attendance.Presence.choices, required=False
            )

    def entries(self) -> list[AttendanceEntry]:
        """Return what was chosen, leaving out the seats without a choice."""
        return [
            AttendanceEntry(seat_id=int(name.removeprefix("seat-")), presence=presence)
            for name, presence in self.cleaned_data.items()
            if presence
        ]


class AttendanceFileForm(forms.Form):
    """A file of who came."""

    file = forms.FileField(
        label=_("Archivo de asistencia"),
        help_text=_(
            "CSV o Excel con una columna «correo», «comuna» o «CUT», y una «presente» (sí o no)"
            " o «minutos»."
        ),
        error_messages={"required": _("Elija un archivo."), "empty": _("El archivo está vacío.")},
    )

    def clean_file(self) -> Any:  # Any: Django's uploaded file has no common type with its tests
        """Refuse a file too big for a list of a session."""
        file = self.cleaned_data["file"]
        if file.size > FILE_MAX_BYTES:
            raise forms.ValidationError(_("El archivo pesa más de 2 MB. Deje solo la lista."))
        return file


class MinutesForm(forms.Form):
    """The text of the minutes."""

    text = forms.CharField(
        label=_("Acta"),
        help_text=_("Lo que se vio y lo que se acordó. Llega por correo tal como está aquí."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 18}),
    )


class CommitmentForm(forms.Form):
    """A commitment of a seat that takes part."""

    seat = forms.TypedChoiceField(
        label=_("Puesto"),
        coerce=int,
        error_messages={"required": _("Elija el puesto que se compromete.")},
    )
    text = forms.CharField(
        label=_("Compromiso"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Escriba a qué se compromete.")},
    )
    due_on = forms.DateField(
        label=_("Para cuándo"),
        validators=OF_OUR_TIME,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Escriba el día así: 2027-03-09.")},
    )

    def __init__(self, accepted: Sequence[Invitation], data: QueryDict | None = None) -> None:
        super().__init__(data)
        seat = self.fields["seat"]
        assert isinstance(seat, forms.TypedChoiceField)  # declared above
        seat.choices = [("", "—")] + [
            (str(one.seat_id), f"{one.seat.municipality.comuna_name}: {one.participant.name}")
            for one in accepted
        ]


class SettleForm(forms.Form):
    """What became of a commitment."""

    state = forms.ChoiceField(choices=Commitment.State.choices)
