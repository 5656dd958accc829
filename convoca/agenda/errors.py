"""What can go wrong on purpose with interviews, coding and the agenda."""

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
            Fault.HALF: _("Responda las dos escalas, o marque que el tema no aplica."),
        }[self.fault]


class StepUnknownError(ConvocaError):
    """The interview does not ask this (any more)."""

    def user_message(self) -> str:
        return _("Esta pregunta ya no está en la entrevista. Siga con la siguiente.")


class InterviewClosedError(ConvocaError):
    """The agenda of the cycle is confirmed: answers do not change any more."""

    def user_message(self) -> str:
        return _(
            "La agenda de este ciclo ya está confirmada y las respuestas no cambian. "
            "Lo que quiera agregar se preguntará en el próximo ciclo."
        )


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


class NameTakenError(ConvocaError):
    """Another theme or code of the community has this name."""

    def user_message(self) -> str:
        return _("Ya existe uno con ese nombre. Use ese, o escriba otro nombre.")


class NothingCodedError(ConvocaError):
    """No code was chosen or written."""

    def user_message(self) -> str:
        return _("Elija al menos un código, o escriba uno nuevo.")


class StatementChangedError(ConvocaError):
    """The answer was given anew meanwhile, and this piece is not in it any more."""

    def user_message(self) -> str:
        return _("La persona cambió su respuesta y este dicho ya no está. Siga con el próximo.")


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
