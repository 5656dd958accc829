"""What can go wrong on purpose when directors are invited."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError
from convoca.messaging import errors as messaging_errors

UndoTooLateError = messaging_errors.UndoTooLateError
"""Nothing of the batch waits any more: one error, whichever room undoes."""


class CycleOverError(ConvocaError):
    """The cycle is closed: nobody is invited to it and no answer changes."""

    def user_message(self) -> str:
        return _("Este ciclo ya terminó; sus respuestas quedaron guardadas. Espere el próximo.")


class InvitationWithdrawnError(ConvocaError):
    """The invitation was taken back, because somebody else holds the seat or it was undone."""

    def user_message(self) -> str:
        return _(
            "Esta invitación ya no está vigente. Recargue la página para ver quién ocupa el puesto."
        )


class AnswerLateError(ConvocaError):
    """The deadline has passed and this answer would change what the dates were set with."""

    def user_message(self) -> str:
        return _(
            "El plazo para cambiar la respuesta ya pasó; la que dio sigue guardada. "
            "Si algo cambió, responda al correo de la invitación."
        )


class DeputyMissingError(ConvocaError):
    """Somebody else is to go, and nobody said who."""

    def user_message(self) -> str:
        return _("Falta el nombre de quien irá en su lugar.")


class HolderMissingError(ConvocaError):
    """The seat has no known person, so there is nobody to invite."""

    def user_message(self) -> str:
        return _("Este puesto no tiene una persona conocida. Anote primero quién lo ocupa.")


class LeftInPeaceError(ConvocaError):
    """Who holds the seat asked not to be contacted."""

    def user_message(self) -> str:
        return _(
            "Esta persona pidió que no le contacten. Si cambió de opinión, "
            "puede volver a aceptar contacto desde su propio enlace."
        )


class InvitationMissingError(ConvocaError):
    """The seat has no live invitation that an answer could belong to."""

    def user_message(self) -> str:
        return _("Este puesto no tiene una invitación vigente. Invítele primero y anótelo después.")


class SeatHeldError(ConvocaError):
    """Somebody holds the seat, so it exists."""

    def user_message(self) -> str:
        return _(
            "Alguien ocupa este puesto, así que existe. Si ya no está, anote quién lo reemplaza."
        )


class ServingMissingError(ConvocaError):
    """The seat that is to serve another does not exist, or is that very seat."""

    def user_message(self) -> str:
        return _("Esa municipalidad no tiene esta dirección. Elija otra.")


class SeatServedError(ConvocaError):
    """The office of another municipality does the work of this seat."""

    def __init__(self, comuna: str, serving: str) -> None:
        super().__init__(comuna, serving)
        self.words = {"comuna": comuna, "serving": serving}

    def user_message(self) -> str:
        return (
            _("A %(comuna)s la atiende la dirección de %(serving)s. Trabaje con esa.") % self.words
        )


class SeatServesError(ConvocaError):
    """The office does the work of another municipality, so it is there and is its own."""

    def user_message(self) -> str:
        return _(
            "Esta dirección atiende también a otra comuna. Termine eso primero, "
            "en la página de esa comuna."
        )


class SeatAnsweredError(ConvocaError):
    """The seat to be served takes part in the cycle and the serving one does not."""

    def __init__(self, comuna: str, serving: str) -> None:
        super().__init__(comuna, serving)
        self.words = {"comuna": comuna, "serving": serving}

    def user_message(self) -> str:
        return (
            _(
                "%(comuna)s ya aceptó participar y %(serving)s no. Para no perder su respuesta, "
                "anote que %(comuna)s atiende a %(serving)s."
            )
            % self.words
        )


class EmailMissingError(ConvocaError):
    """The person has no address that a mail could go to."""

    def user_message(self) -> str:
        return _("Esta persona no tiene correo. Anote su correo, o llámele.")


class NobodyKnownError(ConvocaError):
    """No seat has a known person, so there is no mail that could be shown as a sample."""

    def user_message(self) -> str:
        return _("Todavía no hay a quién invitar: falta anotar quién ocupa los puestos.")


class GroupLinkMissingError(ConvocaError):
    """The community has no live group link."""

    def user_message(self) -> str:
        return _(
            "Todavía no hay enlace del grupo. Cree el grupo en WhatsApp y pegue aquí su enlace."
        )


class GroupLinkRefusedError(ConvocaError):
    """The address is not an invite link of a WhatsApp group."""

    def user_message(self) -> str:
        return _(
            "Ese no es el enlace de un grupo de WhatsApp. Empieza con https://chat.whatsapp.com/"
        )


class GroupTooEarlyError(ConvocaError):
    """The first session has not been held."""

    def user_message(self) -> str:
        return _(
            "El enlace del grupo se entrega tras la primera sesión. Registre antes quién vino."
        )


class NoteGoneError(ConvocaError):
    """The note was removed meanwhile, or is too old to be brought back."""

    def user_message(self) -> str:
        return _("Esa nota ya no está. Si todavía hace falta, escríbala de nuevo.")


class CareUndoTooLateError(ConvocaError):
    """The seats were assigned too long ago, that was undone before, or somebody has them since."""

    def user_message(self) -> str:
        return _("Ya no se puede deshacer. Si hace falta, asigne otra vez esos puestos.")


class SavedViewGoneError(ConvocaError):
    """The view was dropped, or it is somebody else's: both look the same."""

    def user_message(self) -> str:
        return _("Esa vista ya no está. Elija los filtros y guárdela de nuevo.")


class SavedViewTakenError(ConvocaError):
    """Another view of this owner has that name."""

    def user_message(self) -> str:
        return _("Ya tiene una vista con ese nombre. Escriba otro.")
