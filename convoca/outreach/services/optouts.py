"""Leaving people in peace, and back."""

from datetime import datetime

from django.db import transaction

from convoca.convening.core.occasions import reminder_occasion
from convoca.convening.models import Invitation
from convoca.directory.models import OptOut, Person
from convoca.messaging.services import cancel_messages
from convoca.outreach.models import Errand


@transaction.atomic
def opt_out(*, person: Person, origin: str, now: datetime) -> OptOut:
    """Note that a person asked not to be contacted: no call, no campaign, from this moment.

    What waits for them leaves no more, their errands end. Said again it is the same wish.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    standing, is_new = OptOut.objects.get_or_create(
        person=person,
        ended_at=None,
        defaults={"association": person.association, "at": now, "origin": origin},
    )
    if is_new:
        invitations = Invitation.objects.filter(person=person, withdrawn_at__isnull=True)
        occasions = [reminder_occasion(pk) for pk in invitations.values_list("pk", flat=True)]
        cancel_messages(occasions=occasions)
        held = Errand.objects.filter(seat__tenures__person=person, seat__tenures__to_on=None)
        held.filter(closed_at__isnull=True).update(closed_at=now)
    return standing


def end_opt_out(*, person: Person, now: datetime) -> bool:
    """Note that a person may be contacted again; return whether they had asked not to be."""
    standing = OptOut.objects.filter(person=person, ended_at__isnull=True)
    return bool(standing.update(ended_at=now))
