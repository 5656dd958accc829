"""What can go wrong on purpose with interviews, consent and audio."""

from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.values import Fault
from convoca.foundation.errors import ConvocaError


class AnswerFaultError(ConvocaError):
    """What came is no answer to the question; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault

    def user_message(self) -> str:
        return {
            Fault.MISSING: _("Falta su respuesta. Elija una opción para seguir."),
            Fault.UNKNOWN: _("Esa respuesta no está entre las opciones. Elija otra vez."),
            Fault.TOO_LONG: _("El texto es demasiado largo. Acórtelo a 5.000 letras."),
            Fault.TOO_MANY: _("Eligió demasiados temas. Quite alguno y guarde otra vez."),
            Fault.OUT_OF_RANGE: _("Ese número está fuera de lo posible. Escriba otro."),
            Fault.HALF: _("Responda las dos escalas, o marque que el tema no aplica."),
        }[self.fault]


class StepUnknownError(ConvocaError):
    """The interview does not ask this (any more)."""

    def user_message(self) -> str:
        return _("Esta pregunta ya no está en la entrevista. Siga con la siguiente.")


class AudioNotAllowedError(ConvocaError):
    """The person did not agree to be recorded, or took it back."""

    def user_message(self) -> str:
        return _("No hay permiso para grabar. Pregunte primero y anote la respuesta.")


class AudioFaultError(ConvocaError):
    """What came is no audio that can be kept; `fault` says why: empty, too_large, no_audio."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault

    def user_message(self) -> str:
        return {
            "empty": _("El archivo está vacío. Elija otro."),
            "too_large": _("El audio es demasiado grande. Divídalo o guárdelo con menos calidad."),
            "no_audio": _("Ese archivo no es un audio que se pueda oír aquí. Use MP3, M4A u OGG."),
        }[self.fault]


class MarkFaultError(ConvocaError):
    """A mark that ends before it begins, or lies outside of any audio."""

    def user_message(self) -> str:
        return _("El fin va después del comienzo. Corrija los minutos y guarde otra vez.")


class GuideMovedError(ConvocaError):
    """The page asked from a version of the guide that this interview has left."""

    def user_message(self) -> str:
        return _("La pauta cambió. Lea la pregunta como está ahora y responda otra vez.")


class VersionSettledError(ConvocaError):
    """Somebody else chose meanwhile between the two texts."""

    def user_message(self) -> str:
        return _("Alguien ya eligió entre las dos versiones. Abajo está la que quedó.")


class InterviewClosedError(ConvocaError):
    """The agenda of the cycle is confirmed: answers do not change any more."""

    def user_message(self) -> str:
        return _(
            "La agenda de este ciclo ya está confirmada y las respuestas no cambian. "
            "Lo que quiera agregar se preguntará en el próximo ciclo."
        )


class InterviewNotAllowedError(ConvocaError):
    """The interview itself is refused: nothing said in it may be allowed apart."""

    def user_message(self) -> str:
        return _("Primero permita otra vez que sus respuestas cuenten. Después elija lo demás.")


class InterviewUnfinishedError(ConvocaError):
    """Something required has no answer yet; `step_id` says what."""

    def __init__(self, step_id: str) -> None:
        super().__init__(step_id)
        self.step_id = step_id

    def user_message(self) -> str:
        return _("Falta responder esta pregunta para terminar. Lo demás ya está guardado.")


class NotTakingPartError(ConvocaError):
    """Nobody of this seat has accepted to take part."""

    def user_message(self) -> str:
        return _("Este puesto no ha aceptado participar. Registre primero su respuesta.")
