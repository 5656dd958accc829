"""The rules of a campaign: who is written to next, on which channel, when, and who no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from convoca.outreach.core.hours import Place


class Channel(StrEnum):
    """How a wave reaches people; a telephone wave feeds the queue of calls.

    WhatsApp reaches who agreed to it.
    """

    EMAIL = "email"
    WHATSAPP = "whatsapp"
    PHONE = "phone"
    LETTER = "letter"


MESSAGES = frozenset({Channel.EMAIL, Channel.WHATSAPP})
"""The channels whose contacts are messages of the outbox."""


class End(StrEnum):
    """Why a campaign is over for somebody."""

    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    CHANGED = "changed"
    BOUNCED = "bounced"
    MOST_CONTACTS = "most_contacts"
    ALL_WAVES = "all_waves"


@dataclass(frozen=True)
class Limits:
    """Working days between two contacts, whoever makes them, and how many at most."""

    gap_days: int = 3
    most_contacts: int = 4


@dataclass(frozen=True)
class Recipient:
    """What is known of one person of a campaign.

    `changed` says that somebody else holds the seat, or that the invitation was taken back.
    `waves_done` counts waves from the first, those that were left out too. `contacts` counts
    all tries to reach the seat since the campaign began; `contacted_at` is the latest of any.
    """

    place: Place
    channels: frozenset[Channel]
    answered: bool = False
    opted_out: bool = False
    changed: bool = False
    bounced: bool = False
    waves_done: int = 0
    contacts: int = 0
    contacted_at: datetime | None = None


@dataclass(frozen=True)
class Send:
    """Wave number `wave`, from 0, is to reach the person now."""

    wave: int


@dataclass(frozen=True)
class Wait:
    """Nothing before `until`."""

    until: datetime


def next_move(
    recipient: Recipient, waves: Sequence[Channel], *, now: datetime, limits: Limits
) -> Send | Wait | End:
    """Return what a campaign does with a person now; the first rule that fits wins.

    1 it ends with an answer, when the person asked not to be contacted, when the seat changed
    hands, and when a mail of it did not arrive; 2 waves whose channel the person lacks are left
    out; it ends when no wave is left, or the most contacts are reached; 3 a wave waits until
    `gap_days` working days after the last contact, and for the office hours of the person.

    Args:
        recipient: the person.
        waves: the channels in their order; empty ends the campaign.
        now: an aware moment.
        limits: gap in working days, 0 or more; most contacts.

    Source: docs/decisions/0007-outreach.md.
    """
    ended = _end(recipient)
    if ended is not None:
        return ended
    left = range(recipient.waves_done, len(waves))
    wave = next((n for n in left if waves[n] in recipient.channels), None)
    if wave is None:
        return End.ALL_WAVES
    if recipient.contacts >= limits.most_contacts:
        return End.MOST_CONTACTS
    opens = recipient.place.next_opening(max(now, _rested(recipient, limits) or now))
    return Wait(opens) if opens > now else Send(wave)


def _end(recipient: Recipient) -> End | None:
    facts = (
        (recipient.answered, End.ANSWERED),
        (recipient.opted_out, End.OPTED_OUT),
        (recipient.changed, End.CHANGED),
        (recipient.bounced, End.BOUNCED),
    )
    return next((end for holds, end in facts if holds), None)


def _rested(recipient: Recipient, limits: Limits) -> datetime | None:
    """Return the moment from which the person may be contacted again."""
    if recipient.contacted_at is None:
        return None
    place = recipient.place
    day = place.add_working_days(place.today(recipient.contacted_at), limits.gap_days)
    return place.start_of(day)
