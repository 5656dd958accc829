"""The WhatsApp group of a community: its link, who has it, who could have it."""

from django.db.models import QuerySet

from convoca.convening.models import AttendanceMark, GroupLink, GroupMembership, Invitation
from convoca.convening.queries.invitations import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Community

FIRST_SESSION = 1


def current_group_link(community: Community) -> GroupLink | None:
    """Return the live link of the group, if there is one."""
    return GroupLink.objects.filter(community=community, retired_at__isnull=True).first()


def is_group_open(cycle: Cycle) -> bool:
    """Say whether the first session was held: somebody was present at it."""
    return AttendanceMark.objects.filter(
        cycle=cycle, number=FIRST_SESSION, presence=AttendanceMark.Presence.PRESENT
    ).exists()


def list_group_candidates(cycle: Cycle) -> list[Invitation]:
    """List who takes part, came to a session, and was not given the link yet."""
    came = AttendanceMark.objects.filter(cycle=cycle, presence=AttendanceMark.Presence.PRESENT)
    given = set(
        GroupMembership.objects.filter(community=cycle.community_id).values_list("seat", "person")
    )
    accepted = accepted_invitations(cycle).filter(seat__in=came.values("seat"))
    return [
        invitation
        for invitation in accepted
        if (invitation.seat_id, invitation.participant.pk) not in given
    ]


def list_group_members(community: Community) -> QuerySet[GroupMembership]:
    """List who was given the link, from north to south."""
    return (
        GroupMembership.objects.filter(community=community)
        .select_related("person", "seat__municipality__region", "seat__kind")
        .prefetch_related("person__contacts")
        .order_by("seat__municipality__region__position", "seat__municipality__comuna_name", "pk")
    )
