"""What can go wrong on purpose with messages."""

from datetime import timedelta

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError
from convoca.messaging.core.refusals import Refusal, name_of_refusal, refusal_of


class ChannelError(ConvocaError):
    """A channel did not take a message: for good, or for now. Its text is for the log.

    `wait` is how long the provider asked to wait with this message; None leaves it to us.
    """

    def __init__(self, message: str, *, permanent: bool, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.wait = wait

    def user_message(self) -> str:
        return _("Se cortó la conexión con el servidor de correo. Se intenta de nuevo sin más.")


class RefusedError(ChannelError):
    """The mail server answered, and did not take the message."""

    def __init__(self, code: int, answer: str, *, permanent: bool) -> None:
        super().__init__(name_of_refusal(code, answer), permanent=permanent)
        self.refusal = refusal_of(code, answer)

    def user_message(self) -> str:
        sentence = {
            Refusal.ADDRESS: _(
                "El servidor de correo no reconoce esta dirección (%(name)s). "
                "Confírmela con la persona y corríjala: el correo saldrá de nuevo."
            ),
            Refusal.FULL: _(
                "El buzón de esta persona está lleno (%(name)s). Llámele o pídale otra dirección."
            ),
            Refusal.POLICY: _(
                "El servidor de correo rechazó el mensaje (%(name)s). "
                "Avise a quien administra el correo de la asociación."
            ),
            Refusal.FOR_NOW: _(
                "El servidor de correo pidió esperar (%(name)s). Se intenta de nuevo sin más."
            ),
        }[self.refusal]
        return sentence % {"name": self}


class ChannelDownError(ChannelError):
    """The channel takes nothing for now: nothing was tried, it is nobody's message's fault."""

    def __init__(self, message: str, *, wait: timedelta | None = None) -> None:
        super().__init__(message, permanent=False, wait=wait)

    def user_message(self) -> str:
        return _(
            "Sin conexión con el servidor de correo. Se intenta de nuevo sin más; "
            "si sigue así, avise a quien administra."
        )


class ChannelLaterError(ChannelError):
    """This one message waits by a rule of ours: nothing was tried, no attempt counts."""

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message, permanent=False, wait=wait)


class ServiceRefusedError(ChannelError):
    """The mail service answered that it does not take the message; `status` is its answer's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused: {status}", permanent=True)
        self.status = status

    def user_message(self) -> str:
        return _(
            "El servicio de correo no aceptó este mensaje (%(status)s). "
            "Avise a quien administra el correo de la asociación."
        ) % {"status": self.status}


class ChannelStopError(ChannelDownError):
    """The channel must stop until a person has looked; its `user_message` says at what."""


class SignInRefusedError(ChannelStopError):
    """The mail server does not take the name and password that it was given."""

    def user_message(self) -> str:
        return _(
            "El servidor de correo no acepta la clave de la asociación. "
            "Nada se ha perdido: avise a quien administra."
        )


class SenderRefusedError(ChannelStopError):
    """The mail server takes no mail of our sender; its text names the refusal."""

    def user_message(self) -> str:
        return _(
            "El servidor de correo no acepta al remitente de la asociación (%(name)s). "
            "Nada se ha perdido: avise a quien administra."
        ) % {"name": self}


class ChannelUncertainError(ConvocaError):
    """It cannot be known whether the provider took the message. Its text is for the log."""

    def user_message(self) -> str:
        return _(
            "El envío se cortó; puede que el correo haya salido. "
            "Pregunte a la persona si le llegó antes de enviarlo otra vez."
        )


class MessageStateError(ConvocaError):
    """The message is not in a state that allows this."""

    def user_message(self) -> str:
        return _("Este mensaje ya cambió de estado. Recargue la página para ver cómo está ahora.")


class EventStateError(ConvocaError):
    """The event is not in a state that allows this."""

    def user_message(self) -> str:
        return _("Este aviso ya cambió de estado. Recargue la página para ver cómo está ahora.")


class UndoTooLateError(ConvocaError):
    """Nothing of the mass act waits any more."""

    def user_message(self) -> str:
        return _("Los correos ya salieron; no queda nada que deshacer.")


class StatusTooEarlyError(ConvocaError):
    """A status names a message that may still be in a worker's hands: it is applied later."""

    def user_message(self) -> str:
        return _("El aviso llegó antes que su mensaje, o no es de un mensaje nuestro.")


class TemplateKnownError(ConvocaError):
    """There is a template of that name and language already."""

    def user_message(self) -> str:
        return _("Ya hay una plantilla con ese nombre y ese idioma. Ábrala y cambie su texto.")


class ShelfRefusedError(ConvocaError):
    """Meta did not do what was asked about our templates; `code` is its own, 0 for none."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status = status
        self.code = code

    def user_message(self) -> str:
        return _(
            "Meta no lo aceptó (código %(code)s). Revise la clave, el id de la cuenta y el texto."
        ) % {"code": self.code or self.status}


class ShelfClosedError(ConvocaError):
    """Meta gave no whole answer about our templates."""

    def user_message(self) -> str:
        return _("Meta no contestó. Nada cambió aquí: intente de nuevo en unos minutos.")


class ShelfMissingError(ConvocaError):
    """The settings do not name the account whose templates Meta keeps."""

    def user_message(self) -> str:
        return _(
            "Falta el ajuste CONVOCA_WHATSAPP_BUSINESS_ID. Pídalo a quien administra el servidor."
        )
