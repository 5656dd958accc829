"""Who asked not to be contacted."""

from collections.abc import Collection

from convoca.outreach.models import OptOut


def opted_out_among(person_ids: Collection[int]) -> frozenset[int]:
    """Return which of these people asked not to be contacted."""
    standing = OptOut.objects.filter(person__in=person_ids, ended_at__isnull=True)
    return frozenset(standing.values_list("person", flat=True))


def is_opted_out(person_id: int) -> bool:
    """Say whether a person asked not to be contacted."""
    return bool(opted_out_among([person_id]))
