"""Reading who drifts away, what is done about it, and what came of it."""

from convoca.retention.queries.alerts import (
    AlertRow,
    count_new_alerts,
    count_untended_alerts,
    get_visible_alert,
    list_alerts,
)
from convoca.retention.queries.curves import (
    CycleCurve,
    Funnels,
    Loyalty,
    count_funnel,
    list_curves,
    read_funnels,
    read_loyalty,
)
from convoca.retention.queries.effects import Comparison, EffectBook, read_effects
from convoca.retention.queries.records import list_cycle_records
from convoca.retention.queries.risks import RiskBoard, SeatRisk, read_risks, read_seat_risk
from convoca.retention.queries.tasks import (
    get_visible_task,
    list_carers,
    open_tasks,
    settled_tasks,
    spoken_calls,
)

__all__ = [
    "AlertRow",
    "Comparison",
    "CycleCurve",
    "EffectBook",
    "Funnels",
    "Loyalty",
    "RiskBoard",
    "SeatRisk",
    "count_funnel",
    "count_new_alerts",
    "count_untended_alerts",
    "get_visible_alert",
    "get_visible_task",
    "list_alerts",
    "list_carers",
    "list_curves",
    "list_cycle_records",
    "open_tasks",
    "read_effects",
    "read_funnels",
    "read_loyalty",
    "read_risks",
    "read_seat_risk",
    "settled_tasks",
    "spoken_calls",
]
