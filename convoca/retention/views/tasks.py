"""What is to be done, mine or everybody's, with one touch for the result."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.foundation.errors import ConvocaError
from convoca.retention.forms.tasks import RESULTS, TALKS, ResultForm
from convoca.retention.models import CareTask
from convoca.retention.queries import get_visible_task, open_tasks, settled_tasks
from convoca.retention.services import do_task, drop_task, undo_task
from convoca.retention.views.opening import staff, surroundings

PAGE_ROWS, LATEST = 50, 20


@require_safe
def index(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List what is to be done, and the latest that was."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    is_all = request.GET.get("de") == "todas"
    waiting, settled = open_tasks(cycle), settled_tasks(cycle)
    mine = waiting.filter(owner=staff(request))
    context = {
        **surroundings(request, cycle, "tasks"),
        "is_all": is_all,
        "mine": mine.count(),
        "page": Paginator(waiting if is_all else mine, PAGE_ROWS).get_page(request.GET.get("page")),
        "settled": (settled if is_all else settled.filter(owner=staff(request)))[:LATEST],
        "today": timezone.localdate(),
        "talks": TALKS,
        "talk_results": [(key, words) for key, words in RESULTS.items() if key != "done"],
    }
    return render(request, "retention/tasks.html", context)


@require_POST
def done(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Say what came of a task."""
    form = ResultForm(request.POST)
    if not form.is_valid():
        cycle = get_visible_cycle(request.user, cycle_id, "interview")
        get_visible_task(cycle, task_id)
        messages.error(request, _("Elija qué pasó con un botón; la nota, hasta 200 letras."))
        return redirect(_way_back(request, cycle))

    def act(task: CareTask) -> str:
        do_task(task=task, result=form.words, user=staff(request), now=timezone.now())
        return _("Anotado: %(result)s.") % {"result": form.words}

    return _settle(request, cycle_id, task_id, act)


@require_POST
def drop(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Say that a task is not needed after all."""

    def act(task: CareTask) -> str:
        result = request.POST.get("note", "") or _("Ya no hace falta")
        drop_task(task=task, result=result, user=staff(request), now=timezone.now())
        return _("Tarea descartada.")

    return _settle(request, cycle_id, task_id, act)


@require_POST
def undo(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Open a task again."""

    def act(task: CareTask) -> str:
        undo_task(task=task, user=staff(request), now=timezone.now())
        return _("La tarea vuelve a estar por hacer.")

    return _settle(request, cycle_id, task_id, act)


def _settle(
    request: HttpRequest, cycle_id: int, task_id: int, act: Callable[[CareTask], str]
) -> HttpResponse:
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    task = get_visible_task(cycle, task_id)
    try:
        messages.success(request, act(task))
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect(_way_back(request, cycle))


def _way_back(request: HttpRequest, cycle: Cycle) -> str:
    """Return the page the button was on: `next` of the form, if it is one of ours."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/"):
        return asked
    return reverse("retention:tasks", args=[cycle.pk])
