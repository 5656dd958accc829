"""Stopping the mails of the WhatsApp group: who never got the link does not count as given."""

from collections.abc import Sequence

from convoca.convening.core.occasions import group_occasion
from convoca.convening.models import GroupMembership, Invitation
from convoca.directory.models import Person
from convoca.messaging.services import undo_messages

GROUP = "group"


def stop_group_links(whose: Sequence[tuple[Invitation, Person]]) -> int:
    """Stop the mails of the group that wait for people of invitations, and what they noted.

    Returns for how many the link counts as not given again. What left stays as it is.
    """
    pairs = {group_occasion(each.pk): (each.seat_id, person.pk) for each, person in whose}
    stopped = {pairs[occasion] for occasion in undo_messages(occasions=pairs, purposes=[GROUP])}
    if not stopped:
        return 0
    members = GroupMembership.objects.filter(
        community__in={each.cycle.community_id for each, _person in whose},
        seat__in={seat for seat, _person in stopped},
        person__in={person for _seat, person in stopped},
    )
    return forget_given([member for member in members if member.pair in stopped])


def forget_given(members: Sequence[GroupMembership]) -> int:
    """Take back the last giving of each: the renewal, or the whole row; return how many.

    Who joined, left or was removed had the link in hand, so a first giving stays.
    """
    renewed = [each.pk for each in members if each.renewed_at is not None]
    new = [each.pk for each in members if each.renewed_at is None and each.state == "given"]
    GroupMembership.objects.filter(pk__in=renewed).update(renewed_at=None)
    GroupMembership.objects.filter(pk__in=new).delete()
    return len(renewed) + len(new)
