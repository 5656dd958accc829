"""Asking for a new personal link: the same sentence for everybody, mail only to known people."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from convoca.portal.forms.invitation import RenewalForm
from convoca.portal.limits import count_try
from convoca.portal.services.renewal import send_links_again

MOST_AN_HOUR = 3
HOUR_S = 3600


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and say the same whether it is known or not."""
    form = RenewalForm(request.POST if request.method == "POST" else None)
    is_asked = form.is_valid()
    if is_asked:
        email = form.cleaned_data["email"].strip()
        if _may_ask(email):
            send_links_again(email=email, now=timezone.now())
    status = 422 if form.is_bound and not is_asked else 200
    response = render(
        request, "portal/renewal.html", {"form": form, "is_asked": is_asked}, status=status
    )
    add_never_cache_headers(response)
    return response


def _may_ask(email: str) -> bool:
    """Count one try of an address; say whether it is within three an hour."""
    return count_try("renewal", email, window_s=HOUR_S) <= MOST_AN_HOUR
