"""The WhatsApp group of a community: its link, who has it, who could have it."""

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from convoca.convening.core.group_roll import GroupRoll, GroupState, Pair, count_roll
from convoca.convening.models import AttendanceMark, GroupLink, GroupMembership, Invitation
from convoca.convening.queries.invitations import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Community

GONE = {GroupState.LEFT, GroupState.REMOVED}
UNDO_IS_OFFERED = timedelta(seconds=60)


def current_group_link(community: Community) -> GroupLink | None:
    """Return the live link of the group, if there is one."""
    return GroupLink.objects.filter(community=community, retired_at__isnull=True).first()


def is_group_open(cycle: Cycle) -> bool:
    """Say whether a session was held: somebody was present. The first planned may have failed."""
    return _came(cycle).exists()


def list_group_candidates(cycle: Cycle) -> list[Invitation]:
    """List who takes part, came to a session, and was not given the link yet."""
    given = set(
        GroupMembership.objects.filter(community=cycle.community_id).values_list("seat", "person")
    )
    accepted = accepted_invitations(cycle).filter(seat__in=_came(cycle).values("seat"))
    return [one for one in accepted if pair_of(one) not in given]


def list_group_renewals(cycle: Cycle) -> list[tuple[GroupMembership, Invitation]]:
    """List who takes part and has only a dead link: given before the live one was kept.

    Who left or was removed is not given another; without a live link nobody is.
    """
    link = current_group_link(cycle.community)
    if link is None:
        return []
    last_given = Coalesce("renewed_at", "given_at")
    dead = GroupMembership.objects.annotate(last_given_at=last_given).filter(
        community=cycle.community_id, last_given_at__lt=link.created_at
    )
    by_pair = {pair_of(one): one for one in accepted_invitations(cycle)}
    return [
        (member, by_pair[member.pair])
        for member in dead.order_by("pk")
        if member.pair in by_pair and member.state not in GONE
    ]


def list_group_members(community: Community) -> QuerySet[GroupMembership]:
    """List who was given the link, from north to south."""
    return (
        GroupMembership.objects.filter(community=community)
        .select_related("person", "seat__municipality__region", "seat__kind")
        .prefetch_related("person__contacts")
        .order_by("seat__municipality__region__position", "seat__municipality__comuna_name", "pk")
    )


def group_roll(cycle: Cycle) -> tuple[GroupRoll, set[Pair]]:
    """Return the group counted against who takes part in the cycle, and who that is."""
    accepted = {pair_of(one) for one in accepted_invitations(cycle)}
    members = GroupMembership.objects.filter(community=cycle.community_id)
    return count_roll(accepted, {one.pair: one.state for one in members}), accepted


def last_giving(cycle: Cycle, *, now: datetime) -> datetime | None:
    """Return the moment that names the giving of links that may still be undone, or None."""
    latest = GroupMembership.objects.filter(community=cycle.community_id).aggregate(
        given=Max("given_at"), renewed=Max("renewed_at")
    )
    return max(
        (at for at in latest.values() if at is not None and now - at < UNDO_IS_OFFERED),
        default=None,
    )


def pair_of(invitation: Invitation) -> Pair:
    """Return who takes part by an invitation: the ids of seat and participant."""
    return invitation.seat_id, invitation.participant.pk


def _came(cycle: Cycle) -> QuerySet[AttendanceMark]:
    return AttendanceMark.objects.filter(cycle=cycle, presence=AttendanceMark.Presence.PRESENT)
