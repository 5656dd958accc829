"""The hour of an interview, and what came of a call for it."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models import Appointment
from convoca.agenda.services import Hour
from convoca.agenda.services.interview_calls import DECLINES
from convoca.convening.models import ContactAttempt
from convoca.foundation.days import OF_OUR_TIME

if TYPE_CHECKING:  # a lazy text, as the checker of types knows it
    from django.utils.functional import _StrPromise

Result = ContactAttempt.Result
Channel = ContactAttempt.Channel
Way = Appointment.Way
ONLY_HTTPS = URLValidator(schemes=["https"])
LENGTHS = ((15, _("15 minutos")), (30, _("30 minutos")), (45, _("45 minutos")), (60, _("1 hora")))
CALL_RESULTS = (
    (Result.REACHED, _("Hablamos")),
    (Result.NO_ANSWER, _("No contesta")),
    (Result.WRONG, _("Número equivocado")),
    (DECLINES, _("No quiere la entrevista")),
)


def day_field(label: "_StrPromise") -> forms.DateField:
    return forms.DateField(
        label=label,
        validators=OF_OUR_TIME,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Escriba el día así: 2027-03-09."),
            "required": _("Falta el día."),
        },
    )


class HourForm(forms.Form):
    """Day and hour on the clock of who is interviewed, and how they talk.

    `known` is the appointment that stood on the page. `reading` says which of the two is meant
    where the clock goes back over the hour; it is asked only then.
    """

    on = day_field(_("Día"))
    at = forms.TimeField(
        label=_("Hora"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _("Escriba la hora así: 10:00."),
            "required": _("Falta la hora."),
        },
    )
    duration_min = forms.TypedChoiceField(label=_("Cuánto dura"), choices=LENGTHS, coerce=int)
    way = forms.ChoiceField(label=_("Cómo"), choices=Way, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Número al que se llama, o enlace de la videollamada"),
        max_length=300,
        required=False,
    )
    reading = forms.ChoiceField(
        label=_("Esa hora pasa dos veces ese día. ¿Cuál es?"),
        choices=(
            ("first", _("La primera, antes de atrasar el reloj")),
            ("second", _("La segunda, después de atrasar el reloj")),
        ),
        required=False,
        widget=forms.RadioSelect,
    )
    known = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, appointment: Appointment | None, phone: str, zone: str
    ) -> None:
        super().__init__(data)
        self.initial = {"duration_min": 30, "way": Way.PHONE, "place": phone}
        if appointment:
            wall = appointment.starts_at.astimezone(ZoneInfo(zone))
            self.initial = {
                "on": wall.date(),
                "at": wall.time(),
                "duration_min": appointment.duration_min,
                "way": appointment.way,
                "place": appointment.place,
                "known": appointment.pk,
            }

    def clean(self) -> dict[str, object]:
        """Ask for the address of a video call: without it nobody comes in."""
        given = super().clean() or {}
        if given.get("way") == Way.VIDEO:
            try:
                ONLY_HTTPS(given.get("place", ""))
            except ValidationError:
                self.add_error(
                    "place", _("Pegue el enlace completo de la videollamada: empieza con https://")
                )
        return given

    @property
    def hour(self) -> Hour:
        """Return what was written."""
        given = self.cleaned_data
        on: date = given["on"]
        at: time = given["at"]
        return Hour(
            wall=datetime.combine(on, at.replace(second=0, microsecond=0)),
            duration_min=given["duration_min"],
            way=given["way"],
            place=given["place"].strip(),
            is_second={"first": False, "second": True}.get(given["reading"]),
        )


class CallForm(forms.Form):
    """What came of a call for an interview; a day alone says: call again that day."""

    result = forms.ChoiceField(
        choices=[*CALL_RESULTS, (Result.CALL_LATER, Result.CALL_LATER.label)], required=False
    )
    asked_on = day_field(_("Llamar otro día"))
    channel = forms.ChoiceField(
        choices=[(one, one.label) for one in (Channel.PHONE, Channel.WHATSAPP)], required=False
    )
    note = forms.CharField(
        label=_("Nota"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["asked_on"].required = bool(data is not None and not data.get("result"))

    def clean(self) -> dict[str, object]:
        """Fill in what the button that was pressed means."""
        given = super().clean() or {}
        given["channel"] = given.get("channel") or Channel.PHONE
        given["result"] = given.get("result") or Result.CALL_LATER
        if given["result"] != Result.CALL_LATER:
            given["asked_on"] = None
        return given
