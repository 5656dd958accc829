"""What a person allowed in the interview, purpose by purpose, and taking it back or giving it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.models import Interview
from convoca.agenda.queries.consents import (
    get_interview_of_link,
    interviews_of_link,
    permissions_of,
)
from convoca.agenda.queries.interviews import is_closed
from convoca.agenda.services.consents import change_consent
from convoca.directory.models import PersonalLink
from convoca.foundation.errors import ConvocaError
from convoca.portal.access import personal
from convoca.portal.frames import frame_of

Purpose = PersonalLink.Purpose
opening = personal([Purpose.INVITATION, Purpose.INTERVIEW, Purpose.AGENDA], interviews_of_link)


@opening
@require_safe
def show(request: HttpRequest, link: PersonalLink, interviews: list[Interview]) -> HttpResponse:
    """Show what was asked, what the person said, and how to change it."""
    return _page(request, link, interviews)


@opening
@require_POST
def change(
    request: HttpRequest,
    link: PersonalLink,
    interviews: list[Interview],
    interview_id: int,
    purpose: str,
) -> HttpResponse:
    """Take back what was allowed, or give it again; pressed twice it is the same word."""
    interview = get_interview_of_link(link, interview_id)
    is_given = request.POST.get("word") == "yes"
    try:
        change_consent(interview=interview, purpose=purpose, is_given=is_given, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return _page(request, link, interviews, status=409)
    messages.success(
        request,
        _("Listo: lo permite otra vez.") if is_given else _("Listo: ya no lo permite."),
    )
    return redirect("portal:permissions", link.reference)


def _page(
    request: HttpRequest, link: PersonalLink, interviews: list[Interview], status: int = 200
) -> HttpResponse:
    told = [(each, permissions_of(each), is_closed(each.cycle)) for each in interviews]
    context = {
        "portal": frame_of(link.person.association),
        "link": link,
        "zone": link.seat.municipality.zone,
        "interviews": told,
    }
    return render(request, "portal/permissions.html", context, status=status)
