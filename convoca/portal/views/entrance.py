"""The door: a personal link comes in, a clean address goes out."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from convoca.directory.errors import LinkError
from convoca.directory.models import PersonalLink
from convoca.directory.queries import find_link
from convoca.portal.access import forget_references, refuse, remember_reference

PAGES = {
    PersonalLink.Purpose.INVITATION: "portal:invitation",
    PersonalLink.Purpose.INTERVIEW: "portal:interview",
    PersonalLink.Purpose.AVAILABILITY: "portal:availability",
    PersonalLink.Purpose.SESSION: "portal:session",
}
STRAY = re.compile(r"[^A-Za-z0-9_-]+$")


@login_not_required
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token for a cookie; marks that a mail program glued to its end are dropped."""
    try:
        link = find_link(STRAY.sub("", token), now=timezone.now())
    except LinkError as error:
        return refuse(request, error)
    response = HttpResponseRedirect(
        reverse(PAGES[PersonalLink.Purpose(link.purpose)], args=[link.reference])
    )
    remember_reference(request, response, link.reference)
    add_never_cache_headers(response)
    return response


@login_not_required
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Forget the links of this browser: for a shared machine."""
    response = redirect("portal:left")
    forget_references(response)
    return response


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say that nobody's pages are open here any more."""
    return render(request, "portal/left.html")
