"""Writing interviews, codes and the agenda."""

from convoca.agenda.services.agendas import carry_over, confirm_agenda
from convoca.agenda.services.answers import (
    finish_interview,
    save_answer,
    save_notes,
)
from convoca.agenda.services.coding import (
    code_statement,
    code_with_new,
    create_code,
    edit_code,
    set_statement_aside,
    uncode_statement,
)
from convoca.agenda.services.guides import (
    add_theme,
    edit_theme,
    ensure_guide,
    ensure_themes,
    move_theme,
    set_theme_active,
)
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

__all__ = [
    "add_theme",
    "assign_interview",
    "carry_over",
    "code_statement",
    "code_with_new",
    "confirm_agenda",
    "create_code",
    "edit_code",
    "edit_theme",
    "ensure_guide",
    "ensure_themes",
    "finish_interview",
    "get_interview",
    "letters_due",
    "move_theme",
    "open_interview",
    "prepare_interviews",
    "save_answer",
    "save_notes",
    "send_interview_links",
    "set_statement_aside",
    "set_theme_active",
    "uncode_statement",
    "undo_interview_links",
    "write_letter",
]
