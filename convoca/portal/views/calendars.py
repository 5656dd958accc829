"""A director brings a calendar file: it is read, shown as a proposal, and not kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.portal.answering import GET_POST, answering, go_on, show
from convoca.portal.forms.availability import AcceptForm, CalendarForm
from convoca.portal.limits import count_try
from convoca.portal.weeks import Week
from convoca.workplan.core.asking.busy import DayProposal, propose
from convoca.workplan.core.problem.grid import BLANK_DAY
from convoca.workplan.queries.words import DAY_NAMES, absence_words, day_words, hours_words

HOUR_S = 3600
MOST_FILES = 20
"""Files an hour by one link: to read one takes up to a second."""


@answering
@require_http_methods(GET_POST)
def bring(request: HttpRequest, week: Week) -> HttpResponse:
    """Ask for a calendar file and show what it would change; nothing is saved."""
    week.require_open()
    first, last = week.window
    posted = request.method == "POST"
    if posted and count_try("calendar", week.link.reference, window_s=HOUR_S) > MOST_FILES:
        messages.warning(request, _("Ya probó muchos archivos. Espere una hora o siga a mano."))
        posted = False
    form = CalendarForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        zone=week.zone,
        first=first,
        last=last,
    )
    if posted and form.is_valid():
        return _show_proposal(request, week, form)
    return show(request, week, "availability_calendar", {"form": form})


@answering
@require_POST
def accept(request: HttpRequest, week: Week) -> HttpResponse:
    """Keep what was ticked of the proposal; the rest stays as it was."""
    taken = {name: request.POST.getlist(name) for name in ("day", "absence")}
    form = AcceptForm(taken, states=week.states)
    form.full_clean()
    days, absences = form.cleaned_data["day"], form.cleaned_data["absence"]
    if not days and not absences:
        messages.success(request, _("No se cambió nada."))
        return go_on(request, week, week.weekly)
    weekly = week.save_days(days, absences=absences, now=timezone.now())
    count = len(days) + len(absences)
    words = ngettext("Se guardó %(n)s cambio.", "Se guardaron %(n)s cambios.", count)
    messages.success(request, words % {"n": count})
    return go_on(request, week, weekly)


def _show_proposal(request: HttpRequest, week: Week, form: CalendarForm) -> HttpResponse:
    first, last = week.window
    proposal = propose(form.spans, weekly=week.weekly, away=week.absences, first=first, last=last)
    context: dict[str, object] = {
        "days": [_day_line(week, one) for one in proposal.days],
        "absences": [
            (f"{start.isoformat()}:{end.isoformat()}", absence_words((start, end)))
            for start, end in proposal.absences
        ],
        "is_empty": not form.spans,
    }
    response = show(request, week, "availability_proposal", context)
    response.status_code = 200
    return response


def _day_line(week: Week, one: DayProposal) -> dict[str, str]:
    """Return what the page says of one day: in the calendar, said before, and proposed."""
    before = week.days[one.day]
    return {
        "value": f"{one.day}:{one.letters}",
        "name": str(DAY_NAMES[one.day]),
        "busy": hours_words(one.busy),
        "before": "" if before == BLANK_DAY else day_words(before),
        "after": day_words(one.letters),
    }
