"""Taking back an invitation: its links, its waiting mails, its place in the cycle."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from convoca.convening.core.occasions import cycle_occasion, occasions_of
from convoca.convening.models import Invitation
from convoca.convening.services.group_stops import stop_group_links
from convoca.convening.services.locks import lock_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, PersonalLink, Seat, Tenure
from convoca.directory.queries import link_references
from convoca.directory.services import revoke_links_of
from convoca.messaging.services import cancel_letters, cancel_messages

Whose = tuple[Person, Seat]
Purpose = PersonalLink.Purpose
TAKING_PART = [Purpose.INTERVIEW, Purpose.AGENDA, Purpose.AVAILABILITY, Purpose.SESSION]


def withdraw(invitations: Sequence[Invitation], *, cycle: Cycle, now: datetime) -> None:
    """Take back invitations of one cycle; what was answered and sent stays as history.

    Only links of this cycle are revoked. Call it in a transaction that holds the rows.
    """
    stop_group_links([(each, each.participant) for each in invitations])
    cancel_messages(occasions=[name for each in invitations for name in occasions_of(each.pk)])
    revoke_links_of(whose=_people_of(invitations), now=now, occasions=[cycle_occasion(cycle.pk)])
    for invitation in invitations:
        invitation.withdrawn_at = now
    Invitation.objects.filter(pk__in=[each.pk for each in invitations]).update(withdrawn_at=now)


def close_doors(whose: Sequence[Whose], *, now: datetime) -> None:
    """Shut people out of seats they left: no link of theirs opens, no mail with one leaves."""
    revoke_links_of(whose=whose, now=now)
    stop_letters(whose, purposes=Purpose.values)


def stop_letters(whose: Sequence[Whose], *, purposes: Collection[str] = TAKING_PART) -> int:
    """Cancel what waits for people who do not take part for a seat any more; return how many.

    Whichever room wrote it: the personal link in it says whose it is.
    """
    return cancel_letters(references=link_references(whose, purposes=purposes))


@transaction.atomic
def withdraw_changed_seats(*, now: datetime, cycle: Cycle | None = None) -> int:
    """Take back the invitations of open cycles to who does not hold the seat any more.

    A roster may have given the seat to somebody else, or emptied it. Of one cycle where it is
    named. Returns how many were taken back; those seats are ready to be invited again.
    """
    holding = Tenure.objects.filter(
        seat=OuterRef("seat"), person=OuterRef("person"), to_on__isnull=True
    )
    changed = Invitation.objects.filter(
        ~Exists(holding), withdrawn_at__isnull=True, cycle__closed_at__isnull=True
    )
    by_cycle: dict[Cycle, list[Invitation]] = {}
    for invitation in lock_invitations(changed.filter(cycle=cycle) if cycle else changed):
        by_cycle.setdefault(invitation.cycle, []).append(invitation)
    for each, invitations in by_cycle.items():
        withdraw(invitations, cycle=each, now=now)
        close_doors(_people_of(invitations), now=now)
    return sum(map(len, by_cycle.values()))


def _people_of(invitations: Sequence[Invitation]) -> list[Whose]:
    return [
        (person, invitation.seat)
        for invitation in invitations
        for person in (invitation.person, invitation.deputy)
        if person is not None
    ]
