"""What can go wrong on purpose with coding and the codebook."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class NameTakenError(ConvocaError):
    """Another theme or code of the community has this name."""

    def user_message(self) -> str:
        return _("Ya existe uno con ese nombre. Use ese, o escriba otro nombre.")


class NothingCodedError(ConvocaError):
    """No code was chosen or written."""

    def user_message(self) -> str:
        return _("Elija al menos un código, o escriba uno nuevo.")


class StatementChangedError(ConvocaError):
    """The answer was given anew, or somebody cut or joined this piece meanwhile."""

    def user_message(self) -> str:
        return _(
            "Este dicho ya no está así: la persona cambió su respuesta, o alguien lo cortó o unió. "
            "Siga con el próximo."
        )


class CutFaultError(ConvocaError):
    """No place to cut was chosen, or one that leaves a part without words."""

    def user_message(self) -> str:
        return _("Elija dónde cortar, de modo que cada parte diga algo.")


class NoNeighbourError(ConvocaError):
    """There is no statement of the same answer beside this one."""

    def user_message(self) -> str:
        return _("Al lado no hay otro dicho de la misma respuesta con el cual unir este.")


class StatementBlindError(ConvocaError):
    """The statement is in a blind round that is open: it stays as it is until that is settled."""

    def user_message(self) -> str:
        return _("Este dicho está en una doble codificación. Espere a que termine para cambiarlo.")


class ActBuiltUponError(ConvocaError):
    """What came later hangs on this act, or it was undone already."""

    def user_message(self) -> str:
        return _("Eso ya no se puede deshacer, porque después se hizo otra cosa con el dicho.")


class CodeRetiredError(ConvocaError):
    """A code was taken out of use meanwhile; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def user_message(self) -> str:
        return _("«%(name)s» ya no está en uso. Elija otro código.") % {"name": self.name}


class CodeMovedError(ConvocaError):
    """Somebody else changed this code since the page was shown."""

    def user_message(self) -> str:
        return _(
            "Otra persona cambió este código mientras usted escribía. "
            "Mire cómo quedó más abajo; si guarda otra vez, vale lo suyo."
        )


class CodeCircleError(ConvocaError):
    """A code cannot stand under itself, nor under what stands under it."""

    def user_message(self) -> str:
        return _("Un código no puede quedar bajo sí mismo. Elija otro lugar.")


class CodeInUseError(ConvocaError):
    """Codes in use stand under this one, so it cannot leave the book."""

    def user_message(self) -> str:
        return _("Hay códigos en uso bajo este. Cámbielos de lugar primero.")


class MergeFaultError(ConvocaError):
    """These two codes cannot be made one, or parted."""

    def user_message(self) -> str:
        return _("Elija otro código que esté en uso y que se ofrezca al codificar.")


class UnmergeFaultError(ConvocaError):
    """The code into which this one went has gone into another itself; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def user_message(self) -> str:
        return _("Primero separe o devuelva «%(name)s», y después este.") % {"name": self.name}


class SplitFaultError(ConvocaError):
    """A code is divided into at least two new ones."""

    def user_message(self) -> str:
        return _("Escriba al menos dos códigos nuevos, con nombres distintos.")


class MemoNotYoursError(ConvocaError):
    """Somebody else wrote this memo."""

    def user_message(self) -> str:
        return _("Esta nota la escribió otra persona. Pídale que la quite.")


class RecodingDoneError(ConvocaError):
    """Somebody looked at this statement already."""

    def user_message(self) -> str:
        return _("Alguien ya revisó este dicho. Siga con el próximo.")
