"""Writing the convocatoria, by subject."""

from convoca.convening.services.again import resend_mail
from convoca.convening.services.answers import (
    DeputyInput,
    add_decline_reason,
    answer_invitation,
    decline_for_good,
)
from convoca.convening.services.attendance import Mark, record_attendance_marks
from convoca.convening.services.care import assign_seats, undo_assignment
from convoca.convening.services.carry import carry_over_invitations
from convoca.convening.services.group import GroupState, mark_group_member, set_group_link
from convoca.convening.services.group_giving import (
    give_group_link,
    renew_group_link,
    undo_group_link,
)
from convoca.convening.services.interviews import record_interview
from convoca.convening.services.invitations import (
    InviteResult,
    invite_seats,
    remind_unanswered,
)
from convoca.convening.services.mails import Story, send_test, write_sample, write_welcome
from convoca.convening.services.notes import (
    add_note,
    edit_note,
    erase_removed_notes,
    remove_note,
    restore_note,
)
from convoca.convening.services.own_data import correct_own_data
from convoca.convening.services.reminders import count_reminders, uncount_reminders
from convoca.convening.services.saved_views import (
    change_view,
    drop_view,
    restore_view,
    save_view,
)
from convoca.convening.services.seats import (
    mark_existence,
    record_attempt,
    replace_holder,
    report_replacement,
    update_contacts,
)
from convoca.convening.services.sharing import end_sharing, keep_apart, share_seat
from convoca.convening.services.taking_back import (
    StandingAnswer,
    read_answer,
    take_back_answer,
)
from convoca.convening.services.undo import UndoResult, undo_invitations, undo_reminders
from convoca.convening.services.withdrawal import withdraw_changed_seats

__all__ = [
    "DeputyInput",
    "GroupState",
    "InviteResult",
    "Mark",
    "StandingAnswer",
    "Story",
    "UndoResult",
    "add_decline_reason",
    "add_note",
    "answer_invitation",
    "assign_seats",
    "carry_over_invitations",
    "change_view",
    "correct_own_data",
    "count_reminders",
    "decline_for_good",
    "drop_view",
    "edit_note",
    "end_sharing",
    "erase_removed_notes",
    "give_group_link",
    "invite_seats",
    "keep_apart",
    "mark_existence",
    "mark_group_member",
    "read_answer",
    "record_attempt",
    "record_attendance_marks",
    "record_interview",
    "remind_unanswered",
    "remove_note",
    "renew_group_link",
    "replace_holder",
    "report_replacement",
    "resend_mail",
    "restore_note",
    "restore_view",
    "save_view",
    "send_test",
    "set_group_link",
    "share_seat",
    "take_back_answer",
    "uncount_reminders",
    "undo_assignment",
    "undo_group_link",
    "undo_invitations",
    "undo_reminders",
    "update_contacts",
    "withdraw_changed_seats",
    "write_sample",
    "write_welcome",
]
