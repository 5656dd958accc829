"""How work ends before its end."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class LostWorkError(Exception):
    """Somebody cancelled the work, or another worker has it: stop, and record nothing."""


class WorkInterruptedError(Exception):
    """The worker is told to end: the work goes back and no try is counted."""


class WorkFailedError(Exception):
    """The work cannot be done; `sentence` tells a person why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WorkEndedError(ConvocaError):
    """The work ended, so there is nothing to cancel or to try again; `state` says how."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def user_message(self) -> str:
        return _("Este trabajo ya terminó o se canceló. Recargue la página para ver en qué quedó.")
