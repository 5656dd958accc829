"""Reading availability, experts and plans, by subject."""

from convoca.workplan.queries.availability import (
    AvailabilityRow,
    answered_seat_ids,
    availability_of,
    availability_rows,
    get_participation,
    is_open,
    last_batch,
)
from convoca.workplan.queries.experts import get_expert, list_experts
from convoca.workplan.queries.gates import gate_report
from convoca.workplan.queries.heat import HeatMap, heat_map
from convoca.workplan.queries.plans import (
    PlannedSession,
    confirmed_plan,
    count_answers_since,
    get_plan,
    latest_plans,
    plan_in_hand,
    planned_sessions,
)
from convoca.workplan.queries.problem import build_problem, default_weights, participants_of
from convoca.workplan.queries.zones import plan_window, zone_words

__all__ = [
    "AvailabilityRow",
    "HeatMap",
    "PlannedSession",
    "answered_seat_ids",
    "availability_of",
    "availability_rows",
    "build_problem",
    "confirmed_plan",
    "count_answers_since",
    "default_weights",
    "gate_report",
    "get_expert",
    "get_participation",
    "get_plan",
    "heat_map",
    "is_open",
    "last_batch",
    "latest_plans",
    "list_experts",
    "participants_of",
    "plan_in_hand",
    "plan_window",
    "planned_sessions",
    "zone_words",
]
