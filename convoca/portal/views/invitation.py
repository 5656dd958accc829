"""A director answers the invitation: yes, somebody else, not now; and may change it.

Until the deadline any answer may be given and changed. After it, while sessions are still to
come, only a yes (or a deputy) of who does not take part yet is accepted, and the page says so;
then the page is read-only. Every page names the person and the seat it answers for, because
two people may read the same mailbox.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.convening.models import AnswerRecord, Invitation
from convoca.convening.queries import standing_deputy
from convoca.convening.services import (
    DeputyInput,
    add_decline_reason,
    answer_invitation,
    report_replacement,
)
from convoca.directory.models import PersonalLink
from convoca.directory.queries import email_of
from convoca.foundation.errors import ConvocaError
from convoca.portal.forms.invitation import FOR_GOOD, DeputyForm, ReasonForm, ReplacedForm
from convoca.portal.views.invitation_pages import answering, around

Answer = Invitation.Answer


@require_safe
@answering
def show(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Ask, or say what was answered."""
    if _has_answered(link, invitation):
        return _show_answer(request, link, invitation)
    return _ask(request, link, invitation)


@require_safe
@answering
def change(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Ask again, to change the answer."""
    return _ask(request, link, invitation)


@require_POST
@answering
def accept(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Keep a yes."""
    return _answer(request, link, invitation, Answer.YES)


@require_POST
@answering
def decline(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Keep a no; the next page asks why, if they want to say."""
    return _answer(request, link, invitation, Answer.NO)


@require_POST
@answering
def explain(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Keep why somebody cannot take part."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show_answer(request, link, invitation, form=form, status=422)
    try:
        add_decline_reason(invitation=invitation, reason=form.cleaned_data["reason"])
    except ConvocaError as error:
        return _show_answer(request, link, invitation, error=error.user_message(), status=409)
    messages.success(request, _("Gracias por contarnos. Quedó guardado."))
    return redirect("portal:invitation", link.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@answering
def send_deputy(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Ask who goes instead, and keep it."""
    form = DeputyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = DeputyInput(
            form.cleaned_data["name"],
            form.cleaned_data["email"],
            stays=form.cleaned_data["until"] == FOR_GOOD,
        )
        return _answer(request, link, invitation, Answer.DEPUTY, deputy=given)
    context = {**around(link, invitation), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "portal/invitation_deputy.html", context, status=status)


@require_POST
@answering
def send_again(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Keep that the person named for good in an earlier cycle goes again."""
    known = standing_deputy(invitation)
    if known is None or link.person_id != invitation.person_id:
        return redirect("portal:invitation_deputy", link.reference)
    given = DeputyInput(known.name, email_of(known), stays=True)
    return _answer(request, link, invitation, Answer.DEPUTY, deputy=given)


@require_http_methods(["GET", "HEAD", "POST"])
@answering
def tell_replaced(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Ask who holds the seat now; the team looks at it, nothing changes by itself."""
    form = ReplacedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        report_replacement(
            invitation=invitation,
            reporter=link.person,
            successor=form.cleaned_data["successor"],
            contact=form.cleaned_data["contact"],
            now=timezone.now(),
        )
        messages.success(request, _("Gracias por avisar. El equipo lo revisará y actualizará."))
        return redirect("portal:invitation", link.reference)
    context = {**around(link, invitation), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "portal/invitation_replaced.html", context, status=status)


def _answer(
    request: HttpRequest,
    link: PersonalLink,
    invitation: Invitation,
    answer: str,
    deputy: DeputyInput | None = None,
) -> HttpResponse:
    try:
        answer_invitation(
            invitation=invitation,
            answer=answer,
            via=AnswerRecord.Via.LINK,
            now=timezone.now(),
            deputy=deputy,
            actor=link.person,
        )
    except ConvocaError as error:
        return _show_answer(request, link, invitation, error=error.user_message(), status=409)
    return redirect("portal:invitation", link.reference)


def _ask(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    return render(request, "portal/invitation.html", around(link, invitation))


def _show_answer(
    request: HttpRequest,
    link: PersonalLink,
    invitation: Invitation,
    *,
    form: ReasonForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {**around(link, invitation), "form": form or ReasonForm(), "error": error}
    return render(request, "portal/invitation_answered.html", context, status=status)


def _has_answered(link: PersonalLink, invitation: Invitation) -> bool:
    """Say whether who reads has an answer to see: a deputy is asked until the own one."""
    if invitation.answer == Answer.NONE or link.person_id == invitation.person_id:
        return invitation.answer != Answer.NONE
    last = invitation.answers.last()
    return last is not None and last.person_id == link.person_id
