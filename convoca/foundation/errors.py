"""The root of everything that can go wrong on purpose."""

from django.utils.translation import gettext as _


class ConvocaError(Exception):
    """An expected refusal: carries its facts, says what to do next."""

    def user_message(self) -> str:
        """Return one Spanish sentence for the page."""
        return _("No se pudo completar. Recargue la página e intente otra vez; no se perdió nada.")


class NotFoundError(ConvocaError):
    """There is no such row, or it is not for this person: both look the same."""
