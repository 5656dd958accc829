"""Who makes interviews, and which: shared out by the rule, or changed one by one."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from convoca.agenda.errors import (
    AssignmentBegunError,
    AssignmentMovedError,
    InterviewClosedError,
    InterviewMadeError,
    InterviewTakenError,
)
from convoca.agenda.models import Assignment, Interview, Interviewer
from convoca.agenda.queries.interviewers import has_begun, propose_sharing
from convoca.agenda.queries.interviews import is_closed, live_interviews
from convoca.agenda.services.interviews import get_interview, prepare_interviews
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Region, User

logger = logging.getLogger(__name__)
State = Interview.State


@transaction.atomic
def save_interviewer(
    *,
    community: Community,
    user: User,
    regions: Collection[Region],
    languages: Sequence[str],
    most: int,
) -> Interviewer:
    """Note that somebody makes interviews, where, in which other languages, and how many."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    interviewer, _is_new = Interviewer.objects.update_or_create(
        community=community,
        user=user,
        defaults={"languages": list(languages), "most": most},
    )
    interviewer.regions.set(regions)
    return interviewer


def remove_interviewer(*, community: Community, user: User) -> None:
    """Give somebody no more interviews; those they have stay theirs."""
    Interviewer.objects.filter(community=community, user=user).delete()


@transaction.atomic
def confirm_sharing(
    *, cycle: Cycle, mark: str, afresh: bool, user: User, now: datetime
) -> Assignment:
    """Give the interviews as the proposal said; the same press again is the same sharing.

    Raises InterviewClosedError once the agenda is confirmed; AssignmentMovedError when the
    proposal would be another by now.
    """
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    same = locked.assignments.filter(mark=mark, undone_at__isnull=True).first()
    if same is not None:
        return same
    if is_closed(cycle):
        raise InterviewClosedError(cycle.pk)
    proposal = propose_sharing(cycle, afresh=afresh)
    if proposal.mark != mark:
        raise AssignmentMovedError(cycle.pk)
    prepare_interviews(cycle=cycle, now=now)
    for maker_id in set(proposal.changes.values()):
        seats = [seat for seat, to in proposal.changes.items() if to == maker_id]
        live_interviews(cycle).filter(seat__in=seats).update(interviewer=maker_id)
    logger.info("user %s shared %s interviews out", user.pk, len(proposal.changes))
    return Assignment.objects.create(
        cycle=cycle,
        given={str(seat): [proposal.before[seat], to] for seat, to in proposal.changes.items()},
        mark=mark,
        made_at=now,
        made_by=user,
    )


@transaction.atomic
def undo_sharing(*, assignment: Assignment, now: datetime) -> Assignment:
    """Give the interviews of a sharing back to who had them; what was changed since stays.

    Undone twice is undone once. Raises AssignmentBegunError when one of them has begun.
    """
    Cycle.objects.select_for_update(of=("self",)).get(pk=assignment.cycle_id)
    assignment.refresh_from_db()
    if assignment.undone_at is not None:
        return assignment
    if has_begun(assignment):
        raise AssignmentBegunError(assignment.pk)
    for before, since in {tuple(pair) for pair in assignment.given.values()}:
        seats = [seat for seat, pair in assignment.given.items() if pair == [before, since]]
        theirs = live_interviews(assignment.cycle).filter(seat__in=seats, interviewer=since)
        theirs.update(interviewer=before)
    assignment.undone_at = now
    assignment.save(update_fields=["undone_at"])
    return assignment


@transaction.atomic
def change_interviewer(
    *,
    cycle: Cycle,
    seat_id: int,
    interviewer: User | None,
    language: str,
    known_id: int | None,
    now: datetime,
) -> Interview:
    """Say who makes an interview and in which language; `known_id` is who had it on the page.

    Raises NotTakingPartError; InterviewMadeError when it is closed; InterviewTakenError when
    somebody else gave it to a third one meanwhile.
    """
    interview = get_interview(cycle=cycle, seat_id=seat_id, now=now)
    wanted = interviewer.pk if interviewer else None
    if interview.state in {State.DONE, State.DECLINED}:
        raise InterviewMadeError(interview.pk)
    if interview.interviewer_id not in {known_id, wanted}:
        raise InterviewTakenError(interview.pk)
    interview.interviewer, interview.language = interviewer, language.strip().lower()
    interview.save(update_fields=["interviewer", "language"])
    return interview
