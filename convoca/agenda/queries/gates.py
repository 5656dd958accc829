"""What this room says before a cycle may go on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.agenda.models import Agenda
from convoca.agenda.queries.interviews import done_interviews
from convoca.convening.queries import accepted_invitations
from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle


def survey_gate_report(cycle: Cycle) -> GateReport:
    """Report the interviews: at least one, and how many of those who take part."""
    accepted = accepted_invitations(cycle)
    done = done_interviews(cycle)
    of_accepted = done.filter(seat__in=accepted.values("seat")).count()
    return GateReport(
        stage=Stage.SURVEY,
        lines=[
            GateLine(
                _("Entrevistas hechas a quienes participan"),
                done=of_accepted,
                of=accepted.count(),
                url=reverse("agenda:interviews", args=[cycle.pk]) + "?which=missing",
            )
        ],
        must=[] if done.exists() else [_("Haga al menos una entrevista: sin ella no hay agenda.")],
    )


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
