"""The one way a view answers a pressed button: to HTMX with a fragment, to a form with a page."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

REFUSED = 409


class HtmxHttpRequest(HttpRequest):
    """A request that went through the middleware of django-htmx."""

    htmx: HtmxDetails


def fragment_or_page(
    request: HtmxHttpRequest,
    fragment: str,
    context: Mapping[str, object],
    *,
    page: str,
    error: str | None = None,
    done: str | None = None,
) -> HttpResponse:
    """Answer HTMX with the fragment (409 if refused), a plain form with a message and the page.

    Args:
        fragment: a partial of a page: "convening/invitations.html#row"; `error` joins its context.
        page: where a plain form goes next: the name of a route without arguments, or an address.
        error: why nothing was done, for the person who pressed; None when it was done.
        done: what was done, told on the next page of a plain form; the fragment shows it itself.
    """
    if request.htmx:
        status = REFUSED if error else 200
        return render(request, fragment, {**context, "error": error}, status=status)
    if error:
        messages.error(request, error)
    elif done:
        messages.success(request, done)
    return redirect(page)
