"""What this room says before a cycle may go on."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.agenda.models import Agenda
from convoca.agenda.queries.interviews import done_interviews, interview_rows
from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle


def survey_gate_report(cycle: Cycle) -> GateReport:
    """Report the interviews: at least one, and how many of those who take part.

    Who preferred not to answer is said apart, and is not missing: as in the list.
    """
    rows = interview_rows(cycle)
    declined = sum(row.is_declined for row in rows)
    return GateReport(
        stage=Stage.SURVEY,
        lines=[
            GateLine(
                _gate_words(declined),
                done=sum(row.is_done for row in rows),
                of=len(rows) - declined,
                url=reverse("agenda:interviews", args=[cycle.pk]) + "?which=missing",
            )
        ],
        must=[]
        if done_interviews(cycle).exists()
        else [_("Haga al menos una entrevista: sin ella no hay agenda.")],
    )


def _gate_words(declined: int) -> str:
    if not declined:
        return _("Entrevistas hechas a quienes participan")
    return ngettext(
        "Entrevistas hechas a quienes participan, sin contar a %(n)s que prefirió no responder",
        "Entrevistas hechas a quienes participan, sin contar a %(n)s que prefirieron no responder",
        declined,
    ) % {"n": declined}


def agenda_gate_report(cycle: Cycle) -> GateReport:
    """Report the agenda: confirmed or not."""
    is_confirmed = Agenda.objects.filter(cycle=cycle).exists()
    return GateReport(
        stage=Stage.AGENDA,
        lines=[
            GateLine(
                _("Agenda confirmada"),
                done=int(is_confirmed),
                of=1,
                url=reverse("agenda:agenda", args=[cycle.pk]),
            )
        ],
        must=[] if is_confirmed else [_("Confirme la agenda: de ella salen las sesiones.")],
    )
