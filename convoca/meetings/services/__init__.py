"""Writing sessions, by subject."""

from convoca.meetings.services.announcing import announce_sessions, undo_announcing
from convoca.meetings.services.attendance import (
    AttendanceEntry,
    close_session,
    excuse_by_link,
    preview_attendance,
    record_attendance,
    withdraw_excuse_by_link,
)
from convoca.meetings.services.calendar_replies import apply_calendar_reply
from convoca.meetings.services.changes import (
    ClockChanges,
    follow_clock_changes,
    tell_clock_change,
)
from convoca.meetings.services.commitments import (
    add_commitment,
    carry_commitments,
    settle_commitment,
)
from convoca.meetings.services.farewells import follow_answers
from convoca.meetings.services.mailing import (
    ANNOUNCEMENT,
    CANCELLATION,
    CHANGE,
    MINUTES,
    REMINDER,
    Letter,
    Mailing,
    send_test,
    write_sample,
)
from convoca.meetings.services.minutes import save_minutes, send_minutes
from convoca.meetings.services.moving import Moved, Wish, move_session, undo_move
from convoca.meetings.services.replanning import confirm_new_dates, replan_sessions
from convoca.meetings.services.schedule import schedule_sessions
from convoca.meetings.services.sessions import (
    Change,
    announce_session,
    cancel_session,
    change_session,
    remind_session,
)
from convoca.meetings.services.undo import undo_mailing
from convoca.messaging.services import UNDO_TIME

__all__ = [
    "ANNOUNCEMENT",
    "CANCELLATION",
    "CHANGE",
    "MINUTES",
    "REMINDER",
    "UNDO_TIME",
    "AttendanceEntry",
    "Change",
    "ClockChanges",
    "Letter",
    "Mailing",
    "Moved",
    "Wish",
    "add_commitment",
    "announce_session",
    "announce_sessions",
    "apply_calendar_reply",
    "cancel_session",
    "carry_commitments",
    "change_session",
    "close_session",
    "confirm_new_dates",
    "excuse_by_link",
    "follow_answers",
    "follow_clock_changes",
    "move_session",
    "preview_attendance",
    "record_attendance",
    "remind_session",
    "replan_sessions",
    "save_minutes",
    "schedule_sessions",
    "send_minutes",
    "send_test",
    "settle_commitment",
    "tell_clock_change",
    "undo_announcing",
    "undo_mailing",
    "undo_move",
    "withdraw_excuse_by_link",
    "write_sample",
]
