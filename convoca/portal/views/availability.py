"""A director says when they can: one day a page, saved at each step.

Days are numbered 1 Monday to 5 Friday in addresses, 0 to 4 inside. `?cambiar` comes from the
summary and leads back to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, PersonalLink, Seat
from convoca.portal.access import View, personal
from convoca.portal.forms.availability import CouncilDayForm, DayForm, HoursForm
from convoca.portal.frames import frame_of
from convoca.workplan.core.grid import BLANK_DAY, UNSAID, WORKDAYS, first_unsaid, split_week
from convoca.workplan.errors import (
    AbsenceFaultError,
    AvailabilityClosedError,
    DayUnsaidError,
)
from convoca.workplan.forms.council import AbsenceForm, council_initial
from convoca.workplan.models import Availability
from convoca.workplan.queries import availability_of, get_participation, plan_window, zone_words
from convoca.workplan.queries.availability import is_open
from convoca.workplan.queries.words import DAY_NAMES, absence_words, council_words, day_words
from convoca.workplan.services import (
    add_absence,
    confirm_carried,
    copy_from,
    drop_absence,
    save_council,
    save_day,
)

Rest = ParamSpec("Rest")
STEPS = WORKDAYS + 2
GET_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Visit:
    """Who came by the link, for which seat, and what is kept of theirs."""

    link: PersonalLink
    invitation: Invitation
    availability: Availability | None

    @property
    def cycle(self) -> Cycle:
        return self.invitation.cycle

    @property
    def seat(self) -> Seat:
        return self.invitation.seat

    @property
    def person(self) -> Person:
        return self.link.person

    @property
    def days(self) -> list[str]:
        return split_week(self.availability.weekly if self.availability else "")

    @property
    def context(self) -> dict[str, object]:
        """Return what every page shows: who answers, for which seat, until when."""
        association = self.cycle.community.association
        first, last = plan_window(self.cycle)
        return {
            "portal": frame_of(association),
            "link": self.link,
            "seat": self.seat,
            "steps": STEPS,
            "first_day": first,
            "last_day": last,
        }


def _visit(link: PersonalLink) -> Visit:
    cycle_id = int(link.occasion.rpartition(":")[2])
    invitation = get_participation(
        cycle_id=cycle_id, seat_id=link.seat_id, person_id=link.person_id
    )
    return Visit(link, invitation, availability_of(invitation))


opening = personal(PersonalLink.Purpose.AVAILABILITY, _visit)


def visited(
    view: Callable[Concatenate[HttpRequest, Visit, Rest], HttpResponse],
) -> View:
    """Open a page to who takes part for the seat of the link; say a refusal on the summary."""

    def opened(
        request: HttpRequest,
        link: PersonalLink,
        visit: Visit,
        /,
        *args: Rest.args,
        **kwargs: Rest.kwargs,
    ) -> HttpResponse:
        try:
            return view(request, visit, *args, **kwargs)
        except (AvailabilityClosedError, DayUnsaidError, AbsenceFaultError) as error:
            messages.warning(request, error.user_message())
            return redirect("portal:availability_summary", link.reference)

    update_wrapper(opened, view)
    return opening(opened)


@visited
@require_safe
def enter(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """Go to the first day without an answer; to the summary where there is one."""
    missing = first_unsaid(visit.availability.weekly if visit.availability else "")
    if missing is None or not is_open(visit.cycle):
        return redirect("portal:availability_summary", visit.link.reference)
    return redirect("portal:availability_day", visit.link.reference, missing + 1)


@visited
@require_http_methods(GET_POST)
def day(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Ask one day by halves."""
    _require_open(visit)
    letters = _letters(visit, number)
    form = DayForm(request.POST or None, letters=letters)
    if request.method == "POST" and form.is_valid():
        return _save(request, visit, number, form.chosen_letters)
    return _show_day(request, visit, number, form, "portal/availability_day.html")


@visited
@require_http_methods(GET_POST)
def hours(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Ask one day hour by hour."""
    _require_open(visit)
    letters = _letters(visit, number)
    form = HoursForm(request.POST or None, letters=letters)
    if request.method == "POST" and form.is_valid():
        return _save(request, visit, number, form.chosen_letters)
    return _show_day(request, visit, number, form, "portal/availability_hours.html")


@visited
@require_POST
def copy(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Give a day the hours of another."""
    _letters(visit, number)
    source = request.POST.get("source", "")
    if source not in {str(place) for place in range(WORKDAYS)}:
        raise DayUnsaidError(source)
    kept = copy_from(
        cycle=visit.cycle,
        seat=visit.seat,
        person=visit.person,
        source=int(source),
        day=number - 1,
        now=timezone.now(),
    )
    return _go_on(request, visit, kept)


@visited
@require_http_methods(GET_POST)
def absences(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for days away, one after the other."""
    _require_open(visit)
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_absence(
            cycle=visit.cycle,
            seat=visit.seat,
            person=visit.person,
            absence=form.absence,
            now=timezone.now(),
        )
        return redirect(_address("portal:availability_absences", request, visit))
    context = {
        **visit.context,
        "form": form,
        "absences": _absence_lines(visit),
        "next_url": _address("portal:availability_council", request, visit, back=True),
        "place": WORKDAYS + 1,
        "is_change": _is_change(request),
    }
    return _page(request, "portal/availability_absences.html", context)


@visited
@require_POST
def drop(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take days away back."""
    form = AbsenceForm(request.POST)
    if form.is_valid():
        drop_absence(
            cycle=visit.cycle,
            seat=visit.seat,
            person=visit.person,
            absence=form.absence,
            now=timezone.now(),
        )
    return redirect(_address("portal:availability_absences", request, visit))


@visited
@require_http_methods(GET_POST)
def council(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the half day of the municipal council."""
    _require_open(visit)
    form = CouncilDayForm(request.POST or None, initial=council_initial(visit.availability))
    if request.method == "POST" and form.is_valid():
        save_council(
            cycle=visit.cycle,
            seat=visit.seat,
            person=visit.person,
            council=form.council,
            now=timezone.now(),
        )
        messages.success(request, _("Guardado. Gracias: con esto elegimos las fechas."))
        return redirect("portal:availability", visit.link.reference)
    context = {**visit.context, "form": form, "place": STEPS}
    return _page(request, "portal/availability_council.html", context)


@visited
@require_POST
def same(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Confirm what was answered in the last cycle."""
    if visit.availability is not None and visit.availability.is_complete:
        confirm_carried(cycle=visit.cycle, seat=visit.seat, person=visit.person, now=timezone.now())
        messages.success(request, _("Guardado. Gracias: con esto elegimos las fechas."))
    return redirect("portal:availability", visit.link.reference)


@visited
@require_safe
def summary(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the whole answer with a way to change each part, while it may change."""
    kept = visit.availability
    context = {
        **visit.context,
        "is_open": is_open(visit.cycle),
        "is_carried": kept is not None and kept.is_carried,
        "is_complete": kept is not None and kept.is_complete,
        "days": [
            (place + 1, name, day_words(letters))
            for place, (name, letters) in enumerate(zip(DAY_NAMES, visit.days, strict=True))
        ],
        "absences": [words for words, _first, _last in _absence_lines(visit)],
        "council": council_words(kept.council if kept else None),
    }
    return render(request, "portal/availability_summary.html", context)


def _require_open(visit: Visit) -> None:
    """Raise AvailabilityClosedError once the dates are set: the summary stays."""
    if not is_open(visit.cycle):
        raise AvailabilityClosedError(visit.cycle.pk)


def _letters(visit: Visit, number: int) -> str:
    """Return the letters of a day by its number in the address; 404 for a day there is not."""
    if number not in range(1, WORKDAYS + 1):
        raise Http404
    return visit.days[number - 1]


def _save(request: HttpRequest, visit: Visit, number: int, letters: str) -> HttpResponse:
    kept = save_day(
        cycle=visit.cycle,
        seat=visit.seat,
        person=visit.person,
        day=number - 1,
        letters=letters,
        now=timezone.now(),
    )
    return _go_on(request, visit, kept)


def _go_on(request: HttpRequest, visit: Visit, kept: Availability) -> HttpResponse:
    """Go to the next day without an answer, then to absences; after a change, back."""
    if _is_change(request):
        return redirect("portal:availability", visit.link.reference)
    missing = first_unsaid(kept.weekly)
    if missing is None:
        return redirect("portal:availability_absences", visit.link.reference)
    return redirect("portal:availability_day", visit.link.reference, missing + 1)


def _show_day(
    request: HttpRequest, visit: Visit, number: int, form: DayForm | HoursForm, template: str
) -> HttpResponse:
    first, last = plan_window(visit.cycle)
    today = timezone.localdate()
    context = {
        **visit.context,
        "form": form,
        "number": number,
        "place": number,
        "day": DAY_NAMES[number - 1],
        "zone_words": zone_words(
            own=visit.seat.municipality.zone,
            association=visit.cycle.community.association.zone,
            first=min(first, today),
            last=last,
        ),
        "copies": _copies(visit, number),
        "previous": number - 1 if number > 1 else None,
        "is_change": _is_change(request),
        "is_kept": visit.days[number - 1] != BLANK_DAY,
    }
    return _page(request, template, context)


def _copies(visit: Visit, number: int) -> list[tuple[int, str]]:
    """List up to two other days to copy: Monday and the day before, where they say anything new."""
    offered: dict[str, int] = {}
    for place in (0, number - 2):
        letters = visit.days[place] if place >= 0 else UNSAID
        if place != number - 1 and UNSAID not in letters and letters != visit.days[number - 1]:
            offered.setdefault(letters, place)
    return [(place, str(DAY_NAMES[place])) for place in offered.values()]


def _absence_lines(visit: Visit) -> list[tuple[str, str, str]]:
    kept = visit.availability.absences if visit.availability else ()
    return [(absence_words(one), one[0].isoformat(), one[1].isoformat()) for one in kept]


def _address(name: str, request: HttpRequest, visit: Visit, *, back: bool = False) -> str:
    """Return an address that remembers where one came from; `back` leads there."""
    if not _is_change(request):
        return reverse(name, args=[visit.link.reference])
    if back:
        return reverse("portal:availability", args=[visit.link.reference])
    return reverse(name, args=[visit.link.reference]) + "?cambiar=1"


def _is_change(request: HttpRequest) -> bool:
    return "cambiar" in request.GET


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)
