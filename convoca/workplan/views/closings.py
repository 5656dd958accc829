"""Days without sessions: the country's holidays and the own ones."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.directory.queries import get_coordinator
from convoca.directory.queries.rosters import comuna_index
from convoca.workplan.errors import PoolChangedError
from convoca.workplan.forms.closings import ClosingForm, PastedDaysForm
from convoca.workplan.models import Closing
from convoca.workplan.queries.closings import comuna_finder, get_holiday, get_visible_closing
from convoca.workplan.queries.closings_page import (
    SessionThen,
    day_lines,
    last_dropped,
    list_years,
    sessions_met,
    standing_days,
)
from convoca.workplan.services import (
    add_comuna_days,
    drop_closing,
    restore_closing,
    save_closing,
    set_worked,
)

GET_POST = ["GET", "HEAD", "POST"]
LINES_A_PAGE = 60


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the days without sessions of a year, and the sessions that stand on them."""
    house = get_coordinator(request.user).association
    now = timezone.now()
    years = list_years(house, today=timezone.localdate(now))
    asked = request.GET.get("anio", "")
    year = int(asked) if asked in {str(one) for one in years} else timezone.localdate(now).year
    lines = day_lines(house, year)
    context = {
        "year": year,
        "years": years,
        "page": Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page")),
        "met": len({one for line in lines for one in line.sessions}),
        "dropped": last_dropped(house, now=now),
    }
    return render(request, "workplan/closings.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Close days."""
    return _edit(request, None)


@require_http_methods(GET_POST)
def closing(request: HttpRequest, closing_id: int) -> HttpResponse:
    """Change days that are closed."""
    return _edit(request, get_visible_closing(request.user, closing_id))


@require_POST
def drop(request: HttpRequest, closing_id: int) -> HttpResponse:
    """Open days again; the table offers to undo it."""
    found = get_visible_closing(request.user, closing_id, or_dropped=True)
    drop_closing(closing=found, now=timezone.now())
    return _to_year(found)


@require_POST
def restore(request: HttpRequest, closing_id: int) -> HttpResponse:
    """Undo it."""
    found = get_visible_closing(request.user, closing_id, or_dropped=True)
    if restore_closing(closing=found):
        messages.success(request, _("«%(name)s» está otra vez en la lista.") % {"name": found.name})
    return _to_year(found)


@require_POST
def holiday(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """Work on a holiday, or rest on it: each undoes the other."""
    house = get_coordinator(request.user).association
    found = get_holiday(holiday_id)
    is_worked = request.POST.get("state") == "worked"
    set_worked(association=house, holiday=found, is_worked=is_worked)
    said = (
        _("%(name)s: ese día puede haber sesiones.") if is_worked else _("%(name)s: sin sesiones.")
    )
    messages.success(request, said % {"name": found.name})
    if not is_worked:
        _warn(request, [one for one in standing_days(house) if one.on == found.on])
    return redirect(f"{reverse('workplan:closings')}?anio={found.on.year}")


@require_http_methods(GET_POST)
def paste(request: HttpRequest) -> HttpResponse:
    """Take days of comunas from a sheet."""
    user = get_coordinator(request.user)
    form = PastedDaysForm(request.POST or None, find=comuna_finder(comuna_index()))
    if request.method == "POST" and form.is_valid():
        added = add_comuna_days(
            association=user.association, days=form.days, user=user, now=timezone.now()
        )
        said = ngettext("Se agregó %(n)s día.", "Se agregaron %(n)s días.", added)
        if not added:
            said = _("Esos días ya estaban.")
        messages.success(request, said % {"n": added})
        return redirect(f"{reverse('workplan:closings')}?anio={form.days[0].on.year}")
    status = 422 if request.method == "POST" else 200
    return render(request, "workplan/closings_paste.html", {"form": form}, status=status)


def _edit(request: HttpRequest, row: Closing | None) -> HttpResponse:
    user = get_coordinator(request.user)
    house = user.association
    form = ClosingForm(request.POST or None, association=house, closing=row)
    known = request.POST.get("known") or (row.mark if row else "")
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_closing(
                association=house,
                closing=row,
                given=form.given,
                user=user,
                now=timezone.now(),
                known=known,
            )
        except PoolChangedError as error:
            form.add_error(None, error.user_message())
            known = error.mark
        else:
            _tell(request, kept, sessions_met(kept, standing_days(house)))
            return _to_year(kept)
    context = {"form": form, "closing": row, "known": known}
    status = 422 if request.method == "POST" else 200
    return render(request, "workplan/closing.html", context, status=status)


def _tell(request: HttpRequest, kept: Closing, met: Sequence[SessionThen]) -> None:
    """Say that it is kept, and which sessions stand on those days."""
    said = _("Quedó guardado: %(name)s. Vale para el próximo cálculo de fechas.")
    messages.success(request, said % {"name": kept.name})
    _warn(request, met)


def _warn(request: HttpRequest, met: Sequence[SessionThen]) -> None:
    for one in met:
        day = write_date(one.on, _(r"j \d\e F"))
        warning = _("El %(day)s hay una sesión de %(kind)s: sigue en pie. Si hace falta, muévala.")
        messages.warning(request, warning % {"day": day, "kind": one.kind})


def _to_year(row: Closing) -> HttpResponse:
    return redirect(f"{reverse('workplan:closings')}?anio={row.first_on.year}")
