"""Undoing a mass act while its mails still wait."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.convening.core.occasions import invitation_occasion, reminder_occasion
from convoca.convening.models import Invitation
from convoca.convening.services.invitations import INVITATION, REMINDER
from convoca.convening.services.locks import lock_invitations, lock_open_cycle
from convoca.convening.services.reminders import uncount_reminders
from convoca.convening.services.withdrawal import withdraw
from convoca.cycles.models import Cycle
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.queries import told_occasions
from convoca.messaging.services import undo_messages


@dataclass(frozen=True)
class UndoResult:
    """How many of a batch were undone, and how many had left already."""

    undone: int
    left: int


@transaction.atomic
def undo_invitations(*, cycle: Cycle, batch: datetime, now: datetime) -> UndoResult:
    """Take back the invitations made at `batch` whose mail has not left.

    Who answered, or whose mail is on its way, stays invited.

    Raises UndoTooLateError when nothing could be undone.
    """
    cycle = lock_open_cycle(cycle)
    made = lock_invitations(
        Invitation.objects.filter(cycle=cycle, created_at=batch, withdrawn_at__isnull=True)
    )
    silent = {
        invitation_occasion(each.pk): each for each in made if each.answer == Invitation.Answer.NONE
    }
    undo_messages(occasions=silent.keys(), purposes=[INVITATION], batch=batch)
    for told in told_occasions(silent.keys()):
        del silent[told]
    if not silent:
        raise UndoTooLateError(cycle.pk)
    withdraw(list(silent.values()), cycle=cycle, now=now)
    return UndoResult(len(silent), len(made) - len(silent))


@transaction.atomic
def undo_reminders(*, cycle: Cycle, batch: datetime) -> UndoResult:
    """Take back the reminders of `batch` that have not left; they do not count as sent.

    Raises UndoTooLateError when nothing could be undone.
    """
    cycle = lock_open_cycle(cycle)
    reminded = {
        reminder_occasion(pk): pk
        for pk in Invitation.objects.filter(cycle=cycle, reminded_at=batch).values_list(
            "pk", flat=True
        )
    }
    stopped = [
        reminded[occasion]
        for occasion in undo_messages(occasions=reminded.keys(), purposes=[REMINDER], batch=batch)
    ]
    if not stopped:
        raise UndoTooLateError(cycle.pk)
    uncount_reminders(invitation_ids=stopped)
    return UndoResult(len(stopped), len(reminded) - len(stopped))
