"""How a page of availability is opened, and where one goes from it.

Days are numbered 1 Monday to 5 Friday in addresses, 0 to 4 inside. `?cambiar` comes from the
summary and leads back to it.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from convoca.directory.models import PersonalLink
from convoca.portal.access import View, personal_or_pool
from convoca.portal.frames import frame_of
from convoca.portal.pool_weeks import pool_week_of
from convoca.portal.seat_weeks import seat_week_of
from convoca.portal.weeks import Week
from convoca.workplan.core.problem.grid import first_unsaid
from convoca.workplan.errors import (
    AbsenceFaultError,
    AvailabilityClosedError,
    DayUnsaidError,
)
from convoca.workplan.models import PoolLink

Rest = ParamSpec("Rest")
GET_POST = ["GET", "HEAD", "POST"]


def week_of(link: PersonalLink | PoolLink) -> Week:
    """Return the week that a link asks for.

    Raises NotTakingPartError when nobody takes part for its seat, or somebody else does.
    """
    return pool_week_of(link) if isinstance(link, PoolLink) else seat_week_of(link)


opening = personal_or_pool(PersonalLink.Purpose.AVAILABILITY, week_of)


def answering(
    view: Callable[Concatenate[HttpRequest, Week, Rest], HttpResponse],
) -> View:
    """Open a page to who may answer by the link; say a refusal on the summary."""

    def opened(
        request: HttpRequest,
        _link: PersonalLink | PoolLink,
        week: Week,
        /,
        *args: Rest.args,
        **kwargs: Rest.kwargs,
    ) -> HttpResponse:
        try:
            return view(request, week, *args, **kwargs)
        except (AvailabilityClosedError, DayUnsaidError, AbsenceFaultError) as error:
            messages.warning(request, error.user_message())
            return redirect(at("summary", week))

    update_wrapper(opened, view)
    return opening(opened)


def at(name: str, week: Week, *args: object) -> str:
    """Return the address of a page of this link; "" is the door that leads to what is missing."""
    full = f"portal:availability_{name}" if name else "portal:availability"
    return reverse(full, args=[week.link.reference, *args])


def is_change(request: HttpRequest) -> bool:
    """Say whether one came from the summary, and goes back to it."""
    return "cambiar" in request.GET


def same_way(request: HttpRequest, address: str) -> str:
    """Return an address that remembers where one came from."""
    return f"{address}?cambiar=1" if is_change(request) else address


def go_on(request: HttpRequest, week: Week, weekly: str) -> HttpResponse:
    """Go to the next day without an answer, then to absences; after a change, back."""
    if is_change(request):
        return redirect(at("", week))
    missing = first_unsaid(weekly)
    if missing is None:
        return redirect(at("absences", week))
    return redirect(at("day", week, missing + 1))


def show(
    request: HttpRequest, week: Week, template: str, context: dict[str, object]
) -> HttpResponse:
    """Show a page with who answers and until when; 422 for a form that came back."""
    first, last = week.window
    common: dict[str, object] = {
        "portal": frame_of(week.association),
        "link": week.link,
        "week": week,
        "first_day": first,
        "last_day": last,
        "is_change": is_change(request),
        "way": "?cambiar=1" if is_change(request) else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"portal/{template}.html", {**common, **context}, status=status)
