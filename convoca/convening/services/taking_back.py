"""Taking an answer back whole: a slip of the finger of who wrote it down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.convening.core.occasions import answer_occasion, release_occasion
from convoca.convening.models import Invitation
from convoca.convening.services.locks import lock_invitations
from convoca.convening.services.participation import settle_participation, who_takes_part
from convoca.directory.models import User
from convoca.messaging.services import cancel_messages

Answer = Invitation.Answer


@dataclass(frozen=True)
class StandingAnswer:
    """What an invitation says at a moment; `last_record` is 0 where nothing was answered."""

    answer: str
    answered_at: datetime | None
    deputy_id: int | None
    deputy_stays: bool
    decline_reason: str
    last_record: int


def read_answer(invitation: Invitation) -> StandingAnswer:
    """Return what an invitation says now, to bring it back with `take_back_answer`."""
    last = invitation.answers.last()
    return StandingAnswer(
        answer=invitation.answer,
        answered_at=invitation.answered_at,
        deputy_id=invitation.deputy_id,
        deputy_stays=invitation.deputy_stays,
        decline_reason=invitation.decline_reason,
        last_record=last.pk if last else 0,
    )


@transaction.atomic
def take_back_answer(
    *, invitation_id: int, before: StandingAnswer, user: User, given_at: datetime, now: datetime
) -> bool:
    """Take back the answer that `user` wrote down at `given_at`: all is as `before`.

    Its record goes and its confirmation, while that waits. A deputy whom it had let go is
    invited again, with a new link: the old one was taken back. What waited for who took part
    by it is stopped. Mails of before that it cancelled stay cancelled.

    Returns False, and changes nothing, when another answer came after it, when it was none (the
    same answer as before), or the invitation was taken back.
    """
    live = Invitation.objects.filter(pk=invitation_id, withdrawn_at__isnull=True)
    invitation = next(iter(lock_invitations(live)), None)
    if invitation is None:
        return False
    records = list(invitation.answers.filter(pk__gt=before.last_record))
    if [(record.by_id, record.at) for record in records] != [(user.pk, given_at)]:
        return False
    records[0].delete()
    took_part, deputy = who_takes_part(invitation), invitation.deputy
    _write(invitation, before)
    cancel_messages(occasions=[answer_occasion(invitation.pk), release_occasion(invitation.pk)])
    if deputy is None and invitation.answer != Answer.DEPUTY:
        deputy = invitation.deputy  # who had said no before is not invited again by this
    settle_participation(invitation, took_part=took_part, deputy=deputy, now=now)
    return True


def _write(invitation: Invitation, before: StandingAnswer) -> None:
    invitation.answer = before.answer
    invitation.answered_at = before.answered_at
    invitation.deputy_id = before.deputy_id
    invitation.deputy_stays = before.deputy_stays
    invitation.decline_reason = before.decline_reason
    invitation.save(
        update_fields=["answer", "answered_at", "deputy", "deputy_stays", "decline_reason"]
    )
