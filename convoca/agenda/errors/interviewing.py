"""What can go wrong on purpose with who interviews, and when."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class AssignmentMovedError(ConvocaError):
    """Interviews or interviewers changed since the proposal was shown."""

    def user_message(self) -> str:
        return _("Algo cambió mientras miraba y el reparto se calculó otra vez. Mírelo y confirme.")


class AssignmentBegunError(ConvocaError):
    """One of the interviews shared out has begun, or has an hour: it is not taken away."""

    def user_message(self) -> str:
        return _(
            "Ya no se puede deshacer: alguna de esas entrevistas empezó o tiene hora. "
            "Cambie una por una las que quiera mover."
        )


class InterviewTakenError(ConvocaError):
    """Somebody else changed who makes an interview, or when, meanwhile."""

    def user_message(self) -> str:
        return _("Otra persona cambió esta entrevista mientras usted miraba. Vea cómo quedó.")


class InterviewMadeError(ConvocaError):
    """The interview is done, or was refused: there is nothing to agree any more."""

    def user_message(self) -> str:
        return _("Esta entrevista ya está cerrada: no hace falta llamar ni fijar una hora.")


class NoSuchHourError(ConvocaError):
    """The clock jumps over this hour on that day."""

    def user_message(self) -> str:
        return _("Esa hora no existe: ese día se adelanta el reloj. Elija una hora más tarde.")


class HourTwiceError(ConvocaError):
    """The clock goes back over this hour: it comes twice, and nobody said which one is meant."""

    def user_message(self) -> str:
        return _("Ese día se atrasa el reloj y esa hora pasa dos veces. Elija cuál de las dos es.")


class HourPastError(ConvocaError):
    """The hour is over."""

    def user_message(self) -> str:
        return _("Esa hora ya pasó. Elija una por venir.")


class HourClashError(ConvocaError):
    """Who makes the interview has another at that hour; `with_whom` says which."""

    def __init__(self, with_whom: str) -> None:
        super().__init__(with_whom)
        self.with_whom = with_whom

    def user_message(self) -> str:
        return _(
            "Quien entrevista tiene otra a esa hora, con %(name)s. "
            "Elija otra hora, o guarde de todos modos."
        ) % {"name": self.with_whom}
