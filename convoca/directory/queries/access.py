"""Who of the staff may do what: the only way to a community by its id."""

from typing import Literal

import rules
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from convoca.directory.models import Community, TeamMember, User
from convoca.foundation.errors import NotFoundError

Doing = Literal["read", "coordinate", "interview", "code"]
Role = TeamMember.Role

ROLES: dict[Doing, set[str]] = {
    "read": {Role.COORDINATOR, Role.INTERVIEWER, Role.EXPERT},
    "coordinate": {Role.COORDINATOR},
    "interview": {Role.COORDINATOR, Role.INTERVIEWER},
    "code": {Role.COORDINATOR, Role.EXPERT},
}


def _allows(doing: Doing) -> rules.predicates.Predicate:
    """Return the predicate: an administrator of the association, or a fitting role in the team."""

    @rules.predicate
    def allowed(user: User, community: Community) -> bool:
        if user.association_id != community.association_id or not user.is_active:
            return False
        return user.is_administrator or user.roles.get(community.pk) in ROLES[doing]

    return allowed


for _doing in ROLES:
    rules.add_perm(f"community.{_doing}", _allows(_doing))


def signed_in_user(request: HttpRequest, *, administrator: bool = False) -> User:
    """Return the member of the staff who asks.

    Raises NotFoundError for anybody else, and for who is none when an administrator is needed.
    """
    user = request.user
    if not isinstance(user, User) or (administrator and not user.is_administrator):
        raise NotFoundError
    return user


def may(user: User, doing: Doing, community: Community) -> bool:
    """Say whether somebody may do this in a community."""
    return bool(rules.has_perm(f"community.{doing}", user, community))


def doings_of(user: User, community: Community) -> set[Doing]:
    """Return all that somebody may do in a community."""
    return {doing for doing in ROLES if may(user, doing, community)}


def coordinates_any(user: User) -> bool:
    """Say whether somebody administers the association, or coordinates a community of it."""
    return user.is_administrator or TeamMember.Role.COORDINATOR in user.roles.values()


def get_coordinator(user: User | AnonymousUser) -> User:
    """Return who may change what all communities of the association share.

    Raises NotFoundError for anybody else.
    """
    if not isinstance(user, User) or not user.is_active or not coordinates_any(user):
        raise NotFoundError
    return user


def get_visible_community(
    user: User | AnonymousUser, community_id: int, doing: Doing = "read"
) -> Community:
    """Return a community that this person may use so.

    Raises NotFoundError when it is absent or not theirs: both look the same.
    """
    community = (
        Community.objects.select_related("kind", "association").filter(pk=community_id).first()
    )
    if community is None or not isinstance(user, User) or not may(user, doing, community):
        raise NotFoundError(community_id)
    return community


def list_visible_communities(user: User) -> list[Community]:
    """List the communities that this person may see, by name."""
    communities = Community.objects.filter(association=user.association).select_related("kind")
    if not user.is_administrator:
        communities = communities.filter(team__user=user)
    return list(communities.order_by("name"))
