"""What the communities share: experts, facilitators, licences, and when they are free."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.directory.queries import get_coordinator
from convoca.workplan.errors import LicenceNameTakenError, PoolChangedError, StaffTakenError
from convoca.workplan.forms.hours import FreeHoursForm
from convoca.workplan.forms.pool import FacilitatorForm, LicenceForm
from convoca.workplan.models import Expert, Facilitator, Licence
from convoca.workplan.queries.pool import (
    clock_of,
    get_own_facilitator,
    get_visible_expert,
    get_visible_facilitator,
    get_visible_licence,
)
from convoca.workplan.queries.pool_page import pool_page
from convoca.workplan.services import (
    put_aside,
    save_facilitator,
    save_licence,
    save_own_hours,
)
from convoca.workplan.views.experts import edit_expert

GET_POST = ["GET", "HEAD", "POST"]
EXPERTS_A_PAGE = 50
Row = Expert | Facilitator | Licence
GETTERS: dict[str, Callable[..., Row]] = {
    "experto": get_visible_expert,
    "facilitador": get_visible_facilitator,
    "licencia": get_visible_licence,
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show who and what there is, who has not said when they can, and the free hours."""
    user = get_coordinator(request.user)
    page = pool_page(user, now=timezone.now())
    experts = Paginator(page.experts, EXPERTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workplan/pool.html", {"page": page, "experts": experts})


@require_http_methods(GET_POST)
def add_expert(request: HttpRequest) -> HttpResponse:
    """Add an expert, for all communities unless one is chosen."""
    get_coordinator(request.user)
    return edit_expert(request, None, back=reverse("workplan:pool"))


@require_http_methods(GET_POST)
def expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Change what is known of an expert."""
    found = get_visible_expert(request.user, expert_id)
    return edit_expert(request, found, back=reverse("workplan:pool"))


@require_http_methods(GET_POST)
def add_facilitator(request: HttpRequest) -> HttpResponse:
    """Add who runs sessions."""
    return _edit_facilitator(request, None)


@require_http_methods(GET_POST)
def facilitator(request: HttpRequest, facilitator_id: int) -> HttpResponse:
    """Change what is known of who runs sessions, and of which communities."""
    return _edit_facilitator(request, get_visible_facilitator(request.user, facilitator_id))


@require_http_methods(GET_POST)
def add_licence(request: HttpRequest) -> HttpResponse:
    """Add a licence of video calls."""
    return _edit_licence(request, None)


@require_http_methods(GET_POST)
def licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """Change what is known of a licence."""
    return _edit_licence(request, get_visible_licence(request.user, licence_id))


@require_POST
def aside(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Leave a row out of the next plans, or take it in again: each undoes the other."""
    if kind not in GETTERS:
        raise Http404
    row = GETTERS[kind](request.user, row_id)
    is_active = request.POST.get("state") == "active"
    if put_aside(row=row, is_active=is_active):
        said = _("%(name)s vuelve a contar para las próximas fechas.")
        if not is_active:
            said = _("%(name)s ya no cuenta para las próximas fechas. Las confirmadas siguen.")
        messages.success(request, said % {"name": row})
    return redirect("workplan:pool")


@require_http_methods(GET_POST)
def own_hours(request: HttpRequest) -> HttpResponse:
    """Let a member of the staff who runs sessions say when."""
    person = get_own_facilitator(request.user)
    form = FreeHoursForm(request.POST or None, weekly=person.week, away=person.absences)
    if request.method == "POST" and form.is_valid():
        save_own_hours(person=person, weekly=form.weekly, away=form.absences, now=timezone.now())
        messages.success(request, _("Guardado. Vale para el próximo cálculo de fechas."))
        return redirect("workplan:own_hours")
    context = {"person": person, "form": form, "zone": clock_of(person.association)}
    status = 422 if request.method == "POST" else 200
    return render(request, "workplan/own_hours.html", context, status=status)


def _edit_facilitator(request: HttpRequest, row: Facilitator | None) -> HttpResponse:
    house = get_coordinator(request.user).association
    form = FacilitatorForm(request.POST or None, association=house, facilitator=row)
    known = request.POST.get("known") or (row.mark if row else "")
    if request.method == "POST" and form.is_valid():
        try:
            save_facilitator(
                association=house,
                facilitator=row,
                given=form.given,
                now=timezone.now(),
                known=known,
            )
        except PoolChangedError as error:
            form.add_error(None, error.user_message())
            known = error.mark
        except StaffTakenError as error:
            form.add_error("user", error.user_message())
        else:
            return _saved(request, form.given.name)
    context: dict[str, object] = {
        "form": form,
        "facilitator": row,
        "zone": clock_of(house),
        "known": known,
    }
    return _form_page(request, "workplan/facilitator.html", context)


def _edit_licence(request: HttpRequest, row: Licence | None) -> HttpResponse:
    house = get_coordinator(request.user).association
    form = LicenceForm(request.POST or None, licence=row)
    known = request.POST.get("known") or (row.mark if row else "")
    if request.method == "POST" and form.is_valid():
        try:
            save_licence(association=house, licence=row, given=form.given, known=known)
        except PoolChangedError as error:
            form.add_error(None, error.user_message())
            known = error.mark
        except LicenceNameTakenError as error:
            form.add_error("name", error.user_message())
        else:
            return _saved(request, form.given.name)
    context: dict[str, object] = {"form": form, "licence": row, "known": known}
    return _form_page(request, "workplan/licence.html", context)


def _saved(request: HttpRequest, name: str) -> HttpResponse:
    said = _("Quedó guardado: %(name)s. Vale para el próximo cálculo de fechas.")
    messages.success(request, said % {"name": name})
    return redirect("workplan:pool")


def _form_page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)
