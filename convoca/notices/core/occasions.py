"""The names under which the messages and links of this room wait."""

NOTICE = "notice"
ANSWER = "question-answer"
DIGEST = "digest"
FIRST_LINK = "first-link"
COMMUNITY = "community:"


def community_occasion(community_id: int) -> str:
    """Return the occasion of the personal pages of a community: one link for all its cycles."""
    return f"{COMMUNITY}{community_id}"


def community_of(occasion: str) -> int:
    """Return the id of the community that an occasion names; 0, which none has, for any other."""
    number = occasion.removeprefix(COMMUNITY)
    is_named = occasion.startswith(COMMUNITY) and number.isascii() and number.isdigit()
    return int(number) if is_named else 0


def notice_occasion(notice_id: int) -> str:
    """Return the occasion of the mails of a notice."""
    return f"notice:{notice_id}"


def question_occasion(question_id: int) -> str:
    """Return the occasion of the mails that answer a question."""
    return f"question:{question_id}"
