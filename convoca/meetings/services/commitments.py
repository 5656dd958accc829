"""What a seat promised in a session, and what became of it."""

import logging
from datetime import date, datetime

from django.db import transaction

from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, User
from convoca.meetings.errors import NothingChangedError, NotTakingPartError
from convoca.meetings.models import Commitment, Session
from convoca.meetings.queries.commitments import of_cycle
from convoca.meetings.services.locks import COMING, lock_session

logger = logging.getLogger(__name__)
State = Commitment.State


@transaction.atomic
def add_commitment(
    *, session: Session, seat: Seat, text: str, due_on: date | None, user: User, now: datetime
) -> Commitment:
    """Write down what a seat promised in a session.

    Raises NotTakingPartError for a seat that has not accepted, NothingChangedError for one
    written down twice by haste.
    """
    session = lock_session(session, *COMING, Session.State.HELD)
    if not accepted_invitations(session.cycle).filter(seat=seat).exists():
        raise NotTakingPartError(seat.pk)
    commitment, is_new = Commitment.objects.get_or_create(
        session=session,
        seat=seat,
        text=text.strip(),
        defaults={"due_on": due_on, "created_at": now},
    )
    if not is_new:
        raise NothingChangedError(commitment.pk)
    logger.info("commitment %s added by user %s", commitment.pk, user.pk)
    return commitment


@transaction.atomic
def settle_commitment(
    *, commitment: Commitment, state: str, user: User, now: datetime
) -> Commitment:
    """Say what became of a commitment, or open it again; raises NothingChangedError."""
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if commitment.state == state:
        raise NothingChangedError(commitment.pk)
    commitment.state = state
    commitment.settled_at = None if state == State.OPEN else now
    commitment.save(update_fields=["state", "settled_at"])
    logger.info("commitment %s is %s by user %s", commitment.pk, state, user.pk)
    return commitment


@transaction.atomic
def carry_commitments(*, source_cycle: Cycle, target_cycle: Cycle) -> int:
    """Carry what is still open over to the next cycle; return how many. Safe to run twice.

    It stays in the books of the cycles it came through.
    """
    still = Commitment.objects.filter(state=State.OPEN).filter(of_cycle(source_cycle))
    carried = [
        Commitment.carried_to.through(commitment_id=pk, cycle_id=target_cycle.pk)
        for pk in still.values_list("pk", flat=True)
    ]
    Commitment.carried_to.through.objects.bulk_create(carried, ignore_conflicts=True)
    return len(carried)
