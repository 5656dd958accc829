"""What can go wrong on purpose with availability and plans."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class NotTakingPartError(ConvocaError):
    """Nobody takes part for the seat, or somebody else does."""

    def user_message(self) -> str:
        return _(
            "Hoy usted no figura participando por este puesto. Si quiere participar, responda "
            "primero la invitación que le llegó a su correo."
        )


class AvailabilityClosedError(ConvocaError):
    """The dates are set, or the cycle is over: what was answered stays as it is."""

    def user_message(self) -> str:
        return _(
            "Las fechas de este ciclo ya están confirmadas: su respuesta quedó guardada y ya no "
            "cambia. Si no puede ir a una sesión, avísenos desde el correo de esa sesión."
        )


class DayUnsaidError(ConvocaError):
    """A day was to be copied about which nothing was said."""

    def user_message(self) -> str:
        return _("Ese día aún no tiene respuesta que copiar. Marque las horas de este día.")


class AbsenceFaultError(ConvocaError):
    """An absence ends before it begins, or there are too many."""

    def user_message(self) -> str:
        return _("Revise las fechas: el último día no puede ser anterior al primero.")


class AgendaMissingError(ConvocaError):
    """Dates need topics, and the agenda is not confirmed."""

    def user_message(self) -> str:
        return _("Primero confirme la agenda: cada sesión necesita su tema.")


class NobodyAnsweredError(ConvocaError):
    """There is no availability to choose dates with."""

    def user_message(self) -> str:
        return _("Nadie ha dicho aún cuándo puede. Pida la disponibilidad y calcule después.")


class PlanConfirmedError(ConvocaError):
    """The cycle has its dates already."""

    def user_message(self) -> str:
        return _("Las fechas de este ciclo ya están confirmadas. Para mover una, vaya a su sesión.")


class PlanNotReadyError(ConvocaError):
    """The plan holds no dates: it is being worked out, or there is no solution."""

    def user_message(self) -> str:
        return _("Este plan aún no tiene fechas que confirmar. Espere el cálculo o pida otro.")


class PlanPastError(ConvocaError):
    """A date of the plan has gone by."""

    def user_message(self) -> str:
        return _("La primera fecha de este plan ya pasó. Calcule las fechas otra vez.")


class NoMailError(ConvocaError):
    """There is nobody to show a sample of."""

    def user_message(self) -> str:
        return _("No hay a quién pedirle la disponibilidad: todas las personas respondieron.")
