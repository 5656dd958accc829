"""Everything that was said about one theme, as far as consent reaches."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.models import Agenda
from convoca.agenda.queries import done_interviews, find_agenda
from convoca.agenda.queries.statements import Quote, group_sizes, quote_source
from convoca.agenda.queries.theme_quotes import get_theme, theme_quotes
from convoca.cycles.queries import get_visible_cycle

A_PAGE = 25


@require_safe
def quotes(request: HttpRequest, cycle_id: int, theme_id: int) -> HttpResponse:
    """List the quotes behind a theme, page by page, without saying who spoke."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    theme = get_theme(cycle, theme_id)
    confirmed = find_agenda(cycle)
    found = theme_quotes(cycle, theme_id, at=confirmed.confirmed_at if confirmed else None)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    sizes = group_sizes(done_interviews(cycle))
    speakers = found.order_by().values("interview").distinct().count()
    context = {
        "cycle": cycle,
        "title": _title(confirmed, theme_id) or theme.title,
        "page": page,
        "quotes": [Quote(one.text, quote_source(one, sizes)) for one in page],
        "speakers": speakers if speakers >= SMALLEST_GROUP else 0,
        "smallest": SMALLEST_GROUP,
        "previous": f"?page={page.number - 1}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "agenda/quotes.html", context)


def _title(confirmed: Agenda | None, theme_id: int) -> str:
    """Give the title that the theme had in the confirmed agenda."""
    themes = confirmed.ballots["themes"] if confirmed else []
    return next((str(one["title"]) for one in themes if one["id"] == str(theme_id)), "")
