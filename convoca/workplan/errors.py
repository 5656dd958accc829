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
    """An absence ends before it begins; or there are more than `most`, where that is given."""

    def __init__(self, *, most: int | None = None) -> None:
        super().__init__(most)
        self.most = most

    def user_message(self) -> str:
        if self.most is None:
            return _("Revise las fechas: el último día no puede ser anterior al primero.")
        return _(
            "Se guardan a lo más %(most)s ausencias. Quite las que ya pasaron, o junte en una las "
            "que van seguidas."
        ) % {"most": self.most}


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


class CycleOverError(ConvocaError):
    """The cycle is closed: it gets no other dates."""

    def user_message(self) -> str:
        return _("Este ciclo ya se cerró: sus fechas quedan como están.")


class PlanDayClosedError(ConvocaError):
    """A day of the plan was closed since it was worked out; when: the moment in words."""

    def __init__(self, when: str) -> None:
        super().__init__(when)
        self.when = when

    def user_message(self) -> str:
        return _(
            "El %(when)s cae ahora en un día sin sesiones. Calcule las fechas otra vez, o abra "
            "ese día."
        ) % {"when": self.when}


class PlanHandGoneError(ConvocaError):
    """Who or what the plan counts on was put aside since; name: as people call it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def user_message(self) -> str:
        return _(
            "Este plan cuenta con %(name)s, que mientras tanto se dejó aparte. Calcule las "
            "fechas otra vez."
        ) % {"name": self.name or _("alguien")}


class NoMailError(ConvocaError):
    """There is nobody to show a sample of."""

    def user_message(self) -> str:
        return _("No hay a quién pedirle la disponibilidad: todas las personas respondieron.")


class PlanClashError(ConvocaError):
    """What the plan needs at one of its hours is in use by a session that stands by now.

    what: the row in words. when: the moment in words.
    """

    def __init__(self, what: str, when: str) -> None:
        super().__init__(what, when)
        self.what, self.when = what, when

    def user_message(self) -> str:
        return _(
            "Mientras tanto otra comunidad confirmó una sesión: %(what)s no puede estar en dos a "
            "la vez el %(when)s. Calcule otra vez estas fechas; las de las otras se respetan."
        ) % {"what": self.what, "when": self.when}


class NothingToPlanError(ConvocaError):
    """No chosen community is ready for the plan of the country."""

    def user_message(self) -> str:
        return _(
            "Ninguna de las comunidades elegidas está lista para calcular. Mire en la lista qué "
            "le falta a cada una, o elija otra."
        )


class CountryPlanOldError(ConvocaError):
    """A newer plan of the country took the place of this one."""

    def user_message(self) -> str:
        return _("Hay un plan del país más nuevo que este. Recargue la página para verlo.")


class NothingToReplanError(ConvocaError):
    """No session of the cycle is free to get another date."""

    def user_message(self) -> str:
        return _(
            "No queda ninguna sesión que planificar de nuevo. Deje sin marcar al menos una de las"
            " que vienen."
        )


class PlanOutdatedError(ConvocaError):
    """Dates that a plan kept or moved are others by now."""

    def user_message(self) -> str:
        return _(
            "Desde este cálculo cambió una fecha del ciclo. Planifique de nuevo; nada se perdió."
        )


class PoolChangedError(ConvocaError):
    """Somebody else changed a row of the pool, a closing or an answer since it was read.

    mark: that of what is stored now.
    """

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark

    def user_message(self) -> str:
        return _(
            "Otra persona cambió estos datos mientras usted los tenía abiertos. Lo suyo sigue "
            "aquí: compárelo con lo guardado y presione Guardar otra vez."
        )


class LicenceNameTakenError(ConvocaError):
    """Another licence has this name."""

    def user_message(self) -> str:
        return _("Ya hay una licencia con ese nombre. Elija otro.")


class StaffTakenError(ConvocaError):
    """A member of the staff is another facilitator already."""

    def user_message(self) -> str:
        return _("Esa persona del equipo ya está en la lista. Cámbiela en su propia página.")


class AskedTodayError(ConvocaError):
    """Nobody is left to write to today."""

    def user_message(self) -> str:
        return _("Hoy no hay a quién escribir: ya se les escribió o no tienen correo.")
