"""Long work as a page: how far it is, what failed and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from convoca.desk.queries.works import get_visible_work, works_page
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.works import cancel_work, retry_work
from convoca.ui.answers import HtmxHttpRequest

IN_HAND = "desk/works.html#in_hand"


@require_safe
def works(request: HtmxHttpRequest) -> HttpResponse:
    """Show the works in hand and those that ended.

    HTMX, which says how many were in hand, gets only those; or reads all again when some ended.
    """
    page = works_page(signed_in_user(request), now=timezone.now())
    if not request.htmx:
        return render(request, "desk/works.html", {"page": page})
    if request.GET.get("en_marcha") != str(page.count_open):
        return HttpResponseClientRefresh()
    return render(request, IN_HAND, {"page": page})


@require_POST
def work_cancel(request: HttpRequest, work_id: int) -> HttpResponse:
    """Stop a work; what had been done of it is not kept."""
    work = get_visible_work(signed_in_user(request), work_id)
    try:
        cancel_work(work_id=work.pk, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Se canceló: %(title)s.") % {"title": work.title})
    return redirect("desk:works")


@require_POST
def work_retry(request: HttpRequest, work_id: int) -> HttpResponse:
    """Let a work that failed be tried again."""
    work = get_visible_work(signed_in_user(request), work_id)
    try:
        retry_work(work_id=work.pk, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Se intentará otra vez: %(title)s.") % {"title": work.title})
    return redirect("desk:works")
