"""The WhatsApp group: a person runs it; here its link is kept, given, and joined or left."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from convoca.convening.core.group_links import read_group_link
from convoca.convening.core.occasions import group_occasion
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
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    Recipient,
    queue_messages,
    write_text,
)

PURPOSE = "group"


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
    new = _without_link(cycle.community, invitations)
    GroupMembership.objects.bulk_create(
        GroupMembership(
            community=cycle.community, seat=one.seat, person=one.participant, given_at=now
        )
        for one in new
    )
    _mail_links(cycle, new, link, now=now)
    return len(new)


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


def _without_link(community: Community, invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return the invitations, each seat and participant once, who were not given the link."""
    asked = {(one.seat_id, one.participant.pk): one for one in invitations}
    given = set(
        GroupMembership.objects.filter(community=community).values_list("seat_id", "person_id")
    )
    return [one for pair, one in asked.items() if pair not in given]


def _mail_links(
    cycle: Cycle, invitations: Iterable[Invitation], link: GroupLink, *, now: datetime
) -> None:
    queue_messages(
        association=cycle.community.association,
        purpose=PURPOSE,
        letters=[
            _letter(cycle, invitation, link)
            for invitation in invitations
            if email_of(invitation.participant)
        ],
        now=now,
        not_before=now + UNDO_TIME,
    )


def _letter(cycle: Cycle, invitation: Invitation, link: GroupLink) -> Letter:
    person, occasion = invitation.participant, group_occasion(invitation.pk)
    context: dict[str, object] = {
        "person": person,
        "community": cycle.community,
        "association": cycle.community.association,
        "group_url": link.url,
    }
    return Letter(
        key=f"{PURPOSE}:{person.pk}:{occasion}",
        occasion=occasion,
        recipient=Recipient(email_of(person), person.name),
        text=write_text(f"{FOLDER}/group.txt", context),
    )
