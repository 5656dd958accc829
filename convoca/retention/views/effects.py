"""Whether what was done for seats that drift away brought them back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convoca.convening.core.effect import Effect, Verdict
from convoca.cycles.queries import get_visible_cycle
from convoca.retention.models import CareTask
from convoca.retention.queries import Comparison, read_effects
from convoca.retention.queries.words import difference_words, points_words, share_words
from convoca.retention.views.opening import surroundings
from convoca.ui.formats import format_number, format_percent


@require_safe
def effects(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show contacted seats beside similar ones left alone, of all cycles of the community."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    book = read_effects(cycle)
    context = {
        **surroundings(request, cycle, "effects"),
        "book": book,
        "verdict": verdict_words(book.once.whole),
        "tables": [
            (
                "once",
                _("Al menos a una de las dos sesiones siguientes"),
                _rows(book.once),
            ),
            ("both", _("A las dos sesiones siguientes"), _rows(book.both)),
        ],
    }
    return render(request, "retention/effects.html", context)


def _rows(comparison: Comparison) -> list[dict[str, str]]:
    """Return a line for any action, and one for each kind that was done."""
    kinds = [
        _row(CareTask.Kind(kind).label, effect)
        for kind, effect in comparison.by_kind.items()
        if effect.contacted.whole or effect.unmatched
    ]
    return [_row(_("Cualquier acción"), comparison.whole), *kinds]


def verdict_words(effect: Effect) -> str:
    """Say what the figures allow to be said, and no more."""
    return {
        Verdict.TOO_FEW: _("todavía no se puede decir"),
        Verdict.BETTER: _("volvieron más"),
        Verdict.WORSE: _("volvieron menos"),
        Verdict.NO_DIFFERENCE: _("la diferencia puede ser azar"),
    }[effect.verdict]


def _row(name: object, effect: Effect) -> dict[str, str]:
    row = {
        "name": str(name),
        "contacted": share_words(effect.contacted),
        "alone": "",
        "difference": "",
        "interval": "",
        "verdict": verdict_words(effect),
    }
    if effect.difference is not None and effect.interval is not None:
        adjusted = format_percent(effect.alone_share or 0, 1)
        row["alone"] = _("%(percent)s de %(n)s, ajustado") % {
            "percent": adjusted,
            "n": format_number(effect.alone.whole),
        }
        row["difference"] = difference_words(effect.difference)
        row["interval"] = points_words(effect.interval)
    return row
