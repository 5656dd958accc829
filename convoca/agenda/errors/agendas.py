"""What can go wrong on purpose with the agenda, the directors' word on it, and publishing."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class NobodyInterviewedError(ConvocaError):
    """There is nothing to make an agenda from."""

    def user_message(self) -> str:
        return _("Aún no hay entrevistas hechas. Haga al menos una antes de confirmar la agenda.")


class NothingUrgentError(ConvocaError):
    """Nobody finds any theme urgent."""

    def user_message(self) -> str:
        return _("Nadie marcó un tema como urgente. Elija usted los temas y escriba por qué.")


class AgendaConfirmedError(ConvocaError):
    """Somebody confirmed the agenda before."""

    def user_message(self) -> str:
        return _("La agenda ya estaba confirmada. Recargue la página para verla.")


class AgendaMovedError(ConvocaError):
    """Answers came in since the draft was shown."""

    def user_message(self) -> str:
        return _(
            "Llegaron respuestas nuevas y la propuesta se calculó otra vez. Mírela y confirme."
        )


class ChoiceFaultError(ConvocaError):
    """The themes chosen by hand are not 1 to k different themes of the community."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def user_message(self) -> str:
        return _("Elija entre 1 y %(most)s temas de la lista, sin repetir ninguno.") % {
            "most": self.most
        }


class ReasonMissingError(ConvocaError):
    """The themes differ from what the rule gave, and nobody wrote why."""

    def user_message(self) -> str:
        return _("Escriba por qué elige otros temas. La razón queda guardada junto a la agenda.")


class ParametersReasonMissingError(ConvocaError):
    """What counts as urgent is not the usual, and nobody wrote why."""

    def user_message(self) -> str:
        return _("Escriba por qué cambia cuándo un tema es urgente. La razón queda guardada.")


class RoundOpenError(ConvocaError):
    """Somebody has opened the directors' round already."""

    def user_message(self) -> str:
        return _("La consulta ya está abierta. Recargue la página para ver cómo va.")


class RoundMovedError(ConvocaError):
    """The draft changed since the coordinator looked at what the directors would see."""

    def user_message(self) -> str:
        return _(
            "Llegaron respuestas nuevas y la propuesta se calculó otra vez. Mírela y abra la "
            "consulta de nuevo."
        )


class RoundOverError(ConvocaError):
    """The time to say a word about the draft is over; `on` is its last day in words."""

    def __init__(self, on: str) -> None:
        super().__init__(on)
        self.on = on

    def user_message(self) -> str:
        return _(
            "El plazo para opinar terminó el %(on)s y su respuesta de hoy no se guardó. "
            "Lo que falte puede pedirlo en la próxima entrevista."
        ) % {"on": self.on}


class RoundClosedError(ConvocaError):
    """The round was closed, by its day or by somebody: there is nothing to send or close."""

    def user_message(self) -> str:
        return _("La consulta ya está cerrada. Recargue la página para ver sus resultados.")


class RoundGoneError(ConvocaError):
    """The coordinator took the round back before anybody had said a word."""

    def user_message(self) -> str:
        return _(
            "La consulta se retiró mientras tanto, y esto no se guardó. "
            "Si se abre otra, llegará un correo nuevo."
        )


class MissingThemeError(ConvocaError):
    """An objection that names no theme and says nothing."""

    def user_message(self) -> str:
        return _("Elija el tema que le falta, o escríbalo con sus palabras.")


class AgendaUnconfirmedError(ConvocaError):
    """The agenda is not confirmed yet: there is nothing to publish."""

    def user_message(self) -> str:
        return _("Primero confirme la agenda. Después la puede publicar.")
