"""What can go wrong on purpose when people are contacted."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class TurnLostError(ConvocaError):
    """The lease ended and somebody else went on with that person."""

    def user_message(self) -> str:
        return _(
            "Pasó un buen rato y otra persona del equipo siguió con este contacto. "
            "Si usted habló con esta persona, anótelo en la página de su puesto."
        )


class NothingToUndoError(ConvocaError):
    """The last result is too long ago, or there is none."""

    def user_message(self) -> str:
        return _("Ya no se puede deshacer aquí. Corrija la gestión en la página del puesto.")


class CampaignStateError(ConvocaError):
    """The campaign is not in the state this act needs."""

    def user_message(self) -> str:
        return _("La campaña ya cambió de estado. Recargue la página para ver cómo está.")


class NobodyChosenError(ConvocaError):
    """No seat fits the filter of the campaign."""

    def user_message(self) -> str:
        return _(
            "Nadie calza con lo elegido: todos respondieron o falta invitarlos. Cambie a quiénes."
        )


class UnknownFieldError(ConvocaError):
    """A text has fields that nobody can fill in."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self.names = tuple(names)

    def user_message(self) -> str:
        fields = ", ".join(f"{{{name}}}" for name in self.names)
        return _("No conocemos %(fields)s. Use solo los datos de la lista.") % {"fields": fields}


class NothingToPrintError(ConvocaError):
    """No letter is due, or all who were to get one have answered."""

    def user_message(self) -> str:
        return _("Por ahora no hay cartas que imprimir en esta campaña.")
