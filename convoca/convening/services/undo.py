"""Undoing a mass act while its mails still wait."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from convoca.convening.core.occasions import invitation_occasion, reminder_occasion
from convoca.convening.errors import UndoTooLateError
from convoca.convening.models import Invitation
from convoca.convening.services.locks import lock_open_cycle
from convoca.convening.services.withdrawal import withdraw
from convoca.cycles.models import Cycle
from convoca.messaging.models import Message
from convoca.messaging.services import cancel_messages


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
    made = list(
        Invitation.objects.select_for_update(of=("self",))
        .filter(cycle=cycle, created_at=batch, withdrawn_at__isnull=True)
        .select_related("person", "deputy", "seat")
    )
    undone = 0
    for invitation in made:
        if invitation.answer == Invitation.Answer.NONE and _stop_mail(invitation):
            withdraw(invitation, now=now)
            undone += 1
    if not undone:
        raise UndoTooLateError(cycle.pk)
    return UndoResult(undone, len(made) - undone)


@transaction.atomic
def undo_reminders(*, cycle: Cycle, batch: datetime) -> UndoResult:
    """Take back the reminders of `batch` that have not left; they do not count as sent.

    Raises UndoTooLateError when nothing could be undone.
    """
    cycle = lock_open_cycle(cycle)
    reminded = list(Invitation.objects.filter(cycle=cycle, reminded_at=batch))
    stopped = [
        invitation.pk
        for invitation in reminded
        if cancel_messages(occasion=reminder_occasion(invitation.pk))
    ]
    if not stopped:
        raise UndoTooLateError(cycle.pk)
    Invitation.objects.filter(pk__in=stopped).update(reminded_at=None, reminders=F("reminders") - 1)
    return UndoResult(len(stopped), len(reminded) - len(stopped))


def _stop_mail(invitation: Invitation) -> bool:
    """Cancel the mail that invites; say whether none of it left or is leaving."""
    occasion = invitation_occasion(invitation.pk)
    if cancel_messages(occasion=occasion):
        return True
    return not Message.objects.filter(occasion=occasion).exists()
