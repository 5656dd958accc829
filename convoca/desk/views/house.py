"""Pages about the house itself: health, privacy, the components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convoca import __version__
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association
from convoca.messaging.queries import oldest_waiting_s
from convoca.ui.samples import sample_context


@login_not_required
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Say whether the database answers and how long the oldest message has waited."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse(
        {"status": "ok", "version": __version__, "oldest_waiting_s": oldest_waiting_s()}
    )


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who answers for the data, what for, and how to reach them."""
    return render(
        request, "desk/privacy.html", {"associations": Association.objects.order_by("name")}
    )


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the look, in rehearsal only."""
    signed_in_user(request)
    if not settings.REHEARSAL:
        raise NotFoundError
    return render(request, "ui/components.html", sample_context())
