"""How a director gets in: the token is swapped for a signed cookie, the address is cleaned.

The cookie lists the references this browser has shown a token for; a page of `/p/e/REF/`
opens only with its own reference in it. GET and HEAD change nothing in the database.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from convoca.directory.errors import LinkError, LinkUnknownError
from convoca.directory.models import PersonalLink
from convoca.directory.queries import get_link

COOKIE = "__Host-enlaces" if settings.IS_HTTPS else "enlaces"
SALT = "convoca.portal"
KEPT_LINKS = 8
LINK_DAYS = 60
View = Callable[..., HttpResponse]


def opened_references(request: HttpRequest) -> list[str]:
    """Return the references that this browser has shown tokens for."""
    signed = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LINK_DAYS * 86400)
    return signed.split(".") if signed else []


def remember_reference(request: HttpRequest, response: HttpResponse, reference: str) -> None:
    """Add a reference to the cookie of this browser; the oldest goes."""
    others = [known for known in opened_references(request) if known != reference]
    response.set_signed_cookie(
        COOKIE,
        ".".join([*others, reference][-KEPT_LINKS:]),
        salt=SALT,
        max_age=LINK_DAYS * 86400,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_references(response: HttpResponse) -> None:
    """Forget all links of this browser."""
    response.delete_cookie(COOKIE, samesite="Lax")


def personal(purpose: str) -> Callable[[View], View]:
    """Open a page only to who has shown the token of a link with this purpose.

    The view receives the link in the place of its reference. Answers are never kept by
    browsers or proxies.
    """

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, reference: str, **more: object) -> HttpResponse:
            try:
                link = _get_opened(request, reference, purpose)
            except LinkError as error:
                return refuse(request, error)
            response = view(request, link, **more)
            add_never_cache_headers(response)
            return response

        return guarded

    return decorate


def _get_opened(request: HttpRequest, reference: str, purpose: str) -> PersonalLink:
    if reference not in opened_references(request):
        raise LinkUnknownError
    link = get_link(reference, now=timezone.now())
    if link.purpose != purpose:
        raise LinkUnknownError
    return link


def refuse(request: HttpRequest, error: LinkError, *, status: int = 410) -> HttpResponse:
    """Answer a link that cannot be used, with the way to a new one."""
    context = {"error": error.user_message()}
    response = render(request, "portal/refused.html", context, status=status)
    add_never_cache_headers(response)
    return response
