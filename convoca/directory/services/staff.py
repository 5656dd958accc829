"""The people who sign in, and what they do in each community."""

from django.db import IntegrityError, transaction

from convoca.directory.errors import StaffKnownError
from convoca.directory.models import Community, TeamMember, User
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association


def add_staff(*, association: Association, name: str, email: str, is_administrator: bool) -> User:
    """Add somebody to the staff, without a password: they sign in with a code.

    Raises StaffKnownError when somebody has this address, also by the same button pressed twice.
    """
    try:
        with transaction.atomic():
            return User.objects.create_user(
                email, None, name=name, association=association, is_administrator=is_administrator
            )
    except IntegrityError as error:
        raise StaffKnownError(email) from error


@transaction.atomic
def set_active(*, association: Association, user_id: int, is_active: bool, by: User) -> User:
    """Let somebody of this association sign in, or no longer; never oneself.

    Raises NotFoundError when there is no such person here.
    """
    user = User.objects.filter(association=association, pk=user_id).exclude(pk=by.pk).first()
    if user is None:
        raise NotFoundError(user_id)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    return user


def set_team_member(*, community: Community, user: User, role: str) -> TeamMember:
    """Give somebody a role in a community, in the place of the one before.

    Raises NotFoundError when the person is of another association.
    """
    if user.association_id != community.association_id:
        raise NotFoundError(user.pk)
    return TeamMember.objects.update_or_create(
        community=community, user=user, defaults={"role": role}
    )[0]


def drop_team_member(*, community: Community, member_id: int) -> None:
    """Take somebody out of the team; repeating it changes nothing."""
    TeamMember.objects.filter(community=community, pk=member_id).delete()
