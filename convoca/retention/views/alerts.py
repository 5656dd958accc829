"""The alerts of a cycle, one of them, and what is done with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from convoca.convening.core.risk import Level
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.foundation.errors import ConvocaError
from convoca.retention.forms.filters import AlertFilter
from convoca.retention.forms.tasks import TaskForm, usual_day
from convoca.retention.models import Alert
from convoca.retention.queries import (
    count_new_alerts,
    get_visible_alert,
    list_alerts,
    list_carers,
    read_risks,
    read_seat_risk,
)
from convoca.retention.queries.words import level_words, reason_words
from convoca.retention.services import (
    Review,
    assign_task,
    close_alert,
    open_alerts,
    reopen_alert,
)
from convoca.retention.views.opening import staff, surroundings
from convoca.retention.views.pictures import draw_roll

PAGE_ROWS = 50


@require_safe
def index(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the alerts with their reasons, the most pressing first."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    board = read_risks(cycle)
    rows = list_alerts(board)
    form = AlertFilter(request.GET, rows)
    page = Paginator(form.apply(rows), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        **surroundings(request, cycle, "alerts"),
        "board": board,
        "new_alerts": count_new_alerts(board),
        "waiting": sum(row.needs_task for row in rows),
        "has_alerts": bool(rows),
        "today": timezone.localdate(),
        "form": form,
        "page": page,
        "rows": [(row, [reason_words(reason) for reason in row.reasons]) for row in page],
    }
    return render(request, "retention/alerts.html", context)


@require_POST
def look(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Open the alerts that there are after the last session held."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    messages.success(request, _tell(open_alerts(cycle=cycle, now=timezone.now())))
    return redirect("retention:alerts", cycle.pk)


def _tell(review: Review) -> str:
    opened = ngettext("Se abrió %(n)s alerta.", "Se abrieron %(n)s alertas.", review.opened)
    closed = ngettext("Se cerró %(n)s.", "Se cerraron %(n)s.", review.closed)
    said = [
        text % {"n": count}
        for text, count in ((opened, review.opened), (closed, review.closed))
        if count
    ]
    return " ".join(said) or _("No hay alertas nuevas: todo está al día.")


@require_safe
def show(request: HttpRequest, cycle_id: int, alert_id: int) -> HttpResponse:
    """Show one alert: why, who, and what is to be done."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    return _alert_page(request, cycle, get_visible_alert(cycle, alert_id))


def _alert_page(
    request: HttpRequest,
    cycle: Cycle,
    alert: Alert,
    form: TaskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    board = read_seat_risk(cycle, alert.seat)
    [row] = [one for one in list_alerts(board) if one.alert.pk == alert.pk]
    context = {
        **surroundings(request, cycle, "alerts"),
        "row": row,
        "alert": alert,
        "reasons": [reason_words(reason) for reason in row.reasons],
        "level": level_words(Level(row.level)),
        "roll": draw_roll(cycle, [row.today], held=board.held) if row.today else [],
        "form": form or _task_form(request, cycle, row.suggestion),
    }
    return render(request, "retention/alert.html", context, status=status)


def _task_form(request: HttpRequest, cycle: Cycle, suggestion: str) -> TaskForm:
    today = timezone.localdate()
    values = {"kind": suggestion, "due_on": usual_day(today), "owner": staff(request).pk}
    return TaskForm(list_carers(cycle.community), today=today, initial=values)


@require_POST
def assign(request: HttpRequest, cycle_id: int, alert_id: int) -> HttpResponse:
    """Turn an alert into a task of somebody."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    alert = get_visible_alert(cycle, alert_id)
    carers = list_carers(cycle.community)
    form = TaskForm(carers, request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _alert_page(request, cycle, alert, form, status=422)
    try:
        assign_task(
            alert=alert,
            kind=form.cleaned_data["kind"],
            due_on=form.cleaned_data["due_on"],
            owner=next(one for one in carers if one.pk == form.cleaned_data["owner"]),
            user=staff(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        form.add_error(None, error.user_message())
        return _alert_page(request, cycle, alert, form, status=409)
    messages.success(request, _("Tarea anotada."))
    return redirect("retention:alert", cycle.pk, alert.pk)


@require_POST
def close(request: HttpRequest, cycle_id: int, alert_id: int) -> HttpResponse:
    """Say that an alert needs nothing more."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    alert = get_visible_alert(cycle, alert_id)
    try:
        close_alert(alert=alert, user=staff(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Alerta cerrada."))
    return redirect("retention:alert", cycle.pk, alert.pk)


@require_POST
def reopen(request: HttpRequest, cycle_id: int, alert_id: int) -> HttpResponse:
    """Open an alert again that was closed by mistake."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    alert = get_visible_alert(cycle, alert_id)
    try:
        reopen_alert(alert=alert, user=staff(request))
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Alerta abierta otra vez."))
    return redirect("retention:alert", cycle.pk, alert.pk)
