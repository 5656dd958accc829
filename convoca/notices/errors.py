"""What can go wrong on purpose with notices and questions."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class NoticePublishedError(ConvocaError):
    """The notice is published: it is written once."""

    def user_message(self) -> str:
        return _("Esta novedad ya está publicada. Si algo cambió, escriba otra que lo diga.")


class NoticeDraftError(ConvocaError):
    """The notice is not published, so there is nothing to undo."""

    def user_message(self) -> str:
        return _("Esta novedad está en borrador: no hay nada que deshacer.")


class NoticeChangedError(ConvocaError):
    """Somebody else changed the draft since it was read."""

    def user_message(self) -> str:
        return _(
            "Otra persona cambió este borrador mientras usted lo tenía abierto. Lo suyo sigue "
            "aquí: compárelo con el borrador de ahora y presione otra vez."
        )


class NobodyToReadError(ConvocaError):
    """Nobody belongs to the audience of the notice."""

    def user_message(self) -> str:
        return _(
            "Todavía no hay a quién enviarla. Elija a todos los puestos, "
            "o espere las primeras respuestas."
        )


class QuestionSettledError(ConvocaError):
    """The question was settled before, in another way; `state` says how."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def user_message(self) -> str:
        return _("Esta pregunta ya está %(state)s. Recargue la página para ver cómo quedó.") % {
            "state": self.state
        }


class AnswerChangedError(ConvocaError):
    """Somebody else wrote an answer since the page was read."""

    def user_message(self) -> str:
        return _(
            "Otra persona respondió mientras usted escribía. Su texto sigue aquí: "
            "mire la otra respuesta y guarde solo si quiere corregirla."
        )


class NoAnswerThereError(ConvocaError):
    """The other question has no answer that the whole community may see."""

    def user_message(self) -> str:
        return _("Elija una pregunta que ya tenga una respuesta para toda la comunidad.")
