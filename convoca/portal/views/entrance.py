"""The door: a personal link comes in, a clean address goes out."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from convoca.directory.errors import LinkError, LinkGuessedError, LinkUnknownError
from convoca.directory.models import PersonalLink
from convoca.directory.queries import find_link
from convoca.portal.access import forget_references, refuse, remember_reference
from convoca.portal.limits import address_of, count_tries, count_try
from convoca.workplan.queries.pool import find_pool_link

PAGES = {
    PersonalLink.Purpose.INVITATION: "portal:invitation",
    PersonalLink.Purpose.INTERVIEW: "portal:interview",
    PersonalLink.Purpose.AVAILABILITY: "portal:availability",
    PersonalLink.Purpose.SESSION: "portal:session",
    PersonalLink.Purpose.NOTICES: "portal:notices",
    PersonalLink.Purpose.AGENDA: "portal:agenda",
}
GUESS, GUESS_WINDOW_S, MOST_GUESSES = "guess", 600, 60


@login_not_required
@require_safe
def enter(request: HttpRequest, token: str, question_id: str = "") -> HttpResponse:
    """Swap the token for a cookie, and go on to the page of the link or the answer it names.

    Who has opened many addresses that are no links is asked to wait: nobody finds one by trying.
    """
    address = address_of(request)
    if count_tries(GUESS, address, window_s=GUESS_WINDOW_S) >= MOST_GUESSES:
        return refuse(request, LinkGuessedError(), status=429)
    try:
        reference, page = _find(token, question_id)
    except LinkUnknownError as error:
        count_try(GUESS, address, window_s=GUESS_WINDOW_S)
        return refuse(request, error)
    except LinkError as error:
        return refuse(request, error)
    response = HttpResponseRedirect(page)
    remember_reference(request, response, reference)
    add_never_cache_headers(response)
    return response


def _find(token: str, question_id: str) -> tuple[str, str]:
    """Return the reference of a token, of a director or of the pool, and where it leads."""
    now = timezone.now()
    try:
        link = find_link(token, now=now)
    except LinkUnknownError:
        own = find_pool_link(token, now=now)
        return own.reference, reverse("portal:availability", args=[own.reference])
    return link.reference, _page_of(link, question_id)


def _page_of(link: PersonalLink, question_id: str) -> str:
    """Return where a link leads; it only opens answers where it opens the notices."""
    purpose = PersonalLink.Purpose(link.purpose)
    if question_id and purpose == PersonalLink.Purpose.NOTICES:
        return reverse("portal:question", args=[link.reference, int(question_id)])
    return reverse(PAGES[purpose], args=[link.reference])


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
