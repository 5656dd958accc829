"""Whom to call next, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from convoca.outreach.core.hours import Part, Place
from convoca.outreach.core.next_step import Outcome, Tried, next_step

MAIL_REST = 2
"""Working days that a mail is given to be answered before somebody calls."""


class Reason(StrEnum):
    """Why a seat is called now, the most pressing first."""

    PROMISED = "promised"
    ERRAND = "errand"
    MAIL_TROUBLE = "mail_trouble"
    NO_EMAIL = "no_email"
    SILENT = "silent"
    AGAIN = "again"


class Rest(StrEnum):
    """Why a seat is not called now."""

    CLOSED = "closed"
    NOT_YET = "not_yet"
    NO_PHONE = "no_phone"
    WRONG_PHONE = "wrong_phone"
    LEFT = "left"
    EXHAUSTED = "exhausted"
    OPTED_OUT = "opted_out"
    ANSWERED = "answered"


ASIDE = (Rest.NO_PHONE, Rest.WRONG_PHONE, Rest.LEFT, Rest.EXHAUSTED)
"""The rests that end only when somebody finds something out."""
LONG_AGO = date.min


@dataclass(frozen=True)
class Candidate:
    """What is known of one seat whose person might be called.

    `tries` are those by hand since this person is the one to call, the newest first; `next_on`
    is the day the newest one promised. `phone_since` is when the number that we have was noted,
    None without a number. `written_at` is when we wrote last, None where we could not.
    `errand_on` is the day from which another room wants this seat called. `rested_until` is
    when somebody who put it off wants it back.
    """

    seat_id: int
    person_id: int
    region: str
    place: Place
    answered: bool = False
    opted_out: bool = False
    phone_since: datetime | None = None
    has_email: bool = True
    has_mail_trouble: bool = False
    written_at: datetime | None = None
    tries: tuple[Tried, ...] = ()
    next_on: date | None = None
    errand_on: date | None = None
    rested_until: datetime | None = None

    @property
    def last(self) -> Tried | None:
        """Return the newest try."""
        return self.tries[0] if self.tries else None


@dataclass(frozen=True)
class Due:
    """One seat to call now: why, since which day it was due, and how often it was tried."""

    candidate: Candidate
    reason: Reason
    due_on: date = LONG_AGO

    @property
    def seat_id(self) -> int:
        """Return the seat."""
        return self.candidate.seat_id


def look_at(candidate: Candidate, *, now: datetime) -> Due | Rest:
    """Say why a seat is called now, or why not; the first rule that fits wins.

    1 who asked not to be contacted rests; 2 who has answered rests unless an errand is due;
    3 a seat whose person left, without a number or with a wrong one waits for somebody to find
    out, a wrong number until a newer one is noted; 4 what was put off, or closed there
    now, waits; 5 a promised call and then an errand go on their day; 6 after a call without
    answer or a talk, on the day and in the half of the day of `next_step`; after too many,
    another way is to be found; 7 never tried: at once where our mails do not arrive, otherwise
    MAIL_REST working days after we wrote.

    Source: docs/decisions/0007-outreach.md.
    """
    lasting = _lasting_rest(candidate)
    if lasting is not None:
        return lasting
    today = candidate.place.today(now)
    if candidate.rested_until is not None and now < candidate.rested_until:
        return Rest.NOT_YET
    due = _due(candidate, now=now, today=today)
    if isinstance(due, Due) and not candidate.place.is_open(now):
        return Rest.CLOSED
    return due


def order_queue(due: Iterable[Due], *, answered_share: dict[str, float]) -> list[Due]:
    """Order the seats to call: promised calls, errands, then where a call gains most.

    Promised calls and errands go by their day, the oldest first. The others go by how often
    they were tried (each further try brings fewer answers), then by reason, then by the share
    of seats of their region that answered, the lowest first. Ties go by seat.

    Args:
        due: in any order; empty gives [].
        answered_share: by region, 0 to 1; a region that is not named counts as 0.

    Source: docs/decisions/0007-outreach.md.
    """

    def rank(one: Due) -> tuple[int, date, int, int, float, int]:
        urgent = one.reason in {Reason.PROMISED, Reason.ERRAND}
        reason = REASONS.index(one.reason)
        if urgent:
            return (reason, one.due_on, 0, 0, 0.0, one.seat_id)
        share = answered_share.get(one.candidate.region, 0.0)
        tries = len(one.candidate.tries)
        return (len(REASONS), LONG_AGO, tries, reason, share, one.seat_id)

    return sorted(due, key=rank)


REASONS = tuple(Reason)


def _lasting_rest(candidate: Candidate) -> Rest | None:
    """Return the rest that no clock ends, or None."""
    last = candidate.last
    if candidate.opted_out:
        return Rest.OPTED_OUT
    if candidate.answered and candidate.errand_on is None:
        return Rest.ANSWERED
    if last and last.outcome is Outcome.REPLACED:
        return Rest.LEFT
    if candidate.phone_since is None:
        return Rest.NO_PHONE
    if last and last.outcome is Outcome.WRONG and candidate.phone_since <= last.at:
        return Rest.WRONG_PHONE
    return None


def _due(candidate: Candidate, *, now: datetime, today: date) -> Due | Rest:
    last = candidate.last
    if last and last.outcome is Outcome.CALL_LATER:
        return _on_day(candidate, Reason.PROMISED, candidate.next_on or today, today)
    if last and last.outcome is Outcome.NO_ANSWER:
        return _after_miss(candidate, now=now)
    if candidate.errand_on is not None:
        return _on_day(candidate, Reason.ERRAND, candidate.errand_on, today)
    if last and last.outcome is Outcome.REACHED:
        return _on_day(candidate, Reason.AGAIN, candidate.next_on or today, today)
    return _first_call(candidate, today=today)


def _on_day(candidate: Candidate, reason: Reason, on: date, today: date) -> Due | Rest:
    return Due(candidate, reason, on) if on <= today else Rest.NOT_YET


def _after_miss(candidate: Candidate, *, now: datetime) -> Due | Rest:
    """Look at a seat whose last call had no answer; a day that somebody chose goes before."""
    step = next_step(candidate.tries, place=candidate.place)
    on = candidate.next_on or step.on
    if on is None:
        return Rest.EXHAUSTED
    part = step.part if step.part is not None and on == step.on else Part.MORNING
    if now < candidate.place.start_of(on, part):
        return Rest.NOT_YET
    is_errand = candidate.errand_on is not None
    return Due(candidate, Reason.ERRAND if is_errand else Reason.AGAIN, on)


def _first_call(candidate: Candidate, *, today: date) -> Due | Rest:
    if not candidate.has_email:
        return Due(candidate, Reason.NO_EMAIL)
    if candidate.has_mail_trouble:
        return Due(candidate, Reason.MAIL_TROUBLE)
    if candidate.written_at is None:
        return Rest.NOT_YET
    place = candidate.place
    rested = place.add_working_days(place.today(candidate.written_at), MAIL_REST)
    return Due(candidate, Reason.SILENT) if today >= rested else Rest.NOT_YET
