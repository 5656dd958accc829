"""Reading sessions, by subject."""

from convoca.meetings.queries.attendance import (
    AttendanceLine,
    comuna_index,
    file_guests,
    filter_lines,
    list_attendance,
)
from convoca.meetings.queries.calendar import calendar_text
from convoca.meetings.queries.commitments import (
    get_commitment,
    list_commitments,
    open_commitments,
    seat_commitments,
)
from convoca.meetings.queries.gates import closing_gate_report, figures, gate_report
from convoca.meetings.queries.guests import (
    Guest,
    leave_out_excused,
    leave_out_told,
    list_accepted,
    list_guests,
)
from convoca.meetings.queries.overview import Overview, read_overview
from convoca.meetings.queries.sessions import (
    LinkedSession,
    get_linked_session,
    get_session,
    happens_twice,
    list_sessions,
    list_zone_readings,
)

__all__ = [
    "AttendanceLine",
    "Guest",
    "LinkedSession",
    "Overview",
    "calendar_text",
    "closing_gate_report",
    "comuna_index",
    "figures",
    "file_guests",
    "filter_lines",
    "gate_report",
    "get_commitment",
    "get_linked_session",
    "get_session",
    "happens_twice",
    "leave_out_excused",
    "leave_out_told",
    "list_accepted",
    "list_attendance",
    "list_commitments",
    "list_guests",
    "list_sessions",
    "list_zone_readings",
    "open_commitments",
    "read_overview",
    "seat_commitments",
]
