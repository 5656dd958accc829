"""What can go wrong on purpose with the guide."""

from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.guide import Question
from convoca.agenda.core.interviews.guide.editing import EditFault
from convoca.agenda.core.interviews.guide.needed import Need
from convoca.foundation.errors import ConvocaError


class GuideChangeError(ConvocaError):
    """A change of the guide that cannot be made; `about` is what stands in its way."""

    def __init__(self, fault: EditFault, about: str = "", need: Need | None = None) -> None:
        super().__init__(fault, about)
        self.fault = fault
        self.about = about
        self.need = need

    def user_message(self) -> str:
        if self.need is not None:
            return self._needed()
        return {
            EditFault.NEEDED: _("Esa pregunta no se puede quitar."),
            EditFault.ASKED_ABOUT: _(
                "De ella depende «%(about)s». Cambie primero a quiénes se les hace esa pregunta."
            ),
            EditFault.ORDER: _(
                "«%(about)s» quedaría antes de la pregunta de la que depende. Déjela después."
            ),
            EditFault.NOT_EMPTY: _("«%(about)s» tiene preguntas. Muévalas o quítelas primero."),
            EditFault.SAME_TITLE: _("Ya hay una sección «%(about)s». Escriba otro título."),
            EditFault.THEMES_TWICE: _("La pauta ya pregunta por los temas, y basta una vez."),
            EditFault.THERE: _("«%(about)s» ya está en la pauta."),
            EditFault.ABSENT: _("Otra persona la quitó mientras tanto. La lista está al día."),
        }[self.fault] % {"about": self.about}

    def _needed(self) -> str:
        return {
            Need.CONSENT: _(
                "Esta pregunta queda: sin el sí de la persona no se le puede entrevistar. "
                "Sus palabras sí se pueden cambiar."
            ),
            Need.RECORD: _(
                "Esta pregunta queda: sin ese permiso no se puede grabar. "
                "Sus palabras sí se pueden cambiar."
            ),
            Need.QUOTE: _(
                "Esta pregunta queda: sin ese permiso no se muestra lo que alguien dijo. "
                "Sus palabras sí se pueden cambiar."
            ),
            Need.GROUP: _(
                "Esta pregunta queda: dice a quién se entrega el enlace del grupo. "
                "Sus palabras sí se pueden cambiar."
            ),
            Need.THEMES: _(
                "Esta pregunta queda: de sus notas sale la agenda. "
                "Sus palabras sí se pueden cambiar."
            ),
        }[self.need or Need.CONSENT]


class GuideQuestionMovedError(ConvocaError):
    """Somebody changed or removed this question meanwhile; `theirs` is what it is now, if at all.

    Saved again with the fingerprint of theirs, it is written over.
    """

    def __init__(self, theirs: Question | None) -> None:
        super().__init__(theirs and theirs.id)
        self.theirs = theirs

    def user_message(self) -> str:
        if self.theirs is None:
            return _(
                "Otra persona quitó esta pregunta mientras usted escribía. "
                "Guarde otra vez para agregarla de nuevo."
            )
        return _(
            "Otra persona cambió esta pregunta mientras usted escribía. Lo suyo sigue aquí: "
            "guarde otra vez para dejarlo en lugar de lo que está abajo."
        )


class GuideDraftMovedError(ConvocaError):
    """The draft is not any more what was shown."""

    def user_message(self) -> str:
        return _("El borrador cambió mientras tanto. Mírelo como está ahora y repita.")


class GuideDraftGoneError(ConvocaError):
    """There is no draft any more: it was put to use, or discarded."""

    def user_message(self) -> str:
        return _(
            "Ya no hay borrador: otra persona lo puso en uso o lo descartó. "
            "Empiece otro en la página de la pauta y repita el cambio."
        )


class GuideUnchangedError(ConvocaError):
    """The draft says the same as the version in use."""

    def user_message(self) -> str:
        return _("El borrador es igual a la pauta en uso. Cambie algo, o descártelo.")


class GuideUsedError(ConvocaError):
    """A version that cannot be taken back: an interview was begun with it, or it is the first."""

    def user_message(self) -> str:
        return _("Ya no se puede deshacer: hay entrevistas hechas con esta versión.")


class GuideDraftWaitsError(ConvocaError):
    """There is a draft, which would be lost."""

    def user_message(self) -> str:
        return _("Hay un borrador. Póngalo en uso o descártelo antes de deshacer.")


class GuideFileError(ConvocaError):
    """A file that is not read as an XLSForm; `what` says why."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def user_message(self) -> str:
        return _("%(what)s Guarde el XLSForm como .xlsx y vuelva a subirlo. No se guardó nada.") % {
            "what": self.what
        }
