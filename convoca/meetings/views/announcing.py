"""Telling of all the sessions of a cycle at once: asked first, done, undone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.meetings.models import Session
from convoca.meetings.queries import list_guests
from convoca.meetings.queries.overview import sessions_to_tell
from convoca.meetings.services import (
    ANNOUNCEMENT,
    announce_sessions,
    undo_announcing,
    write_sample,
)
from convoca.meetings.views.opening import read_batch
from convoca.ui.frames import Confirmation

PAGE = "meetings/announce_all.html"


@require_http_methods(["GET", "HEAD", "POST"])
def announce_all(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Say how many letters would leave about which sessions, then write them."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method != "POST":
        return render(request, PAGE, _question(cycle))
    now = timezone.now()
    try:
        done = announce_sessions(cycle=cycle, user=signed_in_user(request), now=now)
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return render(request, PAGE, _question(cycle), status=409)
    text = ngettext("%(n)s correo en camino.", "%(n)s correos en camino.", done.queued)
    messages.success(request, text % {"n": done.queued})
    sessions = reverse("meetings:sessions", args=[cycle.pk])
    return redirect(f"{sessions}?tanda={now.timestamp():.6f}")


@require_POST
def undo(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take back the letters that still wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    batch = read_batch(request.POST.get("tanda", "")) or timezone.now()
    try:
        undone = undo_announcing(cycle=cycle, batch=batch)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        text = ngettext("%(n)s correo no saldrá.", "%(n)s correos no saldrán.", undone)
        messages.success(request, text % {"n": undone})
    return redirect("meetings:sessions", cycle.pk)


def _question(cycle: Cycle) -> dict[str, object]:
    now = timezone.now()
    sessions, guests = sessions_to_tell(cycle, now=now), list_guests(cycle)
    sample = write_sample(session=sessions[0], letter=ANNOUNCEMENT, now=now) if sessions else None
    confirmation = Confirmation(
        question=_("¿Avisar de las sesiones que faltan por avisar?"),
        button=_("Sí, avisar"),
        action_url=reverse("meetings:announce_all", args=[cycle.pk]),
        cancel_url=reverse("meetings:sessions", args=[cycle.pk]),
        facts=_facts(sessions, sum(bool(one.email) for one in guests)),
        sample=f"{sample.subject}\n\n{sample.body}" if sample else "",
    )
    unreachable = [guest for guest in guests if not guest.email]
    return {
        "cycle": cycle,
        "sessions": sessions,
        "confirmation": confirmation,
        "without_email": unreachable,
    }


def _facts(sessions: list[Session], people: int) -> list[str]:
    text = ngettext(
        "A %(people)s personas, un correo por cada sesión de la que aún no saben: %(n)s sesión.",
        "A %(people)s personas, un correo por cada sesión de la que aún no saben: %(n)s sesiones.",
        len(sessions),
    )
    facts = [
        text % {"people": people, "n": len(sessions)},
        _("Cada una lee la hora de su zona, y cada correo lleva su evento para el calendario."),
    ]
    if not all(session.video_url for session in sessions):
        facts.append(
            _("Falta algún enlace de videollamada: cuando lo pegue, se avisará otra vez de esa.")
        )
    return facts
