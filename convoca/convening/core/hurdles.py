"""What stands between us and the answer of a seat."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Hurdle(StrEnum):
    """Why a seat has not answered, from the one to deal with first to the last."""

    CALL_DUE = "call_due"
    MAIL_TROUBLE = "mail_trouble"
    NO_EMAIL = "no_email"
    NO_HOLDER = "no_holder"
    NOT_INVITED = "not_invited"
    MAIL_WAITING = "mail_waiting"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Silence:
    """What is known of a seat that exists and has not answered. `next_on` is a promised call."""

    is_held: bool
    is_invited: bool
    has_email: bool
    mail_left: bool
    has_mail_trouble: bool
    next_on: date | None = None


def hurdle_of(silence: Silence, *, today: date) -> Hurdle:
    """Return what to deal with; the first that fits wins.

    A call promised for today or earlier; nobody known; not invited; no address;
    a mail that did not leave for sure; a mail that still waits; no answer to what left.
    """
    if silence.next_on is not None and silence.next_on <= today:
        return Hurdle.CALL_DUE
    if not silence.is_held:
        return Hurdle.NO_HOLDER
    if not silence.is_invited:
        return Hurdle.NOT_INVITED
    if not silence.has_email:
        return Hurdle.NO_EMAIL
    if silence.has_mail_trouble:
        return Hurdle.MAIL_TROUBLE
    return Hurdle.NO_ANSWER if silence.mail_left else Hurdle.MAIL_WAITING
