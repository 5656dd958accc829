"""Welcoming who holds a seat since the middle of a cycle: what the municipality did so far."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convoca.convening.queries import get_visible_seat
from convoca.convening.services import invite_seats, write_welcome
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.desk.queries.seat_story import story_of
from convoca.directory.models import Seat, Tenure
from convoca.directory.queries import current_holder, email_of, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.ui.frames import Confirmation


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Show the welcome as it will arrive, or send it with the invitation in it, once."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    seat = get_visible_seat(cycle, seat_id)
    tenure = current_holder(seat)
    if request.method != "POST" and tenure is not None:
        return render(request, "desk/welcome.html", _sample(cycle, seat, tenure))
    try:
        result = invite_seats(
            cycle=cycle,
            seat_ids=[seat.pk],
            user=signed_in_user(request),
            now=timezone.now(),
            story=story_of(cycle, seat),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("convening:seat", cycle.pk, seat.pk)
    if result.without_email:
        messages.warning(request, _("Quedó invitada esta persona, pero no tiene correo: llámele."))
    elif result.invited:
        messages.success(request, _("La bienvenida va en camino."))
    else:
        messages.success(request, _("Ya tenía su invitación; no se envió otra."))
    return redirect("convening:seat", cycle.pk, seat.pk)


def _sample(cycle: Cycle, seat: Seat, tenure: Tenure) -> dict[str, object]:
    story = story_of(cycle, seat)
    letter = write_welcome(cycle=cycle, tenure=tenure, story=story, now=timezone.now())
    name, address = tenure.person.name, email_of(tenure.person)
    facts = [
        _("Lleva su enlace personal para responder."),
        _("Sale enseguida, a %(email)s.") % {"email": address}
        if address
        else _("No tiene correo: queda la invitación anotada, para llamarle."),
    ]
    confirmation = Confirmation(
        question=_("¿Dar la bienvenida a %(name)s?") % {"name": name},
        button=_("Sí, enviar la bienvenida"),
        action_url=reverse("desk:welcome", args=[cycle.pk, seat.pk]),
        cancel_url=reverse("convening:seat", args=[cycle.pk, seat.pk]),
        facts=facts,
        sample=f"{letter.subject}\n\n{letter.body}",
    )
    return {"cycle": cycle, "seat": seat, "confirmation": confirmation}
