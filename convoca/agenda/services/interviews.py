"""Interviews: one for each seat that takes part, who makes it, and the links to do it alone."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from convoca.agenda.errors import InterviewClosedError, NotTakingPartError
from convoca.agenda.models import Guide, Interview
from convoca.agenda.queries.interviews import (
    PURPOSE,
    InterviewRow,
    interview_rows,
    is_closed,
    last_letters,
    live_interviews,
)
from convoca.agenda.services.guides import ensure_guide, ensure_themes
from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.models import Invitation
from convoca.convening.queries import accepted_invitations, links_end_at
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, User
from convoca.directory.queries import read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.queries import standing_keys
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    Recipient,
    Text,
    queue_messages,
    undo_messages,
    write_text,
)

logger = logging.getLogger(__name__)
State = Interview.State
LETTER = "agenda/messages/interview_link.txt"


@transaction.atomic
def prepare_interviews(*, cycle: Cycle, now: datetime) -> int:
    """Make the missing interviews, one for each seat that takes part; return how many.

    An interview that is not done goes with the person: when somebody else takes part it is
    withdrawn and a new one is made, and when its person is back it goes on where it was.
    While nobody takes part it waits. A done interview speaks for its seat.
    """
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    ensure_themes(community=cycle.community)  # holds the community: its guide stays the latest
    guide = ensure_guide(community=cycle.community, now=now)
    taking_part = {one.seat_id: one for one in accepted_invitations(cycle)}
    _withdraw_stale(cycle, taking_part, now)
    there = set(live_interviews(cycle).values_list("seat_id", flat=True))
    missing = {seat_id: one for seat_id, one in taking_part.items() if seat_id not in there}
    resumed = _resume(cycle, missing)
    made = Interview.objects.bulk_create(
        _new(cycle, one, guide, now) for seat_id, one in missing.items() if seat_id not in resumed
    )
    return len(made)


def _withdraw_stale(cycle: Cycle, taking_part: dict[int, Invitation], now: datetime) -> None:
    stale = [
        one.pk
        for one in live_interviews(cycle).exclude(state=State.DONE)
        if one.seat_id in taking_part and taking_part[one.seat_id].participant.pk != one.person_id
    ]
    Interview.objects.filter(pk__in=stale).update(withdrawn_at=now)


def _resume(cycle: Cycle, missing: Mapping[int, Invitation]) -> set[int]:
    """Take up the last interview of each person who is back; return their seats."""
    if not missing:
        return set()
    withdrawn = Interview.objects.filter(cycle=cycle, withdrawn_at__isnull=False)
    latest = {
        one.seat_id: one.pk
        for one in withdrawn.order_by("withdrawn_at", "pk")
        if one.seat_id in missing and missing[one.seat_id].participant.pk == one.person_id
    }
    Interview.objects.filter(pk__in=latest.values()).update(withdrawn_at=None)
    return set(latest)


def _new(cycle: Cycle, invitation: Invitation, guide: Guide, now: datetime) -> Interview:
    return Interview(
        cycle=cycle,
        seat=invitation.seat,
        person=invitation.participant,
        guide=guide,
        created_at=now,
    )


@transaction.atomic
def get_interview(*, cycle: Cycle, seat_id: int, now: datetime) -> Interview:
    """Return the interview of a seat, made now where it is missing.

    Raises NotTakingPartError when nobody of the seat has accepted.
    """
    prepare_interviews(cycle=cycle, now=now)
    interview = live_interviews(cycle).filter(seat_id=seat_id).first()
    if interview is None:
        raise NotTakingPartError(seat_id)
    return interview


@transaction.atomic
def assign_interview(
    *, cycle: Cycle, seat_id: int, interviewer: User | None, now: datetime
) -> Interview:
    """Say who makes an interview; None leaves it to anybody.

    Raises NotTakingPartError.
    """
    interview = get_interview(cycle=cycle, seat_id=seat_id, now=now)
    interview.interviewer = interviewer
    interview.save(update_fields=["interviewer"])
    return interview


@transaction.atomic
def open_interview(*, cycle: Cycle, seat_id: int, user: User, now: datetime) -> Interview:
    """Return the interview that somebody of the staff is going to make; theirs if nobody's.

    Raises NotTakingPartError.
    """
    interview = get_interview(cycle=cycle, seat_id=seat_id, now=now)
    if interview.interviewer_id is None:
        interview.interviewer = user
        interview.save(update_fields=["interviewer"])
    return interview


@transaction.atomic
def send_interview_links(*, cycle: Cycle, user: User | None, now: datetime) -> int:
    """Send the personal link to everybody whose interview is missing; return to how many.

    At most one a day to each: pressing twice sends nothing twice. Who has no e-mail is left
    out and stays in the list of those to be called. The mails wait, to be undone.

    Raises InterviewClosedError when the agenda is confirmed.
    """
    prepare_interviews(cycle=cycle, now=now)
    if is_closed(cycle):
        raise InterviewClosedError(cycle.pk)
    due = letters_due(cycle, now=now)
    _queue_letters(cycle, due, now=now)
    logger.info("user %s sent %s interview links of cycle %s", user and user.pk, len(due), cycle.pk)
    return len(due)


@transaction.atomic
def undo_interview_links(*, cycle: Cycle, now: datetime) -> int:
    """Stop the letters of the last press while they wait; return how many.

    Raises UndoTooLateError when they have left.
    """
    batch = last_letters(cycle, now=now)
    stopped = batch and undo_messages(
        occasions=[cycle_occasion(cycle.pk)], purposes=[PURPOSE], batch=batch
    )
    if not stopped:
        raise UndoTooLateError(cycle.pk)
    return len(stopped)


def letters_due(cycle: Cycle, *, now: datetime) -> dict[str, InterviewRow]:
    """List, by the key of its letter, who is missing, has an address and had no letter today."""
    rows = {
        _key(cycle, row, now): row for row in interview_rows(cycle) if row.is_missing and row.email
    }
    known = standing_keys(rows)
    return {key: row for key, row in rows.items() if key not in known}


def write_letter(cycle: Cycle, row: InterviewRow, link: str) -> Text:
    """Write what a director receives."""
    seat = row.invitation.seat
    context: dict[str, object] = {
        "name": row.invitation.participant.name,
        "seat": seat,
        "association": cycle.community.association,
        "community": cycle.community,
        "answer_by": cycle.answer_by,
        "zone": seat.municipality.zone,
        "is_started": row.is_started,
        "link": link,
    }
    return write_text(LETTER, context)


def _key(cycle: Cycle, row: InterviewRow, now: datetime) -> str:
    """Name one letter: this person, for this seat, on this day of the association."""
    invitation = row.invitation
    day = now.astimezone(ZoneInfo(cycle.community.association.zone)).date()
    who = f"{invitation.participant.pk}:{invitation.seat_id}"
    return f"{PURPOSE}:{who}:cycle:{cycle.pk}:{day}"


def _queue_letters(cycle: Cycle, due: Mapping[str, InterviewRow], *, now: datetime) -> None:
    links = issue_links(
        wanted=[(row.invitation.participant, row.invitation.seat) for row in due.values()],
        purpose=PersonalLink.Purpose.INTERVIEW,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(links_end_at(cycle), now + timedelta(days=1)),
        now=now,
    )
    read_places(row.invitation.seat for row in due.values())
    queue_messages(
        association=cycle.community.association,
        purpose=PURPOSE,
        letters=[
            _letter(cycle, key, row, links[row.invitation.participant.pk, row.invitation.seat_id])
            for key, row in due.items()
        ],
        now=now,
        not_before=now + UNDO_TIME,
    )


def _letter(cycle: Cycle, key: str, row: InterviewRow, link: PersonalLink) -> Letter:
    return Letter(
        key=key,
        occasion=cycle_occasion(cycle.pk),
        recipient=Recipient(row.email, row.invitation.participant.name),
        text=write_letter(cycle, row, mark_of(link.reference)),
        not_after=link.expires_at,
    )
