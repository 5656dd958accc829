"""The convocatoria: who was invited, who answered, whom nobody reached."""

from collections import Counter
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convoca.convening.core.hurdles import Hurdle
from convoca.convening.core.standing import Standing
from convoca.convening.forms.filters import SeatFilter
from convoca.convening.queries import (
    SeatRow,
    count_standings,
    funnel_counts,
    hurdle_words,
    list_seat_rows,
    live_invitations,
    pending_replacements,
    remindable,
)
from convoca.convening.views.board import PAGE_ROWS
from convoca.convening.views.picture import draw_funnel
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may
from convoca.ui.charts import SeatState

UNDO_IS_OFFERED = timedelta(seconds=60)


@require_safe
def invitations(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the funnel, what to do next, and the state of every invitation."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    now = timezone.now()
    rows = list_seat_rows(cycle)
    standings, counts = count_standings(rows), funnel_counts(cycle, rows)
    invited = [row for row in rows if row.invitation]
    form = SeatFilter(request.GET, invited, today=timezone.localdate(), facets=("estado", "region"))
    page = Paginator(form.chosen, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "counts": counts,
        "invited": len(invited),
        "funnel": draw_funnel(cycle, counts),
        "to_invite": standings[Standing.WAITING],
        "unanswered": standings[Standing.INVITED],
        "declined": standings[Standing.DECLINED],
        "remindable": len(remindable(cycle, now=now)),
        "hurdles": _count_hurdles(rows),
        "replacements": pending_replacements(cycle),
        "undo": _undo_offers(cycle, now=now),
        "form": form,
        "page": page,
        "rows": [(row, SeatState(row.standing)) for row in page],
        "may_coordinate": may(request.user, "coordinate", cycle.community),  # type: ignore[arg-type]  # get_visible_cycle let only staff in
    }
    return render(request, "convening/invitations.html", context)


@require_safe
def unreached(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the seats without an answer: why, and the telephone; the most pressing first."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    rows = list_seat_rows(cycle)
    found = [(row, row.hurdle(today=timezone.localdate())) for row in rows]
    silent = [(row, hurdle) for row, hurdle in found if hurdle is not None]
    counts = Counter(hurdle for _row, hurdle in silent)
    reason = request.GET.get("motivo", "")
    chosen = [pair for pair in silent if not reason or pair[1] == reason]
    chosen.sort(key=lambda pair: list(Hurdle).index(pair[1]))
    page = Paginator(chosen, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "silent": len(silent),
        "not_reached": sum(not row.was_reached for row, _hurdle in silent),
        "existing": sum(row.facts.is_office for row in rows),
        "reasons": [(each, hurdle_words(each), counts[each]) for each in Hurdle if counts[each]],
        "reason": reason,
        "page": page,
        "rows": [(row, hurdle_words(hurdle)) for row, hurdle in page],
    }
    return render(request, "convening/unreached.html", context)


def _count_hurdles(rows: list[SeatRow]) -> dict[str, int]:
    today = timezone.localdate()
    return dict(Counter(str(hurdle) for row in rows if (hurdle := row.hurdle(today=today))))


def _undo_offers(cycle: Cycle, *, now: datetime) -> dict[str, str]:
    """Return the batches made so lately that their mails may still wait, by their moment."""
    latest = live_invitations(cycle).aggregate(invite=Max("created_at"), remind=Max("reminded_at"))
    return {act: at.isoformat() for act, at in latest.items() if at and now - at < UNDO_IS_OFFERED}
