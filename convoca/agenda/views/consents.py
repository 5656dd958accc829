"""What a person allowed in an interview, and what they tell us of it afterwards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.queries.consents import permissions_of
from convoca.agenda.queries.interviews import get_visible_interview, is_closed
from convoca.agenda.services.consents import change_consent
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError


@require_safe
def show(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Show each purpose with the words asked and everything that was said of it."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    context = {
        "cycle": interview.cycle,
        "interview": interview,
        "permissions": permissions_of(interview),
        "is_closed": is_closed(interview.cycle),
    }
    return render(request, "agenda/consents.html", context)


@require_POST
def change(request: HttpRequest, cycle_id: int, interview_id: int, purpose: str) -> HttpResponse:
    """Record that the person, by word of mouth, takes a purpose back or allows it again."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    is_given = request.POST.get("word") == "yes"
    try:
        change_consent(
            interview=interview,
            purpose=purpose,
            is_given=is_given,
            now=timezone.now(),
            user=signed_in_user(request),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = _("Anotado: lo permite.") if is_given else _("Anotado: ya no lo permite.")
        messages.success(request, said)
    return redirect("agenda:consents", cycle_id, interview_id)
