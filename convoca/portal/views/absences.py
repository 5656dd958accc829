"""A director says which days they are away, and when the council sits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convoca.portal.answering import GET_POST, answering, at, is_change, same_way, show
from convoca.portal.forms.availability import CouncilDayForm
from convoca.portal.weeks import Week
from convoca.workplan.core.problem.grid import WORKDAYS
from convoca.workplan.core.problem.model import Away
from convoca.workplan.forms.council import AbsenceForm, council_initial
from convoca.workplan.queries.words import absence_words, council_words


@answering
@require_http_methods(GET_POST)
def absences(request: HttpRequest, week: Week) -> HttpResponse:
    """Ask for days away, one after the other."""
    week.require_open()
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        week.add_absence(form.absence, now=timezone.now())
        return redirect(same_way(request, at("absences", week)))
    context: dict[str, object] = {
        "form": form,
        "absences": [(absence_words(one), *_words_of(one)) for one in week.absences],
        "next_url": at("council" if week.asks_council and not is_change(request) else "", week),
        "place": WORKDAYS + 1,
    }
    return show(request, week, "availability_absences", context)


@answering
@require_POST
def drop(request: HttpRequest, week: Week) -> HttpResponse:
    """Take days away back, also of a year that nobody meant."""
    week.require_open()
    told = [one for one in week.absences if _words_of(one) == _sent(request)]
    for absence in told:
        week.drop_absence(absence, now=timezone.now())
    return redirect(same_way(request, at("absences", week)))


@answering
@require_http_methods(GET_POST)
def council(request: HttpRequest, week: Week) -> HttpResponse:
    """Ask for the half day of the municipal council."""
    if not week.asks_council:
        raise Http404
    week.require_open()
    is_known = week.council is None and week.council_known is not None
    shown = week.council or week.council_known
    form = CouncilDayForm(request.POST or None, initial=council_initial(shown))
    if request.method == "POST" and form.is_valid():
        week.save_council(form.council, now=timezone.now())
        messages.success(request, _("Guardado. Gracias: con esto elegimos las fechas."))
        return redirect(at("", week))
    context: dict[str, object] = {
        "form": form,
        "place": week.steps,
        "known": council_words(week.council_known) if is_known else "",
    }
    return show(request, week, "availability_council", context)


def _words_of(absence: Away) -> tuple[str, str]:
    return absence[0].isoformat(), absence[1].isoformat()


def _sent(request: HttpRequest) -> tuple[str, str]:
    """Return the first and the last day that a button names; one day alone is both."""
    first = request.POST.get("first", "")
    return first, request.POST.get("last") or first
