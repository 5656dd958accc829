"""What is done from the page of one seat: tries, answers, corrections, a new holder."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from convoca.convening.errors import HolderMissingError, InvitationMissingError
from convoca.convening.models import AnswerRecord
from convoca.convening.queries import SeatRow, get_visible_seat, live_invitations
from convoca.convening.services import (
    DeputyInput,
    answer_invitation,
    invite_seats,
    mark_existence,
    record_attempt,
    replace_holder,
    resend_mail,
    update_contacts,
)
from convoca.convening.views.seat_page import Given, act_on_seat, show_seat
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError


@require_safe
def seat(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Show one seat."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    return show_seat(request, cycle, get_visible_seat(cycle, seat_id))


@require_POST
def add_attempt(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Record a try to reach the seat."""

    def act(cycle: Cycle, row: SeatRow, given: Given) -> str:
        user = signed_in_user(request)
        record_attempt(cycle=cycle, seat=row.seat, user=user, now=timezone.now(), **given)
        return _("Gestión guardada.")

    return act_on_seat(request, cycle_id, seat_id, "attempt", act)


@require_POST
def add_answer(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Record an answer told by telephone."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        if row.invitation is None:
            raise HolderMissingError(row.seat.pk)
        answer_invitation(
            invitation=row.invitation,
            answer=given["answer"],
            via=AnswerRecord.Via.STAFF,
            now=timezone.now(),
            user=signed_in_user(request),
            reason=given["reason"],
            deputy=DeputyInput(given["deputy_name"], given["deputy_email"]),
        )
        return _("Respuesta guardada. Se le confirma por correo, si tiene.")

    return act_on_seat(request, cycle_id, seat_id, "answer", act)


@require_POST
def change_contacts(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Correct how the person is reached."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        if row.person is None:
            raise HolderMissingError(row.seat.pk)
        again = update_contacts(
            person=row.person, user=signed_in_user(request), now=timezone.now(), **given
        )
        if not again:
            return _("Datos de contacto guardados.")
        words = ngettext(
            "Datos guardados. %(n)s correo pendiente va a la nueva dirección.",
            "Datos guardados. %(n)s correos pendientes van a la nueva dirección.",
            again,
        )
        return words % {"n": again}

    return act_on_seat(request, cycle_id, seat_id, "contacts", act)


@require_POST
def change_holder(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Give the seat to another person."""

    def act(cycle: Cycle, row: SeatRow, given: Given) -> str:
        user = signed_in_user(request)
        tenure = replace_holder(seat=row.seat, user=user, now=timezone.now(), cycle=cycle, **given)
        name = tenure.person.name
        return _("%(name)s ocupa ahora el puesto. Falta invitarle.") % {"name": name}

    return act_on_seat(request, cycle_id, seat_id, "holder", act, doing="coordinate")


@require_POST
def change_existence(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Note whether the municipality has this directorate."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        mark_existence(seat=row.seat, existence=given["existence"])
        return _("Quedó anotado.")

    return act_on_seat(request, cycle_id, seat_id, "existence", act, doing="coordinate")


@require_POST
def invite_seat(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Invite the holder of this seat alone."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_seat(cycle, seat_id)
    try:
        result = invite_seats(
            cycle=cycle, seat_ids=[found.pk], user=signed_in_user(request), now=timezone.now()
        )
    except ConvocaError as error:
        return show_seat(request, cycle, found, error=error.user_message())
    if result.without_email:
        messages.warning(request, _("Quedó invitado, pero no tiene correo: hay que llamar."))
    elif result.invited:
        messages.success(request, _("La invitación va en camino."))
    else:
        messages.success(request, _("Ya tenía su invitación; no se envió otra."))
    return redirect("convening:seat", cycle.pk, found.pk)


@require_POST
def resend(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Send the mail of this seat again."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    found = get_visible_seat(cycle, seat_id)
    try:
        invitation = live_invitations(cycle).filter(seat=found).first()
        if invitation is None:
            raise InvitationMissingError(found.pk)
        message = resend_mail(
            invitation=invitation, user=signed_in_user(request), now=timezone.now()
        )
    except ConvocaError as error:
        return show_seat(request, cycle, found, error=error.user_message())
    told = _("El correo va en camino a %(email)s.") % {"email": message.to_address}
    messages.success(request, told)
    return redirect("convening:seat", cycle.pk, found.pk)
