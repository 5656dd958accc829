"""Who is signed in, for services that remember it."""

from django.http import HttpRequest

from convoca.directory.models import User
from convoca.foundation.errors import NotFoundError


def signed_in(request: HttpRequest) -> User:
    """Return the member of the staff who asks, or raise NotFoundError."""
    if not isinstance(request.user, User):
        raise NotFoundError
    return request.user
