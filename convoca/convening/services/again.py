"""Sending a mail of the convocatoria again to one seat."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from convoca.convening.core.occasions import (
    answer_occasion,
    deputy_occasion,
    invitation_occasion,
)
from convoca.convening.errors import EmailMissingError
from convoca.convening.models import AnswerRecord, Invitation
from convoca.convening.services.invitations import WELCOME
from convoca.convening.services.locks import lock_invitation
from convoca.convening.services.mails import Mail, send_mails
from convoca.directory.models import Person, User
from convoca.directory.queries import email_of
from convoca.messaging.models import Message
from convoca.messaging.services import cancel_messages

logger = logging.getLogger(__name__)
SAME_PRESS = timedelta(minutes=1)
Answer = Invitation.Answer


@transaction.atomic
def resend_mail(*, invitation: Invitation, user: User, now: datetime) -> Message:
    """Send again what this seat needs to answer, or to see its answer.

    To who was invited while there is no answer; to the deputy the own invitation; otherwise
    what was answered, with the link to change it. One that waits or failed gives way to it.
    Pressed again within a minute it is the same mail.

    Raises EmailMissingError, InvitationWithdrawnError or CycleOverError.
    """
    invitation = lock_invitation(invitation)
    template, person, occasion, extra = _what_to_send(invitation)
    if not email_of(person):
        raise EmailMissingError(person.pk)
    of_its_kind = Message.objects.filter(
        occasion=occasion, purpose=template, to_address=email_of(person)
    )
    going = of_its_kind.filter(created_at__gt=now - SAME_PRESS).exclude(
        state__in=[Message.State.CANCELLED, Message.State.FAILED]
    )
    if (same := going.first()) is not None:
        return same
    cancel_messages(occasions=[occasion], purposes=[template, WELCOME])
    mail = Mail(invitation, person, occasion, f"again:{now:%Y%m%d%H%M%S%f}", extra)
    [message] = send_mails(template, [mail], cycle=invitation.cycle, now=now)
    logger.info("user %s sent %s again for invitation %s", user.pk, template, invitation.pk)
    return message


def _what_to_send(invitation: Invitation) -> tuple[str, Person, str, dict[str, object]]:
    """Return the kind of mail, to whom, under which occasion, and what else it says."""
    deputy = invitation.deputy
    if invitation.answer == Answer.NONE:
        return "invitation", invitation.person, invitation_occasion(invitation.pk), {}
    if invitation.answer == Answer.DEPUTY and deputy is not None:
        return "deputy", deputy, deputy_occasion(invitation.pk), {}
    last = invitation.answers.last()
    extra: dict[str, object] = {
        "answer": invitation.answer,
        "via_staff": last is not None and last.via == AnswerRecord.Via.STAFF,
        "by_deputy": deputy,
        "deputy": deputy,
    }
    template = "answer" if deputy is None else "deputy_answer"
    return template, invitation.person, answer_occasion(invitation.pk), extra
