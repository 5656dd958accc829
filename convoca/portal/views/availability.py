"""A director says when they can: one day a page, saved at each step."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.portal.answering import GET_POST, answering, at, go_on, is_change, show
from convoca.portal.forms.availability import DayForm, HoursForm
from convoca.portal.weeks import Week
from convoca.workplan.core.problem.grid import (
    BLANK_DAY,
    UNSAID,
    WORKDAYS,
    first_unsaid,
    is_complete,
)
from convoca.workplan.errors import DayUnsaidError
from convoca.workplan.queries.words import DAY_NAMES, absence_words, council_words, day_words


@answering
@require_safe
def enter(_request: HttpRequest, week: Week) -> HttpResponse:
    """Go to the first day without an answer; to the summary where there is one."""
    missing = first_unsaid(week.weekly)
    if missing is None or not week.is_open:
        return redirect(at("summary", week))
    return redirect(at("day", week, missing + 1))


@answering
@require_http_methods(GET_POST)
def day(request: HttpRequest, week: Week, number: int) -> HttpResponse:
    """Ask one day by halves."""
    return _ask(request, week, number, DayForm, "availability_day")


@answering
@require_http_methods(GET_POST)
def hours(request: HttpRequest, week: Week, number: int) -> HttpResponse:
    """Ask one day hour by hour."""
    return _ask(request, week, number, HoursForm, "availability_hours")


@answering
@require_POST
def copy(request: HttpRequest, week: Week, number: int) -> HttpResponse:
    """Give a day the hours of another."""
    _letters(week, number)
    source = request.POST.get("source", "")
    known = {str(place): letters for place, letters in enumerate(week.days)}
    if UNSAID in known.get(source, UNSAID):
        raise DayUnsaidError(source)
    weekly = week.save_days({number - 1: known[source]}, now=timezone.now())
    return go_on(request, week, weekly)


@answering
@require_POST
def same(request: HttpRequest, week: Week) -> HttpResponse:
    """Confirm what was answered in the last cycle."""
    if is_complete(week.weekly):
        week.confirm(now=timezone.now())
        messages.success(request, _("Guardado. Gracias: con esto elegimos las fechas."))
    return redirect(at("", week))


@answering
@require_POST
def adopt(request: HttpRequest, week: Week) -> HttpResponse:
    """Keep what the same person answered in another community."""
    if week.known is not None:
        week.adopt(week.known, now=timezone.now())
        messages.success(request, _("Guardado. Cambie aquí lo que no sea igual."))
    return redirect(at("", week))


@answering
@require_safe
def summary(request: HttpRequest, week: Week) -> HttpResponse:
    """Show the whole answer with a way to change each part, while it may change."""
    context: dict[str, object] = {
        "is_complete": is_complete(week.weekly),
        "days": [
            (place + 1, name, day_words(letters))
            for place, (name, letters) in enumerate(zip(DAY_NAMES, week.days, strict=True))
        ],
        "absences": [absence_words(one) for one in week.absences],
        "council": council_words(week.council),
        "council_unsaid": week.council is None and not is_complete(week.weekly),
    }
    return show(request, week, "availability_summary", context)


def _ask(
    request: HttpRequest,
    week: Week,
    number: int,
    make_form: type[DayForm] | type[HoursForm],
    template: str,
) -> HttpResponse:
    """Ask one day, with the ways to take it from another or give it to others."""
    week.require_open()
    form = make_form(
        request.POST or None,
        letters=_letters(week, number),
        others=[place for place in range(WORKDAYS) if place != number - 1],
        other_clock=week.other_clock,
        states=week.states,
    )
    if request.method == "POST" and form.is_valid():
        chosen = dict.fromkeys([number - 1, *form.chosen_others], form.chosen_letters)
        return go_on(request, week, week.save_days(chosen, now=timezone.now()))
    context: dict[str, object] = {
        "form": form,
        "number": number,
        "place": number,
        "day": DAY_NAMES[number - 1],
        "copies": _copies(week, number),
        "previous": number - 1 if number > 1 and not is_change(request) else None,
        "is_kept": week.days[number - 1] != BLANK_DAY,
        "is_first": week.weekly == "" and not is_change(request),
    }
    return show(request, week, template, context)


def _letters(week: Week, number: int) -> str:
    """Return the letters of a day by its number in the address; 404 for a day there is not."""
    if number not in range(1, WORKDAYS + 1):
        raise Http404
    return week.days[number - 1]


def _copies(week: Week, number: int) -> list[tuple[int, str]]:
    """List the days whose hours this one may take: each that says anything else, once."""
    offered: dict[str, int] = {}
    for place, letters in enumerate(week.days):
        if UNSAID not in letters and letters != week.days[number - 1]:
            offered.setdefault(letters, place)
    return [(place, str(DAY_NAMES[place])) for place in offered.values()]
