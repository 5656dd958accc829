"""The states that a mark can show. Each has its own shape, so colour never speaks alone."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class SeatState(StrEnum):
    """What a seat's mark says; the value is its class in the style sheet and its shape."""

    PRESENT = "present"
    INTERVIEWED = "interviewed"
    ACCEPTED = "accepted"
    INVITED = "invited"
    WAITING = "waiting"
    RISK = "risk"
    DECLINED = "declined"
    VACANT = "vacant"
    UNKNOWN = "unknown"
    SERVED = "served"
    NONE = "none"

    @property
    def words(self) -> str:
        """Return the state as a person reads it."""
        return str(STATE_WORDS[self])


STATE_WORDS = {
    SeatState.PRESENT: gettext_lazy("Participa"),
    SeatState.INTERVIEWED: gettext_lazy("Con entrevista"),
    SeatState.ACCEPTED: gettext_lazy("Aceptó"),
    SeatState.INVITED: gettext_lazy("Con invitación"),
    SeatState.WAITING: gettext_lazy("Sin invitar"),
    SeatState.RISK: gettext_lazy("Se enfría"),
    SeatState.DECLINED: gettext_lazy("Declinó"),
    SeatState.VACANT: gettext_lazy("Vacante"),
    SeatState.UNKNOWN: gettext_lazy("No se sabe si existe"),
    SeatState.SERVED: gettext_lazy("La atiende otra comuna"),
    SeatState.NONE: gettext_lazy("No existe"),
}


class Presence(StrEnum):
    """What a mark of the attendance strip says of one seat and one session."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    COMING = "coming"

    @property
    def words(self) -> str:
        """Return the presence as a person reads it."""
        return {
            Presence.PRESENT: _("Vino"),
            Presence.EXCUSED: _("Avisó que no podía"),
            Presence.ABSENT: _("Faltó"),
            Presence.COMING: _("Por venir"),
        }[self]
