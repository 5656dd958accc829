"""What the next cycle must not forget: whom nobody heard from."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services.care import carry_over_care
from convoca.cycles.models import Cycle


@transaction.atomic
def carry_over_invitations(*, source_cycle: Cycle, target_cycle: Cycle, now: datetime) -> int:
    """Put the seats that never answered on the list of calls of the next cycle.

    Nobody is invited by this: it leaves a note "llamar después" without an author, due
    today, once a seat. Returns how many were left now; again, 0. Who looked after a seat goes
    on doing so.
    """
    carry_over_care(source_cycle=source_cycle, target_cycle=target_cycle)
    noted = set(target_cycle.attempts.filter(by__isnull=True).values_list("seat", flat=True))
    unanswered = live_invitations(source_cycle).filter(answer=Invitation.Answer.NONE)
    today = now.astimezone(ZoneInfo(source_cycle.community.association.zone)).date()
    note = _("No respondió en el ciclo %(n)s.") % {"n": source_cycle.number}
    made = ContactAttempt.objects.bulk_create(
        ContactAttempt(
            cycle=target_cycle,
            seat=invitation.seat,
            channel=ContactAttempt.Channel.PHONE,
            result=ContactAttempt.Result.CALL_LATER,
            note=note,
            at=now,
            next_on=today,
        )
        for invitation in unanswered
        if invitation.seat_id not in noted
    )
    return len(made)
