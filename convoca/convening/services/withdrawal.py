"""Taking back an invitation: its links, its waiting mails, its place in the cycle."""

from datetime import datetime

from convoca.convening.core.occasions import cycle_occasion, occasions_of
from convoca.convening.models import Invitation
from convoca.directory.services import revoke_links
from convoca.messaging.services import cancel_messages


def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """Take back an invitation; what was answered and sent stays as history.

    Only links of its own cycle are revoked. Call it in a transaction that holds the row.
    """
    for occasion in occasions_of(invitation.pk):
        cancel_messages(occasion=occasion)
    for person in filter(None, [invitation.person, invitation.deputy]):
        revoke_links(
            person=person,
            seat=invitation.seat,
            now=now,
            occasions=[cycle_occasion(invitation.cycle_id)],
        )
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
