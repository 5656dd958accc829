"""Confirming an answer to who gave it, and telling the director what a deputy answered."""

from datetime import datetime

from convoca.convening.core.occasions import answer_occasion
from convoca.convening.models import AnswerRecord, Invitation
from convoca.convening.services.mails import Mail, send_mails
from convoca.directory.models import Person


def confirm_answer(
    invitation: Invitation, record: AnswerRecord, *, by_deputy: Person | None, now: datetime
) -> None:
    """Confirm by mail what was answered, and how to change it until the deadline.

    When the deputy answered, the director is told as well. A deputy who sent somebody else is
    told only that (see `settle_deputies`): a confirmation would open the door again.
    """
    occasion = answer_occasion(invitation.pk)
    told = by_deputy or invitation.person
    extra: dict[str, object] = {
        "answer": record.answer,
        "via_staff": record.via == AnswerRecord.Via.STAFF,
        "by_deputy": by_deputy,
        "deputy": invitation.deputy,
    }
    if by_deputy in {None, invitation.deputy}:
        mail = Mail(invitation, told, occasion, str(record.pk), extra)
        send_mails("answer", [mail], cycle=invitation.cycle, now=now)
    if by_deputy is not None:
        mail = Mail(invitation, invitation.person, occasion, str(record.pk), extra)
        send_mails("deputy_answer", [mail], cycle=invitation.cycle, now=now)
