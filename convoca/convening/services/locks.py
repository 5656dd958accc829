"""Holding a cycle or an invitation still while somebody decides about it.

Cycles, seats and people are held with `no_key`: rows that point at them may be made meanwhile.
Otherwise who answers (holds the invitation, makes a link to the seat) and who gives the seat
away (holds the seat, asks for the invitation) would wait for each other on PostgreSQL.
"""

from django.db.models import QuerySet

from convoca.convening.errors import CycleOverError, InvitationWithdrawnError
from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle


def lock_open_cycle(cycle: Cycle) -> Cycle:
    """Return the cycle, held until the transaction ends: two coordinators go one by one.

    Raises CycleOverError when it is closed.
    """
    held = (
        Cycle.objects.select_for_update(of=("self",), no_key=True)
        .select_related("community__kind", "community__association")
        .get(pk=cycle.pk)
    )
    if held.closed_at is not None:
        raise CycleOverError(held.pk)
    return held


def lock_invitations(invitations: QuerySet[Invitation]) -> list[Invitation]:
    """Return the invitations of a query as they are now, held until the transaction ends.

    With cycle, seat, person and deputy. What stops fitting the query during a wait is left out.
    """
    # Held first and read afterwards: after a wait PostgreSQL gives the row as it is now, but
    # the rows joined to it (a deputy named meanwhile) as they were before the wait.
    alone = invitations.select_related(None).order_by("pk")
    held = list(alone.select_for_update(of=("self",)).values_list("pk", flat=True))
    return list(alone.filter(pk__in=held).select_related("cycle", "seat", "person", "deputy"))


def lock_invitation(invitation: Invitation) -> Invitation:
    """Return the invitation as it is now, held until the transaction ends.

    Held first and read afterwards, as `lock_invitations` does.

    Raises InvitationWithdrawnError or CycleOverError.
    """
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    held = Invitation.objects.select_related(
        "person",
        "deputy",
        "seat__municipality",
        "seat__kind",
        "seat__association",
        "cycle__community__association",
        "cycle__community__kind",
    ).get(pk=invitation.pk)
    if held.withdrawn_at is not None:
        raise InvitationWithdrawnError(held.pk)
    if held.cycle.closed_at is not None:
        raise CycleOverError(held.cycle_id)
    return held
