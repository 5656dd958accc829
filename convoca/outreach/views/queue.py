"""La cola de hoy: the next person to call, why, and one touch for what came of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.convening.models import ContactAttempt
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.outreach.core.queue import ASIDE
from convoca.outreach.forms.results import ResultForm, TurnForm
from convoca.outreach.models import GivenResult, Turn
from convoca.outreach.queries.screen import (
    get_overview,
    get_screen,
    get_turn,
    list_aside,
    results_today,
    undoable,
)
from convoca.outreach.queries.words import reason_words, rest_words, result_words
from convoca.outreach.services import (
    give_result,
    leave_queue,
    put_off,
    take_turn,
    undo_result,
)
from convoca.ui.frames import DeskFrame, RailGroup, RailItem

PAGE_ROWS = 50
Result = ContactAttempt.Result
ONE_TOUCH = (
    Result.ACCEPTS,
    Result.NO_ANSWER,
    Result.REACHED,
    Result.REFUSES,
    Result.WRONG,
    Result.REPLACED,
)


@require_safe
def queue(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the person in hand, or the day before one begins."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    turn = get_turn(cycle, signed_in_user(request))
    if turn is None:
        return _show_day(request, cycle)
    return _show_turn(request, cycle, turn)


@require_POST
def begin(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take the first person."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    user, now = signed_in_user(request), timezone.now()
    return _go_on(request, cycle, lambda: take_turn(cycle=cycle, user=user, now=now))


@require_POST
def result(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Keep what came of the call and take the next person."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    user, now = signed_in_user(request), timezone.now()
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, cycle, form)
    given = form.cleaned_data

    def keep() -> Turn | None:
        return give_result(
            turn_number=given["turn"],
            cycle=cycle,
            user=user,
            result=given["result"],
            channel=given["channel"],
            asked_on=given["on"],
            now=now,
        )

    return _go_on(request, cycle, keep)


@require_POST
def later(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Leave the person in hand for later and take the next."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    user, now = signed_in_user(request), timezone.now()
    form = TurnForm(request.POST)
    number = form.cleaned_data["turn"] if form.is_valid() else 0
    return _go_on(
        request, cycle, lambda: put_off(turn_number=number, cycle=cycle, user=user, now=now)
    )


@require_POST
def undo(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take back the last result."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    user, now = signed_in_user(request), timezone.now()
    return _go_on(request, cycle, lambda: undo_result(cycle=cycle, user=user, now=now))


@require_POST
def leave(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop calling for now: the person in hand goes back to the queue."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    leave_queue(cycle=cycle, user=signed_in_user(request))
    return redirect("outreach:queue", cycle.pk)


@require_safe
def aside(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the seats that nobody can call until somebody finds something out."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    found = list_aside(cycle, now=timezone.now())
    asked = request.GET.get("motivo", "")
    counts = [(rest, rest_words(rest), sum(why is rest for _one, why in found)) for rest in ASIDE]
    shown = [(one, rest_words(why)) for one, why in found if asked in {"", why.value}]
    page = Paginator(shown, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "total": len(found),
        "reasons": [each for each in counts if each[2]],
        "asked": asked,
        "page": page,
    }
    return render(request, "outreach/aside.html", context)


def _go_on(request: HttpRequest, cycle: Cycle, act: Callable[[], object]) -> HttpResponse:
    """Act and show the queue again; a refusal is told there."""
    try:
        act()
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("outreach:queue", cycle.pk)


def _ask_again(request: HttpRequest, cycle: Cycle, form: ResultForm) -> HttpResponse:
    """Show the person in hand again with what is missing; without one, the queue."""
    turn = get_turn(cycle, signed_in_user(request))
    if turn is None:
        return redirect("outreach:queue", cycle.pk)
    return _show_turn(request, cycle, turn, form=form, status=422)


def _show_turn(
    request: HttpRequest,
    cycle: Cycle,
    turn: Turn,
    *,
    form: ResultForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    done = results_today(cycle, signed_in_user(request), now=now)
    context = {
        "cycle": cycle,
        "screen": get_screen(turn, now=now),
        "reason": reason_words(turn),
        "results": [(one.value, result_words(one)) for one in ONE_TOUCH],
        "done": len(done),
        **_undo_line(done, now=now),
        "form": form or ResultForm(),
        "opened": form is not None,
        "now": now,
        "frame": _focused_frame(cycle, request.path),
    }
    return render(request, "outreach/turn.html", context, status=status)


def _show_day(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    now, user = timezone.now(), signed_in_user(request)
    overview = get_overview(cycle, user, now=now)
    context = {
        "cycle": cycle,
        "overview": overview,
        "aside": [(rest, rest_words(rest), count) for rest, count in overview.aside.items()],
        **_undo_line(results_today(cycle, user, now=now), now=now),
        "may_coordinate": may(user, "coordinate", cycle.community),
    }
    return render(request, "outreach/queue.html", context)


def _undo_line(given: Sequence[GivenResult], *, now: datetime) -> dict[str, object]:
    """Return the result that may be undone, in the words of the button that was pressed."""
    last = undoable(given, now=now)
    return {"last": last, "last_words": result_words(last.result) if last else ""}


def _focused_frame(cycle: Cycle, path: str) -> DeskFrame:
    """Return the least that stands around a person in hand: little to load, little to look at."""
    items = [
        RailItem(_("La cola de hoy"), path, current="page"),
        RailItem(_("Puestos"), reverse("convening:board", args=[cycle.pk])),
        RailItem(_("Convocatoria"), reverse("convening:invitations", args=[cycle.pk])),
    ]
    return DeskFrame(groups=[RailGroup(str(cycle.community.kind), items)])
