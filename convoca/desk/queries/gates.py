"""The gates of all stages, collected from the rooms that know them."""

from collections.abc import Callable, Mapping

from convoca.agenda.queries import agenda_gate_report, survey_gate_report
from convoca.convening.queries import gate_report as convening_gate_report
from convoca.cycles.core.gates import GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.meetings.queries import closing_gate_report
from convoca.meetings.queries import gate_report as sessions_gate_report
from convoca.workplan.queries import gate_report as plan_gate_report

REPORTS: Mapping[Stage, Callable[[Cycle], GateReport]] = {
    Stage.CONVENING: convening_gate_report,
    Stage.SURVEY: survey_gate_report,
    Stage.AGENDA: agenda_gate_report,
    Stage.PLAN: plan_gate_report,
    Stage.SESSIONS: sessions_gate_report,
    Stage.CLOSING: closing_gate_report,
}


def gate_report(cycle: Cycle) -> GateReport:
    """Return what is done and missing in the stage of a cycle; a closed one misses nothing."""
    stage = Stage(cycle.stage)
    return REPORTS[stage](cycle) if stage in REPORTS else GateReport(stage)
