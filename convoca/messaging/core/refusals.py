"""What a mail server means when it does not take a mail."""

import re
from enum import StrEnum

_ENHANCED = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_FOR_NOW = 400
_FOR_GOOD = 500
_NO_SUCH_BOX = {550, 551, 553}
_BOX_FULL = {452, 552}


class Refusal(StrEnum):
    """Why a mail was not taken, by what a person can do about it."""

    ADDRESS = "address"
    FULL = "full"
    POLICY = "policy"
    FOR_NOW = "for_now"


def refusal_of(code: int, answer: str) -> Refusal:
    """Return what a refusal means; the enhanced code in the answer goes before the plain one.

    Enhanced codes (X.SUBJECT.DETAIL): X.2.2 the box is full; subjects 1 and 2 for good, the
    address; anything else for good, a policy of the server. Plain codes where there is none:
    452 and 552 full; 550, 551 and 553 the address; other 5xx a policy. What is refused for
    now and is not a full box asks to wait.

    Args:
        code: the reply code, 400 to 599; another is read as refused for good.
        answer: the words of the server, which may begin with an enhanced code.

    Source: RFC 5321, section 4.2.3; RFC 3463, sections 3.2 and 3.3.
    """
    enhanced = _ENHANCED.search(answer)
    subject, detail = (int(enhanced[2]), int(enhanced[3])) if enhanced else (0, 0)
    if (subject, detail) == (2, 2) or (not enhanced and code in _BOX_FULL):
        return Refusal.FULL
    if _FOR_NOW <= code < _FOR_GOOD:
        return Refusal.FOR_NOW
    is_address = subject in {1, 2} if enhanced else code in _NO_SUCH_BOX
    return Refusal.ADDRESS if is_address else Refusal.POLICY


def name_of_refusal(code: int, answer: str) -> str:
    """Return the codes of a refusal for who runs the mail, without its words: "550 5.1.1".

    The words may hold somebody's address.
    """
    enhanced = _ENHANCED.search(answer)
    return f"{code} {enhanced[0]}" if enhanced else str(code)
