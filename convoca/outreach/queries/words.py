"""The words of the rules on the screen."""

from django.utils.translation import gettext_lazy

from convoca.convening.models import ContactAttempt
from convoca.outreach.core.queue import Reason, Rest
from convoca.outreach.models import Turn

Result = ContactAttempt.Result

REASONS = {
    Reason.PROMISED: gettext_lazy("Quedamos en volver a llamar."),
    Reason.ERRAND: gettext_lazy("Hay un encargo para este puesto."),
    Reason.MAIL_TROUBLE: gettext_lazy("Nuestro correo no le llegó."),
    Reason.NO_EMAIL: gettext_lazy("No tenemos su correo."),
    Reason.SILENT: gettext_lazy("Se le escribió y todavía no responde."),
    Reason.AGAIN: gettext_lazy("Se le llamó antes y falta su respuesta."),
}
RESTS = {
    Rest.NO_PHONE: gettext_lazy("sin teléfono"),
    Rest.WRONG_PHONE: gettext_lazy("el número no era"),
    Rest.LEFT: gettext_lazy("ya no está en el cargo"),
    Rest.EXHAUSTED: gettext_lazy("no contestó cuatro llamadas"),
}
RESULTS = {
    Result.ACCEPTS: gettext_lazy("Sí, participará"),
    Result.NO_ANSWER: gettext_lazy("No contesta"),
    Result.REACHED: gettext_lazy("Hablamos, lo verá"),
    Result.CALL_LATER: gettext_lazy("Llamar otro día"),
    Result.REFUSES: gettext_lazy("No quiere"),
    Result.WRONG: gettext_lazy("Número equivocado"),
    Result.REPLACED: gettext_lazy("Ya no está en el cargo"),
}


def reason_words(turn: Turn) -> str:
    """Say why somebody is called now, with the errand's own reason where there is one."""
    if turn.errand is not None:
        return turn.errand.reason
    return str(REASONS[Reason(turn.reason)])


def rest_words(rest: Rest) -> str:
    """Say why nobody can call a seat; only those that somebody can mend have words."""
    return str(RESTS[rest])


def result_words(result: str) -> str:
    """Say what a button of the queue means."""
    return str(RESULTS[Result(result)])
