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
from convoca.meetings.queries.minutes import list_minutes_readers
from convoca.meetings.queries.overview import Overview, read_overview
from convoca.meetings.queries.sessions import (
    LinkedSession,
    get_linked_session,
    get_session,
    list_sessions,
    list_zone_readings,
    read_clock,
)
from convoca.meetings.queries.told import read_told, who_must_hear

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
    "leave_out_excused",
    "leave_out_told",
    "list_accepted",
    "list_attendance",
    "list_commitments",
    "list_guests",
    "list_minutes_readers",
    "list_sessions",
    "list_zone_readings",
    "open_commitments",
    "read_clock",
    "read_overview",
    "read_told",
    "seat_commitments",
    "who_must_hear",
]
