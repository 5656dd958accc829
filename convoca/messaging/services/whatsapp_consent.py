"""The proof that somebody agreed to get WhatsApp messages, and its end."""

from datetime import datetime

from django.db import transaction

from convoca.foundation.models import Association
from convoca.messaging.models import OptIn


@transaction.atomic
def record_opt_in(
    *,
    association: Association,
    address: str,
    wording: str,
    how: OptIn.How,
    by_name: str = "",
    now: datetime,
) -> OptIn:
    """Record that the holder of a number agreed, with the words they agreed to.

    One that stands already stays as it is: the first proof is the one that counts. `by_name`
    is who of the staff heard it, empty where the person did it alone.
    """
    fresh = OptIn(
        association=association,
        address=address,
        wording=wording,
        how=how,
        by_name=by_name,
        given_at=now,
    )
    OptIn.objects.bulk_create([fresh], ignore_conflicts=True)
    return OptIn.objects.get(association=association, address=address, ended_at__isnull=True)


@transaction.atomic
def end_opt_in(*, address: str, now: datetime, association: Association | None = None) -> int:
    """End what a number agreed to before `now`, at once; to all associations where none is named.

    What waits for it finds no proof when its turn comes, and goes another way or none. Returns
    how many ended: 0 where none stood.
    """
    standing = OptIn.objects.filter(address=address, given_at__lte=now, ended_at__isnull=True)
    if association is not None:
        standing = standing.filter(association=association)
    return standing.update(ended_at=now)
