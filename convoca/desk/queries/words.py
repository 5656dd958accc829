"""Names of stages, steps and bands on the screen."""

from django.utils.translation import gettext_lazy as _

from convoca.convening.core.bands import Band
from convoca.cycles.core.stages import Stage

STAGE_NAMES = {
    Stage.CONVENING: _("Convocatoria"),
    Stage.SURVEY: _("Sondeo"),
    Stage.AGENDA: _("Agenda"),
    Stage.PLAN: _("Plan"),
    Stage.SESSIONS: _("Sesiones"),
    Stage.CLOSING: _("Cierre"),
    Stage.CLOSED: _("Cerrado"),
}
ADVANCE_WORDS = {
    Stage.CONVENING: _("Pasar al sondeo"),
    Stage.SURVEY: _("Pasar a la agenda"),
    Stage.AGENDA: _("Pasar al plan de trabajo"),
    Stage.PLAN: _("Pasar a las sesiones"),
    Stage.SESSIONS: _("Pasar al cierre"),
    Stage.CLOSING: _("Cerrar el ciclo"),
}
FUNNEL_NAMES = {
    "seats": _("Puestos que existen"),
    "identified": _("Con persona conocida"),
    "reached": _("Alcanzados"),
    "answered": _("Respondieron"),
    "accepted": _("Participan"),
    "interviewed": _("Entrevistados"),
    "gave_availability": _("Dijeron cuándo pueden"),
    "attended_once": _("Vinieron una vez"),
    "attended_twice": _("Vinieron dos veces"),
    "in_group": _("En el grupo"),
}
BAND_NAMES = {
    Band.HIGH: _("Casi siempre (dos tercios o más)"),
    Band.MEDIUM: _("A veces (un tercio o más)"),
    Band.LOW: _("Rara vez"),
    Band.NEVER: _("Nunca"),
}
