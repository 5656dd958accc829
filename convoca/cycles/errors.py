"""What can go wrong on purpose with cycles."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class GateShutError(ConvocaError):
    """The next stage would have nothing to go on with; `must` says what is needed."""

    def __init__(self, must: list[str]) -> None:
        super().__init__(must)
        self.must = must

    def user_message(self) -> str:
        return _("Aún no se puede pasar a la etapa siguiente: %(must)s") % {
            "must": " ".join(self.must)
        }


class ReasonMissingError(ConvocaError):
    """A gate that is not full was passed without a reason."""

    def user_message(self) -> str:
        return _(
            "Falta gente en esta etapa. Escriba por qué sigue de todos modos; quedará guardado."
        )


class CycleMovedError(ConvocaError):
    """Somebody else moved the cycle meanwhile."""

    def user_message(self) -> str:
        return _(
            "Otra persona ya cambió la etapa de este ciclo. Recargue la página para ver dónde está."
        )


class CycleOpenError(ConvocaError):
    """The community is still in a cycle."""

    def user_message(self) -> str:
        return _(
            "Esta comunidad ya tiene un ciclo abierto. Ciérrelo antes de empezar el siguiente."
        )
