"""What can go wrong on purpose with messages."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class ChannelError(ConvocaError):
    """A channel did not take a message: for good, or for now."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class ChannelDownError(ChannelError):
    """The channel cannot be reached: nothing was tried, it is nobody's message's fault."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class ChannelUncertainError(ConvocaError):
    """It cannot be known whether the provider took the message."""


class MessageStateError(ConvocaError):
    """The message is not in a state that allows this."""

    def user_message(self) -> str:
        return _("Este mensaje ya cambió de estado. Recargue la página para ver cómo está ahora.")


class UndoTooLateError(ConvocaError):
    """Nothing of the mass act waits any more."""

    def user_message(self) -> str:
        return _("Los correos ya salieron; no queda nada que deshacer.")
