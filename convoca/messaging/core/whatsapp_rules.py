"""Whether, and how, a message may leave by WhatsApp now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(hours=24)
"""How long after a person wrote free text may be sent; and what the limit of people counts."""

SPACING = timedelta(seconds=10)
"""Between two messages to one person; Meta asks for about 6 seconds."""

LEAST_WAIT_FOR_ROOM = timedelta(minutes=10)
"""So that thousands that wait for room do not all ask for it each second."""


class Way(StrEnum):
    """How a message goes."""

    TEXT = "text"
    TEMPLATE = "template"


class Bar(StrEnum):
    """Why a message may not go by WhatsApp at all."""

    NO_OPT_IN = "no_opt_in"
    UNREACHABLE = "unreachable"
    NO_TEMPLATE = "no_template"
    NOT_APPROVED = "not_approved"
    BLANKS = "blanks"


@dataclass(frozen=True)
class Case:
    """What is known of a message and of its person.

    `blanks` is how many parameters the approved template asks for, None where none is
    approved; `has_template` says whether the message names one; `given` how many it brings.
    """

    has_opt_in: bool
    is_unreachable: bool = False
    has_template: bool = False
    blanks: int | None = None
    given: int = 0
    last_inbound_at: datetime | None = None
    last_outbound_at: datetime | None = None


@dataclass(frozen=True)
class Ruling:
    """One of the three is set: the way it goes, what bars it for good, how long it waits."""

    way: Way | None = None
    bar: Bar | None = None
    wait: timedelta | None = None


def rule(case: Case, *, now: datetime) -> Ruling:
    """Say whether a message may leave now, the limit of people apart.

    In this order: without an opt-in, or to a number that is not on WhatsApp, never; a template
    that is approved and brings as many parameters as it has blanks goes as a template; free
    text, or the text of a template that is not approved, only while the window is open; and
    within 10 seconds of the last message to that person it waits for what is left of them.
    """
    if not case.has_opt_in:
        return Ruling(bar=Bar.NO_OPT_IN)
    if case.is_unreachable:
        return Ruling(bar=Bar.UNREACHABLE)
    way = _way(case, now=now)
    if isinstance(way, Bar):
        return Ruling(bar=way)
    since = now - case.last_outbound_at if case.last_outbound_at else SPACING
    if timedelta() <= since < SPACING:
        return Ruling(wait=SPACING - since)
    return Ruling(way=way)


def is_window_open(last_inbound_at: datetime | None, *, now: datetime) -> bool:
    """Say whether free text may be sent: 24 hours from what the person last wrote."""
    return last_inbound_at is not None and now - last_inbound_at < WINDOW


def who_must_leave(counted: int, *, limit: int) -> int | None:
    """Return which of the people counted, the oldest first, makes room by leaving the window.

    None where there is room already. With 250 counted and a limit of 250 that is the oldest
    (0); with 260, after a limit that fell, the eleventh (10). A limit of 0 never has room:
    then it is the last one.
    """
    if counted < limit:
        return None
    return min(counted - limit, counted - 1) if counted else 0


def wait_for_room(template_at: datetime | None, *, now: datetime) -> timedelta:
    """Return how long until the person who was sent a template then leaves the moving window.

    At least 10 minutes: see LEAST_WAIT_FOR_ROOM. None, nobody to wait for, gives a whole window.
    """
    left = WINDOW if template_at is None else template_at + WINDOW - now
    return max(left, LEAST_WAIT_FOR_ROOM)


def _way(case: Case, *, now: datetime) -> Way | Bar:
    if case.has_template and case.blanks is not None:
        return Way.TEMPLATE if case.blanks == case.given else Bar.BLANKS
    if is_window_open(case.last_inbound_at, now=now):
        return Way.TEXT
    return Bar.NOT_APPROVED if case.has_template else Bar.NO_TEMPLATE
