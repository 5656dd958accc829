"""What a mail that came back means: did ours arrive, will it, and is its address any good?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from email.parser import Parser
from enum import StrEnum
from itertools import islice

from convoca.messaging.core.dsn_words import (
    Sense,
    cut_copy,
    is_auto_reply,
    is_complaint,
    is_from_mail_system,
    says_delayed,
    says_failed,
    sense_of,
)
from convoca.messaging.core.mails import header_of, inner_of, parts_of, text_of, words_of
from convoca.messaging.core.refusals import Refusal

REPORT = {"message/delivery-status", "message/global-delivery-status"}
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-#])(?![ \-]?\d+ (?:bytes|octets|s\b))")
_ADDRESS = re.compile(r"[^\s<>;:,\"()]+@[^\s<>;:,\"()]+")
LONGEST_FIELD = 1000
MOST_BLOCKS = 50
_GENERAL = {(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (7, 0)}
_BY_SENDER = {(1, 7), (1, 8), (1, 90)}
_NO_WAY = {(4, 4), (4, 310)}
_NO_SUCH_BOX = {"550", "551", "553"}
_FULL_CODES = {"452", "552"}


class Kind(StrEnum):
    """What a mail that came in says about one of ours."""

    HARD = "hard"
    SOFT = "soft"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    AUTO_REPLY = "auto_reply"
    COMPLAINED = "complained"
    OTHER = "other"


_MILDEST = (Kind.DELIVERED, Kind.OTHER, Kind.DELAYED, Kind.SOFT, Kind.HARD)


@dataclass(frozen=True)
class Notice:
    """What a mail said: `status` as "5.1.1" where it has one, `recipient` whom it was about.

    `refusal` says why, of what failed for good or this time.
    """

    kind: Kind
    status: str = ""
    recipient: str = ""
    refusal: Refusal | None = None


def read_notice(mail: Mail) -> Notice:
    """Say what a mail that came in means for the one it answers.

    A delivery report (RFC 3464) decides by its fields. Of several recipients of one copy the
    mildest counts: where one got it, the address is good. Without a report, what calls itself
    an automatic answer is one, whatever its words; only what comes from a mail system itself
    can fail a message, by the codes and words it quotes. Anything else is of a person. A
    feedback report (RFC 5965) says that somebody marked the mail as unwanted.

    failed: `judge_failure`; delayed, or in words "will keep trying": DELAYED; delivered:
    DELIVERED; relayed and expanded say nothing: OTHER.

    Source: RFC 3464 sections 2.2 and 2.3; RFC 3463; RFC 3834 section 5.
    """
    blocks = list(islice(_report_blocks(mail), MOST_BLOCKS))
    if blocks:
        words = cut_copy(words_of(mail))
        found = [_of_block(block, words) for block in blocks]
        return min(found, key=lambda notice: _MILDEST.index(notice.kind))
    if is_complaint(mail):
        return Notice(Kind.COMPLAINED)
    subject, words = header_of(mail, "Subject"), cut_copy(words_of(mail))
    if is_auto_reply(mail, subject, words):
        return Notice(Kind.AUTO_REPLY)
    if not is_from_mail_system(mail):
        return Notice(Kind.OTHER)
    return _of_words(subject, words, header_of(mail, "X-Failed-Recipients"))


def judge_failure(status: str, words: str) -> tuple[Kind, Refusal]:
    """Say whether a mail that failed can ever arrive at its address, and why it did not.

    In this order: words that name a block of ours or of the content, soft; words or a code
    that say the box is full, soft; class 4, soft; X.1 (but 1.7, 1.8: of the sender), 2.1 and
    no such domain, hard; general codes and 4.1, 7.x by their words: no such person is hard;
    a plain 550, 551 or 553 without other words too. All else is soft: nobody loses the
    address for a rule of a server.

    Args:
        status: the enhanced code, or empty where the notice has none.
        words: what the server answered; may hold further codes.
    """
    found = _parse_status(status, words)
    plain = _CODE.search(words)
    code = plain[1] if plain else ""
    kind, place = found or ("", (0, 0))
    sense = sense_of(words)
    if place == (2, 2) or sense is Sense.FULL or (not found and code in _FULL_CODES):
        return Kind.SOFT, Refusal.FULL
    if sense is Sense.BLOCKED:
        return Kind.SOFT, Refusal.POLICY
    if kind == "4" or (not kind and code.startswith("4")):
        return Kind.SOFT, Refusal.FOR_NOW
    if _is_no_address(place, sense, code if place == (0, 0) else ""):
        return Kind.HARD, Refusal.ADDRESS
    return Kind.SOFT, Refusal.POLICY


def _is_no_address(place: tuple[int, int], sense: Sense | None, code: str) -> bool:
    subject, _detail = place
    if place in _BY_SENDER:
        return False
    if place in _NO_WAY or place == (2, 1) or (subject == 1 and place not in _GENERAL):
        return sense is not Sense.FOR_NOW
    if sense is Sense.UNKNOWN:
        return True
    return (code in _NO_SUCH_BOX or place == (1, 0)) and sense is None


def _parse_status(status: str, words: str) -> tuple[str, tuple[int, int]] | None:
    """Return class and place of the code that says most: a general one gives way to another."""
    general = None
    for match in [*_STATUS.finditer(status), *_STATUS.finditer(words)]:
        found = match[1], (int(match[2]), int(match[3]))
        if found[1] not in _GENERAL:
            return found
        general = general or found
    return general


def _report_blocks(mail: Mail) -> Iterator[Mail]:
    """Give the fields of each recipient of a delivery report."""
    for part in parts_of(mail):
        if part.get_content_type() in REPORT:
            for block in _blocks(part):
                if block.get("Action") or block.get("Status"):
                    yield block


def _blocks(part: Mail) -> list[Mail]:
    """Return the groups of fields; where they came encoded the parser saw no fields."""
    blocks = inner_of(part)
    if any(block.get("Action") or block.get("Status") for block in blocks):
        return blocks
    encoded = Mail()
    encoded["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", "7bit"))
    encoded.set_payload("\n".join(block.as_string().strip() for block in blocks))
    groups = re.split(r"\r?\n\s*\r?\n", text_of(encoded))
    return [Parser().parsestr(group.strip()) for group in groups]


def _of_block(block: Mail, words: str) -> Notice:
    action = header_of(block, "Action").casefold().split(" ")[0].strip("();,")
    status = _STATUS.search(header_of(block, "Status"))
    code = status[0] if status else ""
    answer = header_of(block, "Diagnostic-Code")
    recipient = _address_in(header_of(block, "Original-Recipient")) or _address_in(
        header_of(block, "Final-Recipient")
    )
    if action == "delayed" or (not action and code.startswith("4")):
        return Notice(Kind.DELAYED, code, recipient)
    if action == "delivered" or (not action and code.startswith("2")):
        return Notice(Kind.DELIVERED, code, recipient)
    if action in {"relayed", "expanded"}:
        return Notice(Kind.OTHER, code, recipient)
    kind, refusal = judge_failure(code, answer or words)
    return Notice(kind, code, recipient, refusal)


def _of_words(subject: str, words: str, failed: str) -> Notice:
    """Read a notice in one of the forms that have no report."""
    recipient = _address_in(failed)  # the words name several, ours among them
    if says_delayed(subject, words):
        return Notice(Kind.DELAYED, recipient=recipient)
    found = _STATUS.search(words)
    is_told = (found or _CODE.search(words)) and sense_of(words)  # whatever its language
    if not failed and not is_told and not says_failed(subject, words):
        return Notice(Kind.OTHER)
    kind, refusal = judge_failure(found[0] if found else "", words)
    return Notice(kind, found[0] if found else "", recipient, refusal)


def _address_in(text: str) -> str:
    found = _ADDRESS.search(text[:LONGEST_FIELD])
    return found[0].strip(".'").casefold() if found else ""
