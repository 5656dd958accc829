"""What other systems told us, as a page: what waits, what failed, what nobody understood."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convoca.desk.queries.mail import incoming_age, incoming_figures
from convoca.directory.queries import signed_in_user
from convoca.messaging.errors import EventStateError
from convoca.messaging.models import InboundEvent
from convoca.messaging.queries import (
    count_refusals,
    get_visible_event,
    list_events,
    outline_of,
)
from convoca.messaging.services.applying import replay_event, replay_events

PAGE_SIZE = 50
FILTERS = ("estado", "por", "page")


def incoming(request: HttpRequest) -> HttpResponse:
    """List what came in by state and source, the newest first."""
    signed_in_user(request, administrator=True)
    now = timezone.now()
    state, source = request.GET.get("estado", ""), request.GET.get("por", "")
    chosen = {
        "state": state if state in InboundEvent.State else "",
        "source": source if source in InboundEvent.Source else "",
    }
    refused = count_refusals(timezone.localdate(now))
    context = {
        "page": Paginator(list_events(**chosen), PAGE_SIZE).get_page(request.GET.get("page")),
        "figures": incoming_figures(),
        "age": incoming_age(now),
        "refusals": [(InboundEvent.Source(name).label, n) for name, n in refused.items()],
        "chosen": chosen,
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
    }
    return render(request, "desk/incoming.html", context)


def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show one event: its shape, without what it says of people."""
    signed_in_user(request, administrator=True)
    found = get_visible_event(event_id)
    lines = outline_of(found)
    may_replay = found.state in InboundEvent.TROUBLE
    context = {"event": found, "lines": lines, "may_replay": may_replay}
    return render(request, "desk/event.html", context)


@require_POST
def event_replay(request: HttpRequest, event_id: int) -> HttpResponse:
    """Apply an event again."""
    signed_in_user(request, administrator=True)
    found = get_visible_event(event_id)
    try:
        replay_event(event=found, now=timezone.now())
    except EventStateError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(
            request, _("Se aplica otra vez. Recargue en un momento para ver cómo quedó.")
        )
    return redirect("desk:event", found.pk)


@require_POST
def events_replay(request: HttpRequest) -> HttpResponse:
    """Apply all events of one state again."""
    signed_in_user(request, administrator=True)
    state = request.POST.get("estado", "")
    known = state in InboundEvent.TROUBLE
    count = replay_events(state=InboundEvent.State(state), now=timezone.now()) if known else 0
    if count:
        words = ngettext("%(n)s aviso se aplica otra vez.", "%(n)s avisos se aplican otra vez.",
                         count)  # fmt: skip
        messages.success(request, words % {"n": count})
    else:
        messages.warning(request, _("No quedaba ninguno por aplicar: alguien lo hizo antes."))
    return redirect("desk:incoming")
