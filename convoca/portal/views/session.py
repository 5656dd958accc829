"""A director's session: when, where, and whether this person comes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.directory.models import PersonalLink
from convoca.foundation.errors import ConvocaError, NotFoundError
from convoca.foundation.links import address_of
from convoca.meetings.core.clock import wall_of
from convoca.meetings.models import Session
from convoca.meetings.queries import (
    LinkedSession,
    calendar_text,
    get_linked_session,
    seat_commitments,
)
from convoca.meetings.services import excuse_by_link, withdraw_excuse_by_link
from convoca.portal.access import personal
from convoca.portal.forms.session import ExcuseForm
from convoca.portal.frames import frame_of

COMING = {Session.State.PLANNED, Session.State.ANNOUNCED}
opening = personal(PersonalLink.Purpose.SESSION, get_linked_session)


@opening
@require_safe
def show(request: HttpRequest, link: PersonalLink, linked: LinkedSession) -> HttpResponse:
    """Show the session to the person of the link."""
    return _page(request, link, linked, ExcuseForm())


def _page(
    request: HttpRequest,
    link: PersonalLink,
    linked: LinkedSession,
    form: ExcuseForm,
    status: int = 200,
) -> HttpResponse:
    session = linked.session
    zone = link.seat.municipality.zone
    association = session.cycle.community.association
    is_coming = session.state in COMING
    context = {
        "link": link,
        "session": session,
        "linked": linked,
        "community": session.cycle.community,
        "association": association,
        "zone": zone,
        "is_elsewhere": wall_of(session.starts_at, zone)
        != wall_of(session.starts_at, session.zone),
        "is_coming": is_coming,
        "may_answer": is_coming and bool(linked.seats) and session.starts_at > timezone.now(),
        "minutes": session.minutes_text if session.minutes_sent_at else "",
        "commitments": seat_commitments(linked.seats, session.cycle.community),
        "form": form,
        "portal": frame_of(association),
    }
    return render(request, "portal/session.html", context, status=status)


@opening
@require_POST
def excuse(request: HttpRequest, link: PersonalLink, linked: LinkedSession) -> HttpResponse:
    """Record that this person cannot come."""
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        return _page(request, link, linked, form, status=422)
    try:
        excuse_by_link(
            session=linked.session,
            person=link.person,
            seats=linked.seats,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return _page(request, link, linked, form, status=409)
    messages.success(request, _("Quedó anotado: no podrá ir. Puede cambiarlo hasta que empiece."))
    return redirect("portal:session", link.reference)


@opening
@require_POST
def withdraw_excuse(
    request: HttpRequest, link: PersonalLink, linked: LinkedSession
) -> HttpResponse:
    """Take the excuse back."""
    try:
        withdraw_excuse_by_link(session=linked.session, seats=linked.seats, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return _page(request, link, linked, ExcuseForm(), status=409)
    messages.success(request, _("Quedó anotado: le esperamos en la sesión."))
    return redirect("portal:session", link.reference)


@opening
@require_safe
def calendar(_request: HttpRequest, link: PersonalLink, linked: LinkedSession) -> HttpResponse:
    """Give the session as a file for the calendar of the phone, to who takes part."""
    if not linked.seats:
        raise NotFoundError(link.occasion)
    session = linked.session
    page = address_of(link.reference)
    text = calendar_text(
        session,
        method="PUBLISH",
        attendee=None,
        personal_page=page,
        page_octets=len(page),
        now=timezone.now(),
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    name = f"sesion-{session.number}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
