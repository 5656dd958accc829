"""Reading availability, experts and plans, by subject."""

from convoca.workplan.queries.availability import (
    AvailabilityRow,
    answered_seat_ids,
    availability_of,
    availability_rows,
    calling_sheet,
    get_availability_row,
    get_participation,
    is_open,
    last_batch,
    past_askings,
)
from convoca.workplan.queries.experts import get_expert, list_experts
from convoca.workplan.queries.gates import gate_report
from convoca.workplan.queries.heat import HeatMap, heat_map
from convoca.workplan.queries.plans import (
    PlannedSession,
    confirmed_plan,
    count_answers_since,
    get_plan,
    list_plans,
    plan_in_hand,
    planned_sessions,
)
from convoca.workplan.queries.problem import (
    build_country_problem,
    build_problem,
    default_weights,
    is_team,
    participants_of,
)
from convoca.workplan.queries.zones import plan_window, zone_words

__all__ = [
    "AvailabilityRow",
    "HeatMap",
    "PlannedSession",
    "answered_seat_ids",
    "availability_of",
    "availability_rows",
    "build_country_problem",
    "build_problem",
    "calling_sheet",
    "confirmed_plan",
    "count_answers_since",
    "default_weights",
    "gate_report",
    "get_availability_row",
    "get_expert",
    "get_participation",
    "get_plan",
    "heat_map",
    "is_open",
    "is_team",
    "last_batch",
    "list_experts",
    "list_plans",
    "participants_of",
    "past_askings",
    "plan_in_hand",
    "plan_window",
    "planned_sessions",
    "zone_words",
]
