"""What can go wrong on purpose with sessions."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class SessionsExistError(ConvocaError):
    """The sessions of the cycle were made before."""

    def user_message(self) -> str:
        return _(
            "Las sesiones de este ciclo ya están creadas. Cambie la que haga falta en su página."
        )


class SessionStateError(ConvocaError):
    """The session is in a state that does not allow this; `state` in words."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def user_message(self) -> str:
        return _("Esta sesión está «%(state)s»: ya no se puede hacer esto. Recargue la página.") % {
            "state": self.state
        }


class WallTimeError(ConvocaError):
    """The clock jumps over this hour; `suggestion` is the next one that exists, in words."""

    def __init__(self, wall: str, suggestion: str) -> None:
        super().__init__(wall)
        self.wall, self.suggestion = wall, suggestion

    def user_message(self) -> str:
        return _(
            "Esa hora no existe: ese día se adelanta el reloj. La siguiente que sí existe es"
            " %(suggestion)s. No se cambió nada."
        ) % {"suggestion": self.suggestion}


class SessionPastError(ConvocaError):
    """The moment asked for is over."""

    def user_message(self) -> str:
        return _("Esa fecha ya pasó. Elija una por venir; no se cambió nada.")


class SessionNotStartedError(ConvocaError):
    """A session cannot be closed before it begins."""

    def user_message(self) -> str:
        return _("La sesión aún no empieza: se cierra cuando se haya realizado.")


class NothingChangedError(ConvocaError):
    """What was sent is what is stored already."""

    def user_message(self) -> str:
        return _("No hay cambios: todo sigue como estaba y no se avisó a nadie.")


class NobodyToTellError(ConvocaError):
    """Everybody who takes part was told before, or nobody has an address."""

    def user_message(self) -> str:
        return _(
            "No queda nadie a quien escribir: quienes participan y tienen correo ya lo recibieron."
        )


class NotTakingPartError(ConvocaError):
    """The seat, or the person, does not take part in this cycle."""

    def user_message(self) -> str:
        return _(
            "Ese puesto no participa en este ciclo. Registre primero su respuesta en la"
            " convocatoria."
        )


class AttendanceMissingError(ConvocaError):
    """Nobody is recorded as present, so nothing can be told from the session."""

    def user_message(self) -> str:
        return _("Registre primero quiénes estuvieron. Si nadie vino, cancele la sesión.")


class AttendanceFileError(ConvocaError):
    """The file of attendance cannot be read; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def user_message(self) -> str:
        return self.sentence


class MinutesMissingError(ConvocaError):
    """There are no minutes to send."""

    def user_message(self) -> str:
        return _("El acta está vacía. Escríbala y guárdela antes de enviarla.")


class ExcuseClosedError(ConvocaError):
    """The session began, was cancelled, or was settled by the team."""

    def user_message(self) -> str:
        return _("La sesión ya empezó o no se hará, así que este aviso ya no cambia nada.")


class SessionMovedError(ConvocaError):
    """Somebody moved the session since the page was read; `when` is where it is, in words."""

    def __init__(self, when: str) -> None:
        super().__init__(when)
        self.when = when

    def user_message(self) -> str:
        return _(
            "Mientras tanto alguien movió esta sesión al %(when)s. Mire otra vez qué conviene; no"
            " se cambió nada."
        ) % {"when": self.when}


class PlaceTakenError(ConvocaError):
    """What the session needs there is in use by another community; `why` in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def user_message(self) -> str:
        return _("%(why)s Elija otra hora: lo de otras comunidades se respeta.") % {"why": self.why}


class PlaceForbiddenError(ConvocaError):
    """The place breaks rules, and nobody insisted; `why` in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def user_message(self) -> str:
        return _(
            "%(why)s Si usted sabe que se puede, marque que quiere moverla de todos modos."
        ) % {"why": self.why}
