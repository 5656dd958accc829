"""Who can when: the heat of the week, who is missing, and what was told by telephone."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.workplan.core.asking.heat import HeatCell
from convoca.workplan.core.result.series import SMALLEST_GROUP
from convoca.workplan.errors import PoolChangedError
from convoca.workplan.forms.choosing import PeopleForm
from convoca.workplan.forms.week import WeekForm
from convoca.workplan.queries import (
    AvailabilityRow,
    availability_rows,
    get_availability_row,
    is_open,
    last_batch,
    past_askings,
    plan_window,
    zone_words,
)
from convoca.workplan.queries.heat import clock_mondays, heat_map
from convoca.workplan.queries.leaders import leaders_of
from convoca.workplan.queries.other_clocks import other_clocks
from convoca.workplan.queries.words import DAY_NAMES
from convoca.workplan.services import find_asking, save_availability
from convoca.workplan.views.heat_picture import heat_picture

PAGE_SIZE = 25
ASKINGS_SHOWN = 8
ANSWERED = "respondieron"
"""The value of `ver` in the address that lists those who answered."""
SAMPLE_HOUR = 10


@require_safe
def overview(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how many answered, when they can, and who is missing."""
    cycle = get_visible_cycle(request.user, cycle_id)
    user = signed_in_user(request)
    rows, now = availability_rows(cycle), timezone.now()
    form = PeopleForm(request.GET, rows, mondays=clock_mondays(cycle, rows))
    context = {
        "cycle": cycle,
        "total": len(rows),
        "answered": sum(row.has_answered for row in rows),
        "carried": sum(row.state == "carried" for row in rows),
        "form": form,
        "smallest": SMALLEST_GROUP,
        **_heat(cycle, form),
        **_people(request, cycle, form, now),
        "past": past_askings(cycle, rows)[:ASKINGS_SHOWN],
        "can_undo": bool(last_batch(cycle, now=now)),
        "is_open": is_open(cycle),
        "may_coordinate": may(user, "coordinate", cycle.community),
        "may_enter": may(user, "interview", cycle.community),
    }
    return render(request, "workplan/availability.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Write down what somebody told by telephone."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    row = get_availability_row(cycle, seat_id)
    form = WeekForm(request.POST or None, availability=row.availability)
    back = "workplan:calls" if request.GET.get("de") == "llamadas" else "workplan:availability"
    error, status = "", 422 if request.method == "POST" else 200
    known = request.POST.get("known") or row.mark
    if request.method == "POST" and form.is_valid():
        try:
            _save(cycle, row, form, known)
        except PoolChangedError as changed:
            error, status, known = changed.user_message(), 409, changed.mark
        except ConvocaError as refused:
            error, status = refused.user_message(), 409
        else:
            said = _("Quedó guardado cuándo puede %(name)s.")
            messages.success(request, said % {"name": row.invitation.participant.name})
            return redirect(back, cycle.pk)
    context = {
        "cycle": cycle,
        "row": row,
        "form": form,
        "known": known,
        "error": error,
        "is_open": is_open(cycle),
        "back_url": reverse(back, args=[cycle.pk]),
        "zone_words": _zone_words(cycle, row),
    }
    return render(request, "workplan/entry.html", context, status=status)


def _heat(cycle: Cycle, form: PeopleForm) -> dict[str, object]:
    """Return the picture of those who are chosen, its best hours, and what other clocks show."""
    heat = heat_map(cycle, form.chosen, monday=form.monday)
    best = heat.best()
    leaders = leaders_of(cycle.community)

    def address(day: int, hour: int) -> str:
        return reverse("workplan:hour", args=[cycle.pk, day, hour]) + form.query

    def note(day: int, hour: int) -> str:
        return "" if leaders.are_free(day, hour) else _("nadie libre para llevarla")

    picture = heat_picture(cycle, heat, best, address=address, note=note)
    first = best[0] if best else HeatCell(0, SAMPLE_HOUR, 0, 0, 0)
    return {
        "heat": picture if heat.is_shown else None,
        "map_answered": heat.answered,
        "best": [(_hour_words(one), address(one.weekday, one.hour), one) for one in best],
        "clock_hour": f"{first.hour}:00",
        "clocks": other_clocks(cycle, form.chosen, weekday=first.weekday, hour=first.hour),
    }


def _people(
    request: HttpRequest, cycle: Cycle, form: PeopleForm, now: datetime
) -> dict[str, object]:
    """Return a page of those chosen who are missing, or of those who answered, and who is which."""
    asking = find_asking(cycle, form.chosen, now=now)
    missing = [row for row in form.chosen if not row.has_answered]
    answered = [row for row in form.chosen if row.has_answered]
    shows_answered = request.GET.get("ver") == ANSWERED
    listed = answered if shows_answered else missing
    return {
        "page": Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page")),
        "shows_answered": shows_answered,
        "count_missing": len(missing),
        "count_answered": len(answered),
        "to_ask": len(asking.to_write),
        "to_call": {row.invitation.pk for row in asking.to_call},
        "in_peace": {row.invitation.pk for row in asking.in_peace},
        "asked": {row.invitation.pk for row in asking.asked},
    }


def _hour_words(cell: HeatCell) -> str:
    return f"{DAY_NAMES[cell.weekday]} {cell.hour}:00".capitalize()


def _zone_words(cycle: Cycle, row: AvailabilityRow) -> str:
    first, last = plan_window(cycle)
    own = row.invitation.seat.municipality.zone
    association = cycle.community.association.zone
    return zone_words(own=own, association=association, first=first, last=last)


def _save(cycle: Cycle, row: AvailabilityRow, form: WeekForm, known: str) -> None:
    save_availability(
        cycle=cycle,
        seat=row.invitation.seat,
        person=row.invitation.participant,
        weekly=form.weekly,
        away=form.away,
        council=form.council,
        now=timezone.now(),
        known=known,
    )
