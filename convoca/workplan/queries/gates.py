"""What this room says before a cycle may go on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.workplan.queries.availability import availability_rows
from convoca.workplan.queries.plans import confirmed_plan


def gate_report(cycle: Cycle) -> GateReport:
    """Report the plan: its dates confirmed, and how many said when they can."""
    rows = availability_rows(cycle)
    is_confirmed = confirmed_plan(cycle) is not None
    return GateReport(
        stage=Stage.PLAN,
        lines=[
            GateLine(
                _("personas que dijeron cuándo pueden"),
                done=sum(row.has_answered for row in rows),
                of=len(rows),
                url=reverse("workplan:availability", args=[cycle.pk]),
            ),
            GateLine(
                _("plan de trabajo confirmado"),
                done=int(is_confirmed),
                of=1,
                url=reverse("workplan:plan", args=[cycle.pk]),
            ),
        ],
        must=[] if is_confirmed else [_("Confirme las fechas: de ellas salen las sesiones.")],
    )
