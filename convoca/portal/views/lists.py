"""Leaving the lists, by the address that each of their mails carries, and coming back.

The token in the address is the proof: no cookie, no page before. Mail programs post there by
themselves when somebody presses "unsubscribe" (RFC 8058), and want the answer, no way to it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from convoca.directory.errors import LinkUnknownError
from convoca.messaging.queries import lists_stop
from convoca.messaging.services.addresses import address_hash_in
from convoca.messaging.services.unsubscribing import subscribe_again, unsubscribe
from convoca.portal.access import refuse


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before the lists are stopped; stop them at a press."""
    if request.method == "POST":
        unsubscribe(token=token, now=timezone.now())
    return _page(request, token)


@csrf_exempt
@login_not_required
@require_POST
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Send the lists again."""
    subscribe_again(token=token, now=timezone.now())
    return _page(request, token, came_back=True)


def _page(request: HttpRequest, token: str, *, came_back: bool = False) -> HttpResponse:
    address_hash = address_hash_in(token)
    if address_hash is None:
        return refuse(request, LinkUnknownError(), status=404)
    is_stopped = lists_stop(address_hash) is not None
    context = {"token": token, "is_stopped": is_stopped, "came_back": came_back}
    response = render(request, "portal/lists.html", context)
    add_never_cache_headers(response)
    return response
