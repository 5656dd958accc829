"""Reading interviews, what was said, and the agenda."""

from convoca.agenda.queries.agendas import (
    ConfirmedTopic,
    confirmed_topics,
    find_agenda,
    reserve_themes,
)
from convoca.agenda.queries.ballots import (
    DraftAgenda,
    ballots_of,
    confirmed_draft,
    draft_agenda,
)
from convoca.agenda.queries.gates import agenda_gate_report, survey_gate_report
from convoca.agenda.queries.guides import default_guide, default_themes, list_themes
from convoca.agenda.queries.interviews import (
    done_interviews,
    interview_of_link,
    interview_rows,
    interviewed_seat_ids,
    last_letters,
    refuses_group_seat_ids,
)

__all__ = [
    "ConfirmedTopic",
    "DraftAgenda",
    "agenda_gate_report",
    "ballots_of",
    "confirmed_draft",
    "confirmed_topics",
    "default_guide",
    "default_themes",
    "done_interviews",
    "draft_agenda",
    "find_agenda",
    "interview_of_link",
    "interview_rows",
    "interviewed_seat_ids",
    "last_letters",
    "list_themes",
    "refuses_group_seat_ids",
    "reserve_themes",
    "survey_gate_report",
]
