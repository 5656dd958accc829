"""Giving the link of the WhatsApp group: to who came, again after it changed, and undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from convoca.convening.core.occasions import group_occasion
from convoca.convening.errors import GroupLinkMissingError, GroupTooEarlyError
from convoca.convening.models import GroupLink, GroupMembership, Invitation
from convoca.convening.queries import (
    accepted_invitations,
    current_group_link,
    is_group_open,
    list_group_renewals,
    pair_of,
)
from convoca.convening.services.group_stops import GROUP, forget_given
from convoca.convening.services.locks import lock_open_cycle
from convoca.convening.services.mails import FOLDER
from convoca.convening.services.undo import UndoResult
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.directory.queries import email_of, phone_of
from convoca.messaging.core.house_templates import GROUP as HOUSE
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.queries import told_occasions
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    OwnChannels,
    Recipient,
    queue_messages,
    read_own_channels,
    undo_messages,
    write_text,
)


@transaction.atomic
def give_group_link(*, cycle: Cycle, invitations: Iterable[Invitation], now: datetime) -> int:
    """Give the link to who takes part for these invitations, to each by the own channel.

    Who has it already gets nothing; who has no channel is noted, to be told by hand. The
    mails wait, so that it can be undone; `given_at` names the batch. Returns to how many it
    was given now.

    Raises CycleOverError, GroupTooEarlyError before a session was held, or
    GroupLinkMissingError.
    """
    cycle = lock_open_cycle(cycle)
    if not is_group_open(cycle):
        raise GroupTooEarlyError(cycle.pk)
    link = _live_link(cycle)
    new = _without_link(cycle.community, invitations)
    GroupMembership.objects.bulk_create(
        GroupMembership(
            community=cycle.community, seat=one.seat, person=one.participant, given_at=now
        )
        for one in new
    )
    _mail_links(cycle, new, link, is_renewed=False, now=now)
    return len(new)


@transaction.atomic
def renew_group_link(*, cycle: Cycle, now: datetime) -> int:
    """Give the live link to who takes part and has only one of before; return to how many.

    The mails wait, so that it can be undone; `renewed_at` names the batch.

    Raises CycleOverError or GroupLinkMissingError.
    """
    cycle = lock_open_cycle(cycle)
    link = _live_link(cycle)
    renewals = list_group_renewals(cycle)
    again = [member.pk for member, _invitation in renewals]
    GroupMembership.objects.filter(pk__in=again).update(renewed_at=now)
    invitations = [invitation for _member, invitation in renewals]
    _mail_links(cycle, invitations, link, is_renewed=True, now=now)
    return len(renewals)


@transaction.atomic
def undo_group_link(*, cycle: Cycle, batch: datetime) -> UndoResult:
    """Take back the links given at `batch` whose mail has not left, as if never given.

    Who has no address has it taken back too; who joined already keeps it.

    Raises CycleOverError, or UndoTooLateError when nothing could be undone.
    """
    cycle = lock_open_cycle(cycle)
    members = list(
        GroupMembership.objects.filter(
            Q(given_at=batch) | Q(renewed_at=batch), community=cycle.community_id
        )
    )
    occasions = {pair_of(one): group_occasion(one.pk) for one in accepted_invitations(cycle)}
    undo_messages(occasions=list(occasions.values()), purposes=[GROUP], batch=batch)
    left = told_occasions(occasions.values(), batch=batch)
    undone = [member for member in members if occasions.get(member.pair) not in left]
    count = forget_given(undone)
    if not count:
        raise UndoTooLateError(cycle.pk)
    return UndoResult(count, len(members) - count)


def _live_link(cycle: Cycle) -> GroupLink:
    link = current_group_link(cycle.community)
    if link is None:
        raise GroupLinkMissingError(cycle.community_id)
    return link


def _without_link(community: Community, invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return the invitations, each seat and participant once, who were not given the link."""
    asked = {pair_of(one): one for one in invitations}
    given = set(
        GroupMembership.objects.filter(community=community).values_list("seat_id", "person_id")
    )
    return [one for pair, one in asked.items() if pair not in given]


def _mail_links(
    cycle: Cycle,
    invitations: Sequence[Invitation],
    link: GroupLink,
    *,
    is_renewed: bool,
    now: datetime,
) -> None:
    association = cycle.community.association
    people = {invitation.pk: invitation.participant for invitation in invitations}
    channels = read_own_channels(association, HOUSE, map(phone_of, people.values()))
    ways = {
        key: channels.recipient(email=email_of(person), phone=phone_of(person), name=person.name)
        for key, person in people.items()
    }
    queue_messages(
        association=association,
        purpose=GROUP,
        letters=[
            _letter(cycle, invitation, link, (channels, recipient), is_renewed=is_renewed)
            for invitation in invitations
            if (recipient := ways[invitation.pk])
        ],
        now=now,
        not_before=now + UNDO_TIME,
    )


def _letter(
    cycle: Cycle,
    invitation: Invitation,
    link: GroupLink,
    way: tuple[OwnChannels, Recipient],
    *,
    is_renewed: bool,
) -> Letter:
    person, occasion = invitation.participant, group_occasion(invitation.pk)
    channels, recipient = way
    context: dict[str, object] = {
        "person": person,
        "community": cycle.community,
        "association": cycle.community.association,
        "group_url": link.url,
        "is_renewed": is_renewed,
    }
    text = write_text(f"{FOLDER}/group.txt", context)
    return Letter(
        key=f"{GROUP}:{person.pk}:{occasion}:{link.pk}",
        occasion=occasion,
        recipient=recipient,
        text=channels.text(
            recipient,
            text,
            blanks=[person.name, cycle.community.association.name, text.subject, link.url],
        ),
    )
