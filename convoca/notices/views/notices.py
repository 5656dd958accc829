"""The list of notices, one of them, and writing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.cycles.models import Cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.notices.errors import NoticeChangedError
from convoca.notices.forms.notices import NoticeForm
from convoca.notices.models import Notice
from convoca.notices.queries import (
    count_open_questions,
    is_digest_on,
    is_undoable,
    list_notices,
    read_lines,
    text_for_group,
)
from convoca.notices.services import discard_draft, draft_notice, edit_notice
from convoca.notices.views.opening import open_cycle, open_notice

PAGE_ROWS = 25


@require_safe
def index(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show what was told to the community, and how far it came."""
    cycle = open_cycle(request, cycle_id)
    page = Paginator(list_notices(cycle.community), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "page": page,
        "lines": read_lines(list(page.object_list)),
        "open_questions": count_open_questions(cycle.community),
        "is_digest_on": is_digest_on(cycle.community),
    }
    return render(request, "notices/notices.html", context)


@require_safe
def show(request: HttpRequest, cycle_id: int, notice_id: int) -> HttpResponse:
    """Show one notice: a draft as it will be read, or what became of it."""
    notice = open_notice(request, cycle_id, notice_id)
    context = {
        "cycle": notice.cycle,
        "notice": notice,
        "reach": read_lines([notice])[0].reach,
        "may_undo": is_undoable(notice, now=timezone.now()),
        "group_text": text_for_group(notice),
    }
    return render(request, "notices/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Write a notice."""
    cycle = open_cycle(request, cycle_id)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form_page(request, cycle, form, status=422 if form.is_bound else 200)
    user = signed_in_user(request)
    notice = draft_notice(cycle=cycle, given=form.given(), user=user, now=timezone.now())
    messages.success(request, _("Borrador guardado. Nadie lo ve todavía."))
    return redirect("notices:notice", cycle.pk, notice.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, notice_id: int) -> HttpResponse:
    """Change a draft."""
    notice = open_notice(request, cycle_id, notice_id)
    initial = {name: getattr(notice, name) for name in NoticeForm.base_fields}
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _form_page(request, notice.cycle, form, notice=notice, status=status)
    try:
        edit_notice(
            notice=notice,
            given=form.given(),
            edition=form.cleaned_data["edition"] or 0,
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except NoticeChangedError as error:
        return _changed(request, notice, form, error)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Borrador guardado. Nadie lo ve todavía."))
    return redirect("notices:notice", notice.cycle_id, notice.pk)


@require_POST
def discard(request: HttpRequest, cycle_id: int, notice_id: int) -> HttpResponse:
    """Throw a draft away."""
    notice = open_notice(request, cycle_id, notice_id)
    try:
        discard_draft(notice=notice, user=signed_in_user(request))
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("notices:notice", notice.cycle_id, notice.pk)
    messages.success(request, _("Borrador descartado."))
    return redirect("notices:notices", notice.cycle_id)


def _changed(
    request: HttpRequest, notice: Notice, form: NoticeForm, error: NoticeChangedError
) -> HttpResponse:
    """Show what somebody else wrote beside the own words, which may be kept by pressing again."""
    messages.error(request, error.user_message())
    notice.refresh_from_db()
    return _form_page(request, notice.cycle, form, notice=notice, is_changed=True, status=409)


def _form_page(
    request: HttpRequest,
    cycle: Cycle,
    form: NoticeForm,
    *,
    notice: Notice | None = None,
    is_changed: bool = False,
    status: int,
) -> HttpResponse:
    context = {"cycle": cycle, "form": form, "notice": notice, "is_changed": is_changed}
    return render(request, "notices/notice_form.html", context, status=status)
