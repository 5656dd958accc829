"""Publishing the confirmed agenda: what others will read of it, chosen by a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.errors import AgendaUnconfirmedError
from convoca.agenda.forms.publishing import read_pairs
from convoca.agenda.models import Agenda
from convoca.agenda.queries import done_interviews, find_agenda
from convoca.agenda.queries.published import (
    CANDIDATES_A_TOPIC,
    address_words,
    candidate_quotes,
    chosen_pairs,
    tell_agenda,
)
from convoca.agenda.queries.statements import group_sizes, quote_source
from convoca.agenda.services.publishing import publish_agenda, unpublish_agenda
from convoca.agenda.views.published import answer_sheet
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import NotFoundError


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Choose the quotes that others may read, and publish the agenda or only its sheet."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method != "POST":
        return render(request, "agenda/publishing.html", _context(request, cycle))
    is_public = "publish" in request.POST
    try:
        publish_agenda(
            cycle=cycle,
            quotes=read_pairs(request.POST),
            user=signed_in_user(request),
            now=timezone.now(),
            is_public=is_public,
        )
    except AgendaUnconfirmedError as error:
        messages.error(request, error.user_message())
    else:
        done = _("Publicada. Cualquiera con la dirección puede leerla.")
        messages.success(request, done if is_public else _("Citas guardadas."))
    return redirect("agenda:publish", cycle_id)


@require_POST
def unpublish(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take the page away from the public."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        unpublish_agenda(cycle=cycle, user=signed_in_user(request))
    except AgendaUnconfirmedError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La agenda ya no está publicada. Su dirección dejó de abrir."))
    return redirect("agenda:publish", cycle_id)


@require_safe
def sheet(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Give the agenda on one page to the team, published or not."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    agenda = find_agenda(cycle)
    if agenda is None:
        raise NotFoundError(cycle_id)
    return answer_sheet(tell_agenda(agenda))


def _context(request: HttpRequest, cycle: Cycle) -> dict[str, object]:
    agenda = find_agenda(cycle)
    if agenda is None:
        return {"cycle": cycle, "agenda": None}
    path = reverse("public:agenda", args=[address_words(cycle), cycle.pk])
    return {
        "cycle": cycle,
        "agenda": agenda,
        "address": request.build_absolute_uri(path),
        "topics": _choices(agenda),
        "most": CANDIDATES_A_TOPIC,
    }


def _choices(agenda: Agenda) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """Return each topic with what may be quoted: the value of its box, words, source, ticked."""
    sizes = group_sizes(done_interviews(agenda.cycle))
    chosen = chosen_pairs(agenda)
    titles = {topic.theme_id: topic.theme.title for topic in agenda.topics.all()}
    return [
        (
            titles[theme],
            [
                (f"{theme}-{one.pk}", one.text, quote_source(one, sizes), (theme, one.pk) in chosen)
                for one in statements
            ],
        )
        for theme, statements in candidate_quotes(agenda).items()
    ]
