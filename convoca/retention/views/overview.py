"""The page "Fidelización": who drifts away, who stays, and how it compares."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convoca.convening.core.bands import Band
from convoca.convening.core.proportion import Proportion
from convoca.convening.core.retention import stopped_after
from convoca.cycles.queries import get_visible_cycle
from convoca.foundation.numbers import read_id
from convoca.retention.queries import (
    Loyalty,
    RiskBoard,
    SeatRisk,
    count_new_alerts,
    list_curves,
    read_funnels,
    read_loyalty,
    read_risks,
)
from convoca.retention.queries.words import band_words
from convoca.retention.views.opening import surroundings
from convoca.retention.views.pictures import draw_curve, draw_pair, draw_roll, legend, tell

PAGE_ROWS = 20


@require_safe
def overview(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the three pictures and the figures of a cycle."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    board = read_risks(cycle)
    choice = _choose(request, board)
    shown = Paginator(choice.seats, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        **surroundings(request, cycle, "overview"),
        "board": board,
        "last_held": max(board.held, default=0),
        "new_alerts": count_new_alerts(board),
        "choice": choice,
        "page": shown,
        "roll": draw_roll(cycle, list(shown), held=board.held),
        "legend": legend(),
        "curve": draw_curve(list_curves(board.records), cycle=cycle),
        "paired": draw_pair(cycle, read_funnels(board)),
        "figures": _figures(read_loyalty(board.records)),
        "bands": _bands(board),
    }
    return render(request, "retention/overview.html", context)


@dataclass(frozen=True)
class Choice:
    """Which seats the strip shows, and what was chosen in words; empty for all."""

    seats: Sequence[SeatRisk]
    words: str = ""


def _choose(request: HttpRequest, board: RiskBoard) -> Choice:
    """Return the seats that came no more after a session, or that came so many times."""
    stopped, times = read_id(request.GET.get("dejo")), read_id(request.GET.get("veces"))
    if stopped:
        seats = [one for one in board.seats if stopped_after(one.record) == stopped]
        return Choice(seats, _("No volvieron después de la sesión %(n)s.") % {"n": stopped})
    if times:
        seats = [one for one in board.seats if one.record.attended >= times]
        return Choice(seats, _("Vinieron al menos %(n)s veces.") % {"n": times})
    return Choice(board.seats)


def _figures(loyalty: Loyalty) -> list[tuple[str, str, str]]:
    """Return each figure as its name, its share, its interval; what has no cycle before is out."""
    named: list[tuple[str, Proportion]] = [
        (_("Vino a una y volvió a la siguiente"), loyalty.transitions.after_present),
        (_("Faltó a una y vino a la siguiente"), loyalty.transitions.after_absent),
        (_("Vinieron una sola vez"), loyalty.one_timers),
        (_("Volvieron después de faltar"), loyalty.returns),
    ]
    if loyalty.kept is not None:
        words = {"n": loyalty.kept.before.number}
        named += [
            (_("Puestos del ciclo %(n)s que siguen") % words, loyalty.kept.seats),
            (_("Personas del ciclo %(n)s que siguen") % words, loyalty.kept.people),
        ]
    return [(name, *tell(share)) for name, share in named]


def _bands(board: RiskBoard) -> list[tuple[str, int, int]]:
    """Return each band with the seats in it now, and those that could still end in it."""
    now = Counter(one.record.band for one in board.seats)
    best = Counter(one.best for one in board.seats)
    return [(band_words(band), now[band], best[band]) for band in Band]
