"""Writing availability, experts and plans, by subject."""

from convoca.workplan.services.asking import (
    ask_availability,
    rows_to_ask,
    send_test,
    undo_asking,
    write_sample,
)
from convoca.workplan.services.availability import (
    add_absence,
    confirm_carried,
    copy_from,
    drop_absence,
    save_availability,
    save_council,
    save_day,
)
from convoca.workplan.services.carry import carry_availability
from convoca.workplan.services.experts import ExpertInput, save_expert
from convoca.workplan.services.plans import (
    PLAN_SOLVING,
    cancel_plan,
    confirm_plan,
    request_plan,
)
from convoca.workplan.services.solving import solve_waiting_plans

__all__ = [
    "PLAN_SOLVING",
    "ExpertInput",
    "add_absence",
    "ask_availability",
    "cancel_plan",
    "carry_availability",
    "confirm_carried",
    "confirm_plan",
    "copy_from",
    "drop_absence",
    "request_plan",
    "rows_to_ask",
    "save_availability",
    "save_council",
    "save_day",
    "save_expert",
    "send_test",
    "solve_waiting_plans",
    "undo_asking",
    "write_sample",
]
