"""Pages about the house itself: health, privacy, the components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convoca import __version__
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import NotFoundError
from convoca.foundation.health import read_health
from convoca.foundation.models import Association
from convoca.messaging.queries import oldest_waiting_s
from convoca.ui.samples import sample_context

STUCK_S = 2 * 3600


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say how the house is; 503 where the database does not answer.

    That is what a balancer asks: pages can be served while nobody does the background work.
    Who watches the house asks for `?todo=1`: 503 as well where that work does not get done.
    """
    try:
        found, waiting_s = read_health(now=timezone.now()), oldest_waiting_s()
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "down", "version": __version__}, status=503)
    is_well = found.is_working and waiting_s < STUCK_S
    answer = {
        "status": "ok" if is_well else "degraded",
        "version": __version__,
        "workers": found.workers,
        "worker_seen_s": found.worker_seen_s,
        "late_duties": len(found.late_duties),
        "oldest_waiting_s": waiting_s,
    }
    is_asked_for_all = request.GET.get("todo") == "1"
    return JsonResponse(answer, status=503 if is_asked_for_all and not is_well else 200)


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
