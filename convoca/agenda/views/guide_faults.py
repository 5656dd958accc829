"""What is wrong in an XLSForm, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.core.interviews.xlsform import FaultKind, FormFault

WORDS: Mapping[FaultKind, Promise] = {
    FaultKind.NO_SHEET: gettext_lazy("Falta la hoja «%(word)s». Agréguela y suba otra vez."),
    FaultKind.NO_COLUMN: gettext_lazy("Falta la columna «%(word)s»."),
    FaultKind.NO_QUESTIONS: gettext_lazy("No hay ninguna pregunta que se pueda usar."),
    FaultKind.TOO_MANY: gettext_lazy("Hay más de %(word)s preguntas. Deje las necesarias."),
    FaultKind.UNKNOWN_TYPE: gettext_lazy(
        "No hay preguntas de tipo «%(word)s». Use text, integer o select_one."
    ),
    FaultKind.REPEAT: gettext_lazy(
        "El grupo «%(word)s» se repite, y aquí cada pregunta se hace una vez. Use begin_group."
    ),
    FaultKind.NO_NAME: gettext_lazy("Falta el nombre (columna name)."),
    FaultKind.BAD_NAME: gettext_lazy(
        "El nombre «%(word)s» no sirve. Use letras sin tilde, números y _, y empiece con letra."
    ),
    FaultKind.TWICE: gettext_lazy("El nombre «%(word)s» está dos veces. Cambie uno."),
    FaultKind.NO_LABEL: gettext_lazy("Falta el texto que se lee (columna label)."),
    FaultKind.TOO_LONG: gettext_lazy("El texto de «%(word)s» es demasiado largo. Acórtelo."),
    FaultKind.REFERENCE: gettext_lazy(
        "El texto de «%(word)s» usa ${…}, y aquí no se reemplaza por nada. Quítelo."
    ),
    FaultKind.NO_LIST: gettext_lazy("La lista «%(word)s» no tiene opciones en la hoja choices."),
    FaultKind.LIST_SIZE: gettext_lazy("La lista «%(word)s» tiene más de 40 opciones. Acórtela."),
    FaultKind.RELEVANT: gettext_lazy(
        "No se entiende la condición «%(word)s». Use una como ${pregunta} = 'respuesta'."
    ),
    FaultKind.LATER: gettext_lazy(
        "La condición nombra «%(word)s», que no es una pregunta anterior con opciones."
    ),
    FaultKind.NO_SUCH_ANSWER: gettext_lazy(
        "La condición nombra la respuesta «%(word)s», que no está entre las opciones."
    ),
    FaultKind.TWO_CONDITIONS: gettext_lazy(
        "Depende de dos preguntas distintas. Deje la condición de una sola."
    ),
    FaultKind.STRAY_END: gettext_lazy("Se cierra un grupo que no estaba abierto."),
    FaultKind.OPEN_GROUP: gettext_lazy("El grupo «%(word)s» no se cierra (end_group)."),
    FaultKind.NEEDED_KIND: gettext_lazy(
        "«%(word)s» guarda un permiso: debe ser select_one con las opciones yes y no."
    ),
    FaultKind.CONSENT_LATE: gettext_lazy(
        "«%(word)s» pide el permiso para la entrevista: debe ser la primera pregunta."
    ),
    FaultKind.THEMES: gettext_lazy(
        "«%(word)s» pregunta por los temas: va una sola vez y con sus dos escalas."
    ),
    FaultKind.UNUSED_TYPE: gettext_lazy("«%(word)s» se deja fuera: aquí no hace falta."),
    FaultKind.CONSTRAINT: gettext_lazy("El límite de «%(word)s» no se entiende y se deja fuera."),
    FaultKind.OTHER_OPTION: gettext_lazy(
        "«%(word)s» ofrece «otra»: agréguela como opción si la necesita."
    ),
    FaultKind.LONE_NOTE: gettext_lazy("La nota «%(word)s…» no antecede a nada y se deja fuera."),
}


@dataclass(frozen=True)
class FaultLine:
    """Where it is, and what it is."""

    where: str
    words: str
    is_notice: bool


def fault_lines(faults: Sequence[FormFault]) -> list[FaultLine]:
    """Say each fault in a sentence, those that must be put right first."""
    ordered = sorted(faults, key=lambda fault: fault.is_notice)
    return [
        FaultLine(_where(one), WORDS[one.kind] % {"word": one.word}, one.is_notice)
        for one in ordered
    ]


def _where(fault: FormFault) -> str:
    if not fault.line:
        return fault.sheet
    return _("%(sheet)s, fila %(line)s") % {"sheet": fault.sheet, "line": fault.line}
