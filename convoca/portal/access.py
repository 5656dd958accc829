"""How a director gets in: the token is swapped for a signed cookie, the address is cleaned.

The cookie lists the references this browser has shown a token for; a page of `/p/e/REF/`
opens only with its own reference in it. GET and HEAD change nothing in the database.
"""

from collections.abc import Callable, Collection
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from convoca.directory.errors import LinkError, LinkRevokedError, LinkUnknownError
from convoca.directory.models import Link, PersonalLink
from convoca.directory.queries import get_link
from convoca.foundation.errors import ConvocaError, NotFoundError
from convoca.workplan.models import PoolLink
from convoca.workplan.queries.pool import get_pool_link

COOKIE = "__Host-enlaces" if settings.IS_HTTPS else "enlaces"
SALT = "convoca.portal"
KEPT_LINKS = 8
LINK_DAYS = 60
Opened = TypeVar("Opened", bound=Link)
Found = TypeVar("Found")
Rest = ParamSpec("Rest")
View = Callable[..., HttpResponse]  # with its reference by name, as Django calls it


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


def personal(
    purposes: str | Collection[str], load: Callable[[PersonalLink], Found]
) -> Callable[[Callable[Concatenate[HttpRequest, PersonalLink, Found, Rest], HttpResponse]], View]:
    """Open a page only to who has shown the token of a link with this purpose, or one of these.

    In the place of its reference the view receives the link and what `load` finds behind it.
    A link with nothing behind it any more, where `load` raises NotFoundError, is refused as one
    that was taken back; any other refusal of it stands on a page of its own. Answers are never
    kept by browsers or proxies.
    """
    opening = {purposes} if isinstance(purposes, str) else set(purposes)
    return _guard(lambda reference: _get_personal(reference, opening), load)


def personal_or_pool(
    purpose: str, load: Callable[[PersonalLink | PoolLink], Found]
) -> Callable[
    [Callable[Concatenate[HttpRequest, PersonalLink | PoolLink, Found, Rest], HttpResponse]], View
]:
    """As `personal`, and also to experts and facilitators by a link of their own."""
    return _guard(lambda reference: _get_personal_or_pool(reference, purpose), load)


def _guard(
    get: Callable[[str], Opened], load: Callable[[Opened], Found]
) -> Callable[[Callable[Concatenate[HttpRequest, Opened, Found, Rest], HttpResponse]], View]:
    """Open a page by the link that `get` finds for a reference this browser has shown."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Opened, Found, Rest], HttpResponse],
    ) -> View:
        def guarded(
            request: HttpRequest, reference: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponse:
            try:
                if reference not in opened_references(request):
                    raise LinkUnknownError
                link = get(reference)
                found = load(link)
            except NotFoundError:
                return refuse(request, LinkRevokedError())
            except LinkError as error:
                return refuse(request, error)
            except ConvocaError as error:
                return _answer(request, "portal/not_now.html", error, status=409)
            response = view(request, link, found, *args, **kwargs)
            # A slow phone asks for the style before it has read the page: 0.1 s sooner on screen.
            response["Link"] = f"<{static('ui/portal.css')}>; rel=preload; as=style"
            add_never_cache_headers(response)
            return response

        update_wrapper(guarded, view)
        return login_not_required(guarded)

    return decorate


def _get_personal(reference: str, purposes: Collection[str]) -> PersonalLink:
    link = get_link(reference, now=timezone.now())
    if link.purpose not in purposes:
        raise LinkUnknownError
    return link


def _get_personal_or_pool(reference: str, purpose: str) -> PersonalLink | PoolLink:
    try:
        return _get_personal(reference, [purpose])
    except LinkUnknownError:
        return get_pool_link(reference, now=timezone.now())


def refuse(request: HttpRequest, error: LinkError, *, status: int = 410) -> HttpResponse:
    """Answer a link that cannot be used, with the way to a new one."""
    return _answer(request, "portal/refused.html", error, status=status)


def _answer(
    request: HttpRequest, template: str, error: ConvocaError, *, status: int
) -> HttpResponse:
    response = render(request, template, {"error": error.user_message()}, status=status)
    add_never_cache_headers(response)
    return response
