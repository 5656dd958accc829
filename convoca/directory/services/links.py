"""Giving and taking back personal links."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from convoca.directory.models import Person, PersonalLink, Seat
from convoca.foundation.links import hash_of, new_reference, token_of


@transaction.atomic
def issue_link(
    *,
    person: Person,
    seat: Seat,
    purpose: str,
    occasion: str,
    expires_at: datetime,
    now: datetime,
) -> PersonalLink:
    """Return the live link of this person for this purpose, made now if there is none.

    An earlier one keeps its address and gets the later expiry.
    """
    mine = {"person": person, "seat": seat, "purpose": purpose, "occasion": occasion}
    link = PersonalLink.objects.filter(**mine, revoked_at__isnull=True).first()
    if link is None:
        reference = new_reference()
        return PersonalLink.objects.create(
            **mine,
            reference=reference,
            token_hash=hash_of(token_of(reference)),
            created_at=now,
            expires_at=expires_at,
        )
    if link.expires_at < expires_at:
        link.expires_at = expires_at
        link.save(update_fields=["expires_at"])
    return link


def revoke_links(
    *, person: Person, seat: Seat, now: datetime, occasions: Sequence[str] = ()
) -> int:
    """Take back the live links of a person for a seat; of all occasions where none is named."""
    links = PersonalLink.objects.filter(person=person, seat=seat, revoked_at__isnull=True)
    if occasions:
        links = links.filter(occasion__in=occasions)
    return links.update(revoked_at=now)
