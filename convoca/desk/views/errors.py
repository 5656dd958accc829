"""Pages of refusals."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convoca.foundation.errors import NotFoundError


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form must be sent again."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def closed(_request: HttpRequest) -> HttpResponse:
    """Answer an address that this house does not offer as one that is not there."""
    raise NotFoundError
