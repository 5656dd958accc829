"""What can go wrong on purpose with blind rounds and files that are carried in and out."""

from django.utils.translation import gettext as _

from convoca.agenda.core.coding.refi.values import RefiFault
from convoca.foundation.errors import ConvocaError


class BlindRoundOpenError(ConvocaError):
    """The cycle has an open blind round."""

    def user_message(self) -> str:
        return _("Ya hay una ronda a ciegas abierta. Termínela o cancélela antes de abrir otra.")


class BlindRoundMovedError(ConvocaError):
    """The blind round is not in the state that this act needs: somebody was faster."""

    def user_message(self) -> str:
        return _("La ronda a ciegas cambió mientras tanto. Mire abajo cómo está ahora.")


class BlindCoderFaultError(ConvocaError):
    """The two people are the same, one may not code, or one has coded these statements before."""

    def user_message(self) -> str:
        return _(
            "Elija a dos personas distintas que codifiquen en esta comunidad y que no hayan "
            "codificado antes estos dichos."
        )


class NothingToDrawError(ConvocaError):
    """There is no codebook yet, or no statement that neither of the two has coded."""

    def user_message(self) -> str:
        return _(
            "No hay dichos por codificar a ciegas: hace falta un libro de códigos, y dichos que "
            "ninguna de las dos personas haya codificado."
        )


class BlindCodesFaultError(ConvocaError):
    """The codes are none of those that the round offers."""

    def user_message(self) -> str:
        return _("Elija uno o más códigos de la lista, o presione «Ninguno calza».")


class SettleReasonMissingError(ConvocaError):
    """The two disagreed, and nobody wrote why it is settled so."""

    def user_message(self) -> str:
        return _("Escriba por qué se resuelve así. La razón queda guardada junto al dicho.")


class BlindReasonMissingError(ConvocaError):
    """A coder is replaced or a round cancelled without a word why."""

    def user_message(self) -> str:
        return _("Escriba el motivo. Queda guardado junto a la ronda.")


class CarriedFileFaultError(ConvocaError):
    """A file is no REFI-QDA codebook or project; `fault` says why, `where` near what."""

    def __init__(self, fault: RefiFault, where: str = "") -> None:
        super().__init__(fault, where)
        self.fault = fault
        self.where = where

    def user_message(self) -> str:
        what = {
            RefiFault.TOO_BIG: _("El archivo es demasiado grande."),
            RefiFault.DAMAGED: _("El archivo está dañado o no es de REFI-QDA."),
            RefiFault.UNSAFE: _("El archivo tiene contraseña o partes que no son seguras."),
            RefiFault.OTHER_KIND: _("El archivo no es un libro de códigos ni un proyecto."),
            RefiFault.BAD_GUID: _("Una parte del archivo no tiene un identificador que sirva."),
            RefiFault.REPEATED: _("El archivo trae dos veces el mismo código: «%(where)s».")
            % {"where": self.where},
            RefiFault.NAMELESS: _("El archivo trae un código sin nombre."),
            RefiFault.BAD_PLACE: _("El archivo marca un trozo de texto que no existe."),
        }[self.fault]
        return _("%(what)s Expórtelo otra vez como .qdc o .qdpx. No se cambió nada.") % {
            "what": what
        }


class CarriedFileDoneError(ConvocaError):
    """The file was put to use before."""

    def user_message(self) -> str:
        return _("Este archivo ya se trajo. Mire el libro de códigos para ver cómo quedó.")


class CarriedFileMovedError(ConvocaError):
    """What the file would change is not what the person looked at."""

    def user_message(self) -> str:
        return _("El libro de códigos cambió mientras miraba. Revise otra vez y confirme.")
