"""Writing notices, questions and digests, by subject."""

from convoca.notices.services.digests import send_digests, switch_digest
from convoca.notices.services.drafts import (
    NoticeInput,
    discard_draft,
    draft_notice,
    edit_notice,
)
from convoca.notices.services.newcomers import send_first_links
from convoca.notices.services.publishing import (
    Publication,
    find_ways,
    publish_notice,
    send_test,
    undo_publication,
    write_sample,
)
from convoca.notices.services.questions import (
    answer_question,
    ask_question,
    merge_question,
    set_question_aside,
)

__all__ = [
    "NoticeInput",
    "Publication",
    "answer_question",
    "ask_question",
    "discard_draft",
    "draft_notice",
    "edit_notice",
    "find_ways",
    "merge_question",
    "publish_notice",
    "send_digests",
    "send_first_links",
    "send_test",
    "set_question_aside",
    "switch_digest",
    "undo_publication",
    "write_sample",
]
