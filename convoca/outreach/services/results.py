"""The result of a call: kept, with its next step, and undone if it was a slip of the finger."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.services import (
    StandingAnswer,
    read_answer,
    record_attempt,
    take_back_answer,
)
from convoca.convening.services.locks import lock_open_cycle
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.outreach.core.next_step import SPOKEN, Outcome, Step, Tried, next_step
from convoca.outreach.core.turns import LEASE, UNDO_TIME
from convoca.outreach.errors import NothingToUndoError, TurnLostError
from convoca.outreach.models import Errand, GivenResult, Turn
from convoca.outreach.queries.places import places_around
from convoca.outreach.services.turns import take_turn


@transaction.atomic
def give_result(
    *,
    turn_number: int,
    cycle: Cycle,
    user: User,
    result: str,
    channel: str,
    now: datetime,
    asked_on: date | None = None,
) -> Turn | None:
    """Keep what came of a call with its next step, and take the next person.

    Pressed twice it is kept once. Whether the lease has ended does not matter while nobody
    else took the person.

    Raises CycleOverError, TurnLostError; InvitationMissingError when there is no invitation
    that "acepta" or "no quiere participar" could answer.
    """
    cycle = lock_open_cycle(cycle)
    turn = (
        Turn.objects.select_related("seat__municipality", "errand")
        .filter(pk=turn_number, cycle=cycle, user=user)
        .first()
    )
    if turn is not None:
        _keep(turn, Outcome(result), channel=channel, asked_on=asked_on, now=now)
    elif not GivenResult.objects.filter(turn_number=turn_number, by=user).exists():
        raise TurnLostError(turn_number)
    return take_turn(cycle=cycle, user=user, now=now)


@transaction.atomic
def undo_result(*, cycle: Cycle, user: User, now: datetime) -> GivenResult:
    """Take back somebody's last result of the last ten minutes, and give them that person again.

    The answer of the invitation is what it was, unless another came meanwhile (see
    `take_back_answer`); a confirmation that has left cannot be undone.

    Raises CycleOverError, NothingToUndoError.
    """
    cycle = lock_open_cycle(cycle)
    given = (
        GivenResult.objects.select_for_update(of=("self",))
        .select_related("seat", "attempt", "by")
        .filter(cycle=cycle, by=user, undone_at__isnull=True, at__gt=now - UNDO_TIME)
        .order_by("-at", "-pk")
        .first()
    )
    if given is None:
        raise NothingToUndoError(cycle.pk)
    _restore_answer(given, now=now)
    if given.closed_errand_id:
        Errand.objects.filter(pk=given.closed_errand_id).update(closed_at=None, result="")
    attempt, given.attempt, given.undone_at = given.attempt, None, now
    given.save(update_fields=["attempt", "undone_at"])
    if attempt is not None:
        attempt.delete()
    _take_back(given, now=now)
    return given


def _keep(
    turn: Turn, outcome: Outcome, *, channel: str, asked_on: date | None, now: datetime
) -> None:
    invitation = _live_invitation(turn)
    before = _kept(invitation) if invitation else {}
    since = invitation.created_at if invitation else None
    step = _step(turn, outcome, since=since, asked_on=asked_on, now=now)
    attempt = record_attempt(
        cycle=turn.cycle,
        seat=turn.seat,
        channel=channel,
        result=outcome,
        note="",
        user=turn.user,
        now=now,
        next_on=step.on,
    )
    GivenResult.objects.create(
        cycle=turn.cycle,
        seat=turn.seat,
        by=turn.user,
        turn_number=turn.pk,
        reason=turn.reason,
        result=outcome,
        at=now,
        attempt=attempt,
        closed_errand=_close_errand(turn, outcome, now=now),
        before=before if outcome.value in ContactAttempt.ANSWERS else {},
    )
    turn.delete()


def _step(
    turn: Turn,
    outcome: Outcome,
    *,
    since: datetime | None,
    asked_on: date | None,
    now: datetime,
) -> Step:
    """Return what follows, from the tries to reach this person: those since the invitation."""
    before = ContactAttempt.objects.filter(cycle=turn.cycle_id, seat=turn.seat_id)
    if since is not None:
        before = before.filter(at__gte=since)
    tries = [Tried(outcome, now)]
    tries += [Tried(Outcome(result), at) for result, at in before.values_list("result", "at")]
    place = places_around(now)(turn.seat.municipality)
    return next_step(tries, place=place, asked_on=asked_on)


def _close_errand(turn: Turn, outcome: Outcome, *, now: datetime) -> Errand | None:
    """End the errand of a turn once somebody has spoken; return it where it ended."""
    if turn.errand is None or outcome not in SPOKEN:
        return None
    turn.errand.closed_at, turn.errand.result = now, outcome
    turn.errand.save(update_fields=["closed_at", "result"])
    return turn.errand


def _live_invitation(turn: Turn) -> Invitation | None:
    return Invitation.objects.filter(
        cycle=turn.cycle_id, seat=turn.seat_id, withdrawn_at__isnull=True
    ).first()


def _kept(invitation: Invitation) -> dict[str, object]:
    """Return the answer of an invitation as it is kept until it cannot be brought back."""
    standing = read_answer(invitation)
    at = standing.answered_at
    return {
        **asdict(standing),
        "answered_at": at.isoformat() if at else None,
        "invitation": invitation.pk,
    }


def _restore_answer(given: GivenResult, *, now: datetime) -> None:
    """Take back the answer that was given with the result, unless another came after it."""
    if not given.before:
        return
    # A result from before 0.2 kept less; it may be undone in the minutes after an upgrade.
    kept = {"deputy_stays": False, **given.before, "last_record": given.before["last_record"] or 0}
    at = kept["answered_at"]
    take_back_answer(
        invitation_id=kept.pop("invitation"),
        before=StandingAnswer(**kept | {"answered_at": at and datetime.fromisoformat(at)}),
        user=given.by,
        given_at=given.at,
        now=now,
    )


def _take_back(given: GivenResult, *, now: datetime) -> None:
    """Give the person of an undone result to who undid it, in the place of whom they have."""
    invitation = Invitation.objects.filter(
        cycle=given.cycle_id, seat=given.seat_id, withdrawn_at__isnull=True
    ).first()
    tenure = given.seat.tenures.filter(to_on__isnull=True).first()
    person_id = invitation.participant.pk if invitation else tenure.person_id if tenure else None
    if person_id is None:
        return
    held = Turn.objects.filter(cycle=given.cycle_id, user=given.by_id).first()
    planned = held.planned if held else 1
    if held:
        held.delete()
    Turn.objects.get_or_create(
        person_id=person_id,
        defaults={
            "cycle_id": given.cycle_id,
            "seat_id": given.seat_id,
            "user_id": given.by_id,
            "reason": given.reason,
            "errand_id": given.closed_errand_id,
            "planned": planned,
            "held_until": now + LEASE,
        },
    )
