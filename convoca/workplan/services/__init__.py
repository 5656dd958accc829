"""Writing availability, experts and plans, by subject."""

from convoca.workplan.services.asking import (
    ask_availability,
    find_asking,
    send_test,
    undo_asking,
    write_sample,
)
from convoca.workplan.services.availability import (
    add_absence,
    confirm_carried,
    drop_absence,
    save_availability,
    save_council,
    save_days,
)
from convoca.workplan.services.carry import carry_availability
from convoca.workplan.services.closings import (
    ClosingInput,
    add_comuna_days,
    drop_closing,
    restore_closing,
    save_closing,
    set_worked,
)
from convoca.workplan.services.country import (
    COUNTRY_SOLVING,
    cancel_country_plan,
    replan_one,
    request_country_plan,
)
from convoca.workplan.services.country_solving import solve_waiting_country_plans
from convoca.workplan.services.experts import ExpertInput, save_expert
from convoca.workplan.services.plans import (
    PLAN_SOLVING,
    cancel_plan,
    change_weeks,
    confirm_plan,
    request_plan,
    start_solving,
)
from convoca.workplan.services.pool import (
    FacilitatorInput,
    LicenceInput,
    put_aside,
    save_facilitator,
    save_licence,
)
from convoca.workplan.services.pool_answers import (
    add_own_absence,
    drop_own_absence,
    save_own_days,
    save_own_hours,
)
from convoca.workplan.services.pool_asking import (
    ask_pool,
    issue_pool_link,
    members_to_ask,
    send_pool_links_again,
    send_pool_test,
    undo_pool_asking,
    write_pool_sample,
)
from convoca.workplan.services.solving import solve_waiting_plans

__all__ = [
    "COUNTRY_SOLVING",
    "PLAN_SOLVING",
    "ClosingInput",
    "ExpertInput",
    "FacilitatorInput",
    "LicenceInput",
    "add_absence",
    "add_comuna_days",
    "add_own_absence",
    "ask_availability",
    "ask_pool",
    "cancel_country_plan",
    "cancel_plan",
    "carry_availability",
    "change_weeks",
    "confirm_carried",
    "confirm_plan",
    "drop_absence",
    "drop_closing",
    "drop_own_absence",
    "find_asking",
    "issue_pool_link",
    "members_to_ask",
    "put_aside",
    "replan_one",
    "request_country_plan",
    "request_plan",
    "restore_closing",
    "save_availability",
    "save_closing",
    "save_council",
    "save_days",
    "save_expert",
    "save_facilitator",
    "save_licence",
    "save_own_days",
    "save_own_hours",
    "send_pool_links_again",
    "send_pool_test",
    "send_test",
    "set_worked",
    "solve_waiting_country_plans",
    "solve_waiting_plans",
    "start_solving",
    "undo_asking",
    "undo_pool_asking",
    "write_pool_sample",
    "write_sample",
]
