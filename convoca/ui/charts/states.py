"""The states that a mark can show. Each has its own shape, so colour never speaks alone."""

from enum import StrEnum

from django.utils.translation import gettext as _


class SeatState(StrEnum):
    """What a seat's mark says; the value is its class in the style sheet and its shape."""

    PRESENT = "present"
    ACCEPTED = "accepted"
    INVITED = "invited"
    WAITING = "waiting"
    RISK = "risk"
    DECLINED = "declined"
    VACANT = "vacant"
    UNKNOWN = "unknown"
    NONE = "none"

    @property
    def words(self) -> str:
        """Return the state as a person reads it."""
        return {
            SeatState.PRESENT: _("Participa"),
            SeatState.ACCEPTED: _("Aceptó"),
            SeatState.INVITED: _("Con invitación"),
            SeatState.WAITING: _("Sin invitar"),
            SeatState.RISK: _("Se enfría"),
            SeatState.DECLINED: _("Declinó"),
            SeatState.VACANT: _("Vacante"),
            SeatState.UNKNOWN: _("No se sabe si existe"),
            SeatState.NONE: _("No existe"),
        }[self]


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
