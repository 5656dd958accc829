"""The WhatsApp group: a person runs it; here its link is kept, given, and joined or left."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from convoca.convening.core.group_links import read_group_link
from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.errors import (
    GroupLinkMissingError,
    GroupLinkRefusedError,
    GroupTooEarlyError,
)
from convoca.convening.models import GroupLink, GroupMembership, Invitation
from convoca.convening.queries import current_group_link, is_group_open
from convoca.convening.services.locks import lock_open_cycle
from convoca.convening.services.mails import FOLDER
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.directory.queries import email_of
from convoca.messaging.services import Recipient, queue_message, write_text


class GroupState(StrEnum):
    """What is known of somebody who was given the link."""

    GIVEN = "given"
    JOINED = "joined"
    LEFT = "left"


@transaction.atomic
def set_group_link(*, community: Community, url: str, now: datetime) -> GroupLink:
    """Keep the live link of the group; another one retires the one before.

    Raises GroupLinkRefusedError when it is not an invite link of a WhatsApp group.
    """
    address = read_group_link(url)
    if address is None:
        raise GroupLinkRefusedError(url)
    Community.objects.select_for_update().get(pk=community.pk)
    current = current_group_link(community)
    if current is not None and current.url == address:
        return current
    if current is not None:
        current.retired_at = now
        current.save(update_fields=["retired_at"])
    return GroupLink.objects.create(community=community, url=address, created_at=now)


@transaction.atomic
def give_group_link(*, cycle: Cycle, invitations: Iterable[Invitation], now: datetime) -> int:
    """Give the link to who takes part for these invitations, by mail where there is an address.

    Who has it already gets nothing; who has no address is noted, to be told by hand. Returns
    to how many it was given now.

    Raises CycleOverError, GroupTooEarlyError before session 1 was held, or
    GroupLinkMissingError.
    """
    cycle = lock_open_cycle(cycle)
    if not is_group_open(cycle):
        raise GroupTooEarlyError(cycle.pk)
    link = current_group_link(cycle.community)
    if link is None:
        raise GroupLinkMissingError(cycle.community_id)
    given = 0
    for invitation in invitations:
        membership, is_new = GroupMembership.objects.get_or_create(
            community=cycle.community,
            seat=invitation.seat,
            person=invitation.participant,
            defaults={"given_at": now},
        )
        if is_new:
            given += 1
            _mail_link(cycle, membership, link, now=now)
    return given


@transaction.atomic
def mark_group_member(
    *, membership: GroupMembership, state: GroupState, now: datetime
) -> GroupMembership:
    """Note that somebody joined or left, or take the note back; the first moment is kept."""
    membership = GroupMembership.objects.select_for_update().get(pk=membership.pk)
    if state is GroupState.GIVEN:
        membership.joined_at = None
    elif state is GroupState.JOINED:
        membership.joined_at = membership.joined_at or now
    membership.left_at = (membership.left_at or now) if state is GroupState.LEFT else None
    membership.save(update_fields=["joined_at", "left_at"])
    return membership


def _mail_link(
    cycle: Cycle, membership: GroupMembership, link: GroupLink, *, now: datetime
) -> None:
    person = membership.person
    address = email_of(person)
    if not address:
        return
    context: dict[str, object] = {
        "person": person,
        "community": cycle.community,
        "association": cycle.community.association,
        "group_url": link.url,
    }
    occasion = cycle_occasion(cycle.pk)
    queue_message(
        association=cycle.community.association,
        key=f"group:{person.pk}:{membership.pk}:{occasion}",
        purpose="group",
        occasion=occasion,
        recipient=Recipient(address, person.name),
        text=write_text(f"{FOLDER}/group.txt", context),
        now=now,
    )
