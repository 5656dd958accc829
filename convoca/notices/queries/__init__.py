"""Reading notices and questions, by subject."""

from convoca.notices.queries.digests import ComingSession, is_digest_on, list_due_digests
from convoca.notices.queries.notices import (
    NoticeLine,
    get_notice,
    get_visible_notice,
    is_undoable,
    list_notices,
    list_visible_notices,
    read_lines,
    shown_at,
    text_for_group,
)
from convoca.notices.queries.questions import (
    count_open_questions,
    get_question,
    get_visible_question,
    list_open_questions,
    list_own_questions,
    list_settled_questions,
    list_shared_questions,
)
from convoca.notices.queries.readers import (
    Membership,
    Reader,
    belongs,
    get_membership,
    list_readers,
)

__all__ = [
    "ComingSession",
    "Membership",
    "NoticeLine",
    "Reader",
    "belongs",
    "count_open_questions",
    "get_membership",
    "get_notice",
    "get_question",
    "get_visible_notice",
    "get_visible_question",
    "is_digest_on",
    "is_undoable",
    "list_due_digests",
    "list_notices",
    "list_open_questions",
    "list_own_questions",
    "list_readers",
    "list_settled_questions",
    "list_shared_questions",
    "list_visible_notices",
    "read_lines",
    "shown_at",
    "text_for_group",
]
