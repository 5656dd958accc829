"""Leaving a person in peace, as asked by the own link, and back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convoca.convening.models import Invitation
from convoca.convening.services import decline_for_good
from convoca.directory.models import Person, PersonalLink
from convoca.messaging.services import cancel_letters
from convoca.outreach.services import end_opt_out, opt_out

Answer = Invitation.Answer


@transaction.atomic
def leave_in_peace(*, person: Person, now: datetime) -> None:
    """Note that a person asked not to be contacted; pressed again it is the same wish.

    In every open cycle the own answer becomes no, so that no room writes any more; where a
    deputy goes, the deputy still does. What waits to leave with a link of theirs is cancelled,
    the confirmation of that no as well. The links open until they expire: for the way back.

    Raises CycleOverError or InvitationWithdrawnError when one ends meanwhile.
    """
    reason = _("Pidió por su enlace que no le contacten.")
    for invitation in _answered_by(person):
        decline_for_good(invitation=invitation, actor=person, reason=reason, now=now)
    opt_out(person=person, origin=_("por su enlace personal"), now=now)
    own = PersonalLink.objects.filter(person=person)
    cancel_letters(references=list(own.values_list("reference", flat=True)))


def contact_again(*, person: Person, now: datetime) -> bool:
    """Note that a person may be contacted again; return whether they had asked not to be."""
    return end_opt_out(person=person, now=now)


def _answered_by(person: Person) -> list[Invitation]:
    """List the live invitations whose answer is this person's to give."""
    is_deputy = Q(deputy=person, answer=Answer.DEPUTY)
    is_invited = Q(person=person) & ~Q(answer__in=[Answer.DEPUTY, Answer.NO])
    live = Invitation.objects.filter(withdrawn_at__isnull=True, cycle__closed_at__isnull=True)
    return list(live.filter(is_deputy | is_invited).order_by("pk"))
