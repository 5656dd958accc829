"""Holding a cycle or an invitation still while somebody decides about it."""

from convoca.convening.errors import CycleOverError, InvitationWithdrawnError
from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle


def lock_open_cycle(cycle: Cycle) -> Cycle:
    """Return the cycle, held until the transaction ends: two coordinators go one by one.

    Raises CycleOverError when it is closed.
    """
    held = (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("community__kind", "community__association")
        .get(pk=cycle.pk)
    )
    if held.closed_at is not None:
        raise CycleOverError(held.pk)
    return held


def lock_invitation(invitation: Invitation) -> Invitation:
    """Return the invitation as it is now, held until the transaction ends.

    Raises InvitationWithdrawnError or CycleOverError.
    """
    # Held first and read afterwards: after a wait PostgreSQL gives the row as it is now, but
    # the rows joined to it (a deputy named meanwhile) as they were before the wait.
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
