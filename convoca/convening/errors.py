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


class SavedViewGoneError(ConvocaError):
    """The view was dropped, or it is somebody else's: both look the same."""

    def user_message(self) -> str:
        return _("Esa vista ya no está. Elija los filtros y guárdela de nuevo.")


class SavedViewTakenError(ConvocaError):
    """Another view of this owner has that name."""

    def user_message(self) -> str:
        return _("Ya tiene una vista con ese nombre. Escriba otro.")
