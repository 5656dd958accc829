"""Writing the convocatoria, by subject."""

from convoca.convening.services.answers import (
    DeputyInput,
    add_decline_reason,
    answer_invitation,
)
from convoca.convening.services.attendance import Mark, record_attendance_marks
from convoca.convening.services.carry import carry_over_invitations
from convoca.convening.services.group import (
    GroupState,
    give_group_link,
    mark_group_member,
    set_group_link,
)
from convoca.convening.services.invitations import (
    InviteResult,
    invite_seats,
    remind_unanswered,
)
from convoca.convening.services.mails import send_test, write_sample
from convoca.convening.services.seats import (
    mark_existence,
    record_attempt,
    replace_holder,
    report_replacement,
    update_contacts,
)
from convoca.convening.services.undo import UndoResult, undo_invitations, undo_reminders
from convoca.convening.services.withdrawal import withdraw_changed_seats

__all__ = [
    "DeputyInput",
    "GroupState",
    "InviteResult",
    "Mark",
    "UndoResult",
    "add_decline_reason",
    "answer_invitation",
    "carry_over_invitations",
    "give_group_link",
    "invite_seats",
    "mark_existence",
    "mark_group_member",
    "record_attempt",
    "record_attendance_marks",
    "remind_unanswered",
    "replace_holder",
    "report_replacement",
    "send_test",
    "set_group_link",
    "undo_invitations",
    "undo_reminders",
    "update_contacts",
    "withdraw_changed_seats",
    "write_sample",
]
