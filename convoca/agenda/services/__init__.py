"""Writing interviews, codes and the agenda."""

from convoca.agenda.services.acts import undo_act
from convoca.agenda.services.agendas import carry_over, confirm_agenda
from convoca.agenda.services.answers import (
    finish_interview,
    save_answer,
    save_notes,
)
from convoca.agenda.services.appointments import (
    Hour,
    agree_hour,
    cancel_hour,
    drop_stale_hours,
    remind_hours,
)
from convoca.agenda.services.assigning import (
    change_interviewer,
    confirm_sharing,
    remove_interviewer,
    save_interviewer,
    undo_sharing,
)
from convoca.agenda.services.codebook import (
    Author,
    CodeInput,
    add_code,
    create_code,
    edit_code,
    restore_code,
    retire_code,
    split_code,
)
from convoca.agenda.services.coding import (
    code_statement,
    code_with_new,
    recode_statement,
    set_statement_aside,
    uncode_statement,
)
from convoca.agenda.services.cutting import cut_statement, join_statements, mark_sensitive
from convoca.agenda.services.guides import (
    add_theme,
    edit_theme,
    ensure_guide,
    ensure_themes,
    move_theme,
    set_theme_active,
)
from convoca.agenda.services.interview_calls import record_interview_call
from convoca.agenda.services.interviews import (
    assign_interview,
    get_interview,
    letters_due,
    open_interview,
    prepare_interviews,
    send_interview_links,
    undo_interview_links,
    write_letter,
)
from convoca.agenda.services.memos import drop_memo, write_memo
from convoca.agenda.services.merging import merge_codes, unmerge_code

__all__ = [
    "Author",
    "CodeInput",
    "Hour",
    "add_code",
    "add_theme",
    "agree_hour",
    "assign_interview",
    "cancel_hour",
    "carry_over",
    "change_interviewer",
    "code_statement",
    "code_with_new",
    "confirm_agenda",
    "confirm_sharing",
    "create_code",
    "cut_statement",
    "drop_memo",
    "drop_stale_hours",
    "edit_code",
    "edit_theme",
    "ensure_guide",
    "ensure_themes",
    "finish_interview",
    "get_interview",
    "join_statements",
    "letters_due",
    "mark_sensitive",
    "merge_codes",
    "move_theme",
    "open_interview",
    "prepare_interviews",
    "recode_statement",
    "record_interview_call",
    "remind_hours",
    "remove_interviewer",
    "restore_code",
    "retire_code",
    "save_answer",
    "save_interviewer",
    "save_notes",
    "send_interview_links",
    "set_statement_aside",
    "set_theme_active",
    "split_code",
    "uncode_statement",
    "undo_act",
    "undo_interview_links",
    "undo_sharing",
    "unmerge_code",
    "write_letter",
    "write_memo",
]
