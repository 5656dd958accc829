"""Who is asking."""

from django.http import HttpRequest

from convoca.directory.models import User
from convoca.foundation.errors import NotFoundError


def staff_user(request: HttpRequest, *, administrator: bool = False) -> User:
    """Return who is signed in.

    Raises NotFoundError when an administrator is needed and this is none.
    """
    user = request.user
    if not isinstance(user, User) or (administrator and not user.is_administrator):
        raise NotFoundError
    return user
