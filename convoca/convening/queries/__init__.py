"""Reading the convocatoria, by subject."""

from convoca.convening.queries.board import (
    SeatRow,
    count_standings,
    held_numbers,
    list_seat_rows,
)
from convoca.convening.queries.figures import (
    bands,
    coverage_by_region,
    coverage_of,
    funnel_counts,
    gate_report,
    list_session_figures,
)
from convoca.convening.queries.group import (
    current_group_link,
    is_group_open,
    list_group_candidates,
    list_group_members,
)
from convoca.convening.queries.history import HistoryLine, list_history, list_marks
from convoca.convening.queries.invitations import (
    accepted_invitations,
    calls_due,
    get_invitation_of,
    get_visible_seat,
    links_end_at,
    live_invitations,
    moment_of,
    open_answers,
    pending_replacements,
    remindable,
)

__all__ = [
    "HistoryLine",
    "SeatRow",
    "accepted_invitations",
    "bands",
    "calls_due",
    "count_standings",
    "coverage_by_region",
    "coverage_of",
    "current_group_link",
    "funnel_counts",
    "gate_report",
    "get_invitation_of",
    "get_visible_seat",
    "held_numbers",
    "is_group_open",
    "links_end_at",
    "list_group_candidates",
    "list_group_members",
    "list_history",
    "list_marks",
    "list_seat_rows",
    "list_session_figures",
    "live_invitations",
    "moment_of",
    "open_answers",
    "pending_replacements",
    "remindable",
]
