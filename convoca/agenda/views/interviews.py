"""Who was interviewed, who is missing, and how to reach them."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.errors import InterviewClosedError, NotTakingPartError
from convoca.agenda.queries.appointments import with_news
from convoca.agenda.queries.interviews import (
    Which,
    filter_rows,
    interview_rows,
    is_closed,
    last_letters,
)
from convoca.agenda.services import (
    assign_interview,
    letters_due,
    open_interview,
    send_interview_links,
    undo_interview_links,
    write_letter,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.ui.frames import Confirmation

A_PAGE = 50
FILTERS: dict[Which, Promise] = {
    "missing": gettext_lazy("Faltan"),
    "calls": gettext_lazy("Por llamar hoy"),
    "agreed": gettext_lazy("Con hora"),
    "all": gettext_lazy("Todas"),
    "done": gettext_lazy("Hechas"),
    "mine": gettext_lazy("Asignadas a mí"),
}


@require_safe
def interviews(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how many interviews are done, and the seats with who takes part."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    now, user = timezone.now(), signed_in_user(request)
    rows = with_news(cycle, interview_rows(cycle))
    missing = [row for row in rows if row.is_missing]
    which = _which(request, is_any_missing=bool(missing))
    words = request.GET.get("q", "")
    today = now.astimezone(ZoneInfo(cycle.community.association.zone)).date()
    shown = filter_rows(rows, which=which, words=words, user=user, today=today)
    context = {
        "cycle": cycle,
        "total": len(rows),
        "done": sum(row.is_done for row in rows),
        "declined": sum(row.is_declined for row in rows),
        "missing": len(missing),
        "without_email": sum(not row.email for row in missing),
        "is_closed": is_closed(cycle),
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "which": which,
        "q": words,
        "filters": FILTERS.items(),
        "me": user.pk,
        "can_undo": last_letters(cycle, now=now) is not None,
    }
    return render(request, "agenda/interviews.html", context)


def _which(request: HttpRequest, *, is_any_missing: bool) -> Which:
    """Return the filter asked for; without one, who is missing comes first."""
    asked = request.GET.get("which", "")
    if asked in FILTERS:
        return asked
    return "missing" if is_any_missing else "all"


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask before sending the links to everybody who is missing; then send them."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    if request.method != "POST":
        context = {"cycle": cycle, "confirmation": _letters(cycle)}
        return render(request, "agenda/links.html", context)
    try:
        sent = send_interview_links(cycle=cycle, user=signed_in_user(request), now=timezone.now())
    except InterviewClosedError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _sent_words(sent))
    return redirect("agenda:interviews", cycle_id)


@require_POST
def undo_links(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop the letters of the last press that still wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    try:
        stopped = undo_interview_links(cycle=cycle, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = ngettext("Se detuvo %(n)s correo.", "Se detuvieron %(n)s correos.", stopped)
        messages.success(request, said % {"n": stopped})
    return redirect("agenda:interviews", cycle_id)


def _letters(cycle: Cycle) -> Confirmation | None:
    """Say to how many the letter goes, with the first as a sample; None when to nobody."""
    writable = list(letters_due(cycle, now=timezone.now()).values())
    if not writable or is_closed(cycle):
        return None
    facts = [
        ngettext(
            "%(n)s persona recibirá un correo con su enlace personal.",
            "%(n)s personas recibirán un correo con su enlace personal.",
            len(writable),
        )
        % {"n": len(writable)},
        _("Quienes ya recibieron hoy su enlace no reciben otro."),
        _("Los correos salen en 30 segundos; hasta entonces se puede deshacer."),
    ]
    missing = [row for row in interview_rows(cycle) if row.is_missing]
    without_email = sum(not row.email for row in missing)
    if without_email:
        facts.append(_("%(n)s sin correo: hay que llamar.") % {"n": without_email})
    sample = write_letter(cycle, writable[0], _("(aquí va su enlace personal)"))
    here = reverse("agenda:links", args=[cycle.pk])
    return Confirmation(
        question=_("¿Enviar el enlace de la entrevista a quienes faltan?"),
        button=_("Enviar los enlaces"),
        action_url=here,
        cancel_url=reverse("agenda:interviews", args=[cycle.pk]),
        facts=facts,
        sample=f"{sample.subject}\n\n{sample.body}",
    )


def _sent_words(sent: int) -> str:
    if not sent:
        return _("No había a quién escribir: hoy ya se les escribió, o no tienen correo.")
    return ngettext(
        "Sale el enlace para %(n)s persona.", "Salen los enlaces para %(n)s personas.", sent
    ) % {"n": sent}


@require_POST
def start(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Open the interview of a seat on the screen."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    try:
        interview = open_interview(
            cycle=cycle, seat_id=seat_id, user=signed_in_user(request), now=timezone.now()
        )
    except NotTakingPartError as error:
        messages.error(request, error.user_message())
        return redirect("agenda:interviews", cycle_id)
    return redirect("agenda:interview", cycle_id, interview.pk)


@require_POST
def assign(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Take an interview for oneself, or leave it to anybody."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    taker = signed_in_user(request) if request.POST.get("to") == "me" else None
    try:
        assign_interview(cycle=cycle, seat_id=seat_id, interviewer=taker, now=timezone.now())
    except NotTakingPartError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(
            request,
            _("La entrevista queda a su nombre.") if taker else _("La entrevista queda libre."),
        )
    back = request.POST.get("back", "")
    return redirect(f"{reverse('agenda:interviews', args=[cycle_id])}?{back}")
