"""What follows when an answer changes who takes part for a seat."""

from datetime import datetime

from convoca.convening.models import Invitation
from convoca.convening.services.deputies import settle_deputies
from convoca.convening.services.group_stops import stop_group_links
from convoca.convening.services.withdrawal import stop_letters
from convoca.directory.models import Person


def who_takes_part(invitation: Invitation) -> Person | None:
    """Return who takes part for the seat; None where nobody said yes."""
    return invitation.participant if invitation.is_accepted else None


def settle_participation(
    invitation: Invitation, *, took_part: Person | None, deputy: Person | None, now: datetime
) -> None:
    """Follow an answer that was just kept: what waits for who takes part no more is stopped.

    `took_part` and `deputy` are those of the answer before. A deputy is invited, or let go.
    """
    if took_part is not None and who_takes_part(invitation) != took_part:
        stop_letters([(took_part, invitation.seat)])
        stop_group_links([(invitation, took_part)])
    settle_deputies(invitation, deputy, now=now)
