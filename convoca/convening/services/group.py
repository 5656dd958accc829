"""The WhatsApp group: a person runs it; here its link is kept, and who joined or left."""

from datetime import datetime

from django.db import transaction

from convoca.convening.core.group_links import read_group_link
from convoca.convening.core.group_roll import GroupState
from convoca.convening.errors import GroupLinkRefusedError
from convoca.convening.models import GroupLink, GroupMembership
from convoca.convening.queries import current_group_link
from convoca.directory.models import Community

__all__ = ["GroupState", "mark_group_member", "set_group_link"]


@transaction.atomic
def set_group_link(*, community: Community, url: str, now: datetime) -> GroupLink:
    """Keep the live link of the group; another one retires the one before.

    Raises GroupLinkRefusedError when it is not an invite link of a WhatsApp group.
    """
    address = read_group_link(url)
    if address is None:
        raise GroupLinkRefusedError(url)
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    current = current_group_link(community)
    if current is not None and current.url == address:
        return current
    if current is not None:
        current.retired_at = now
        current.save(update_fields=["retired_at"])
    return GroupLink.objects.create(community=community, url=address, created_at=now)


@transaction.atomic
def mark_group_member(
    *, membership: GroupMembership, state: GroupState, now: datetime
) -> GroupMembership:
    """Note that somebody joined, left or was removed, or take the note back.

    The first moment of a note is kept, however often it is made.
    """
    membership = GroupMembership.objects.select_for_update().get(pk=membership.pk)
    if state is GroupState.GIVEN:
        membership.joined_at = None
    elif state is GroupState.JOINED:
        membership.joined_at = membership.joined_at or now
    membership.left_at = (membership.left_at or now) if state is GroupState.LEFT else None
    membership.removed_at = (membership.removed_at or now) if state is GroupState.REMOVED else None
    membership.save(update_fields=["joined_at", "left_at", "removed_at"])
    return membership
