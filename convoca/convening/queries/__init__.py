"""Reading the convocatoria, by subject."""

from convoca.convening.queries.board import (
    Carer,
    SeatRow,
    count_standings,
    get_seat_row,
    held_numbers,
    list_seat_rows,
)
from convoca.convening.queries.export import seat_sheet
from convoca.convening.queries.facets import FACETS, NOBODY, SAID_YES, UNCLASSED, traits_of
from convoca.convening.queries.figures import (
    bands,
    coverage_of,
    funnel_counts,
    gate_report,
    list_session_figures,
)
from convoca.convening.queries.group import (
    current_group_link,
    group_roll,
    is_group_open,
    last_giving,
    list_group_candidates,
    list_group_members,
    list_group_renewals,
    pair_of,
)
from convoca.convening.queries.history import HistoryLine, list_history, list_marks
from convoca.convening.queries.invitations import (
    accepted_invitations,
    calls_due,
    get_invitation_of,
    get_visible_seat,
    is_confirmed,
    links_end_at,
    live_invitations,
    moment_of,
    open_answers,
    pending_replacements,
    remindable,
)
from convoca.convening.queries.saved_views import dropped_view, list_saved_views
from convoca.convening.queries.seat_page import (
    Holding,
    get_own_note,
    list_holders,
    list_notes,
    proposed_successor,
    standing_deputy,
)
from convoca.convening.queries.sharing import list_maybe_shared, list_serving_candidates
from convoca.convening.queries.team import last_assignment, list_carers
from convoca.convening.queries.words import hurdle_words, shared_words

__all__ = [
    "FACETS",
    "NOBODY",
    "SAID_YES",
    "UNCLASSED",
    "Carer",
    "HistoryLine",
    "Holding",
    "SeatRow",
    "accepted_invitations",
    "bands",
    "calls_due",
    "count_standings",
    "coverage_of",
    "current_group_link",
    "dropped_view",
    "funnel_counts",
    "gate_report",
    "get_invitation_of",
    "get_own_note",
    "get_seat_row",
    "get_visible_seat",
    "group_roll",
    "held_numbers",
    "hurdle_words",
    "is_confirmed",
    "is_group_open",
    "last_assignment",
    "last_giving",
    "links_end_at",
    "list_carers",
    "list_group_candidates",
    "list_group_members",
    "list_group_renewals",
    "list_history",
    "list_holders",
    "list_marks",
    "list_maybe_shared",
    "list_notes",
    "list_saved_views",
    "list_seat_rows",
    "list_serving_candidates",
    "list_session_figures",
    "live_invitations",
    "moment_of",
    "open_answers",
    "pair_of",
    "pending_replacements",
    "proposed_successor",
    "remindable",
    "seat_sheet",
    "shared_words",
    "standing_deputy",
    "traits_of",
]
