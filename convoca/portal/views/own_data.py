"""A person and the own data: whose link it is, corrections, WhatsApp, being left in peace.

None of these pages shows an address or a number: the link may have been forwarded.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.convening.models import Invitation
from convoca.directory.models import Person, PersonalLink
from convoca.foundation.errors import ConvocaError
from convoca.portal.consent import consent_of
from convoca.portal.forms.own_data import OwnDataForm
from convoca.portal.services.own_data import end_own_whatsapp, save_own_data
from convoca.portal.services.peace import contact_again, leave_in_peace
from convoca.portal.views.invitation_pages import answering, around


@require_safe
@answering
def stranger(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Say whose link it is, and the way out, to who is somebody else."""
    return render(request, "portal/invitation_stranger.html", around(link, invitation))


@require_http_methods(["GET", "HEAD", "POST"])
@answering
def correct(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Ask what is wrong in the own data and whether WhatsApp may be used, and keep it."""
    consent = consent_of(link.person)
    given = request.POST if request.method == "POST" else None
    form = OwnDataForm(given, name=link.person.name, consent=consent)
    if form.is_valid():
        _save(request, link.person, invitation, form)
        return redirect("portal:invitation", link.reference)
    context = {**around(link, invitation), "form": form, "consent": consent}
    status = 422 if form.is_bound else 200
    return render(request, "portal/invitation_own_data.html", context, status=status)


@require_POST
@answering
def end_whatsapp(request: HttpRequest, link: PersonalLink, _invitation: Invitation) -> HttpResponse:
    """End what a person agreed to for WhatsApp; pressed again it is the same wish."""
    end_own_whatsapp(person=link.person, now=timezone.now())
    messages.success(request, _("Listo: no le escribiremos más por WhatsApp."))
    return redirect("portal:invitation_own_data", link.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@answering
def peace(request: HttpRequest, link: PersonalLink, invitation: Invitation) -> HttpResponse:
    """Ask before leaving a person in peace, do it, and offer the way back."""
    error = ""
    if request.method == "POST":
        try:
            leave_in_peace(person=link.person, now=timezone.now())
            return redirect("portal:invitation_peace", link.reference)
        except ConvocaError as refused:
            error = refused.user_message()
    context = {**around(link, invitation), "error": error}
    return render(request, "portal/invitation_peace.html", context, status=409 if error else 200)


@require_POST
@answering
def end_peace(request: HttpRequest, link: PersonalLink, _invitation: Invitation) -> HttpResponse:
    """Take back the wish to be left in peace; the answer is changed by the person, if at all."""
    contact_again(person=link.person, now=timezone.now())
    messages.success(request, _("Listo: volveremos a escribirle. Aquí puede cambiar su respuesta."))
    return redirect("portal:invitation_change", link.reference)


def _save(request: HttpRequest, person: Person, invitation: Invitation, form: OwnDataForm) -> None:
    """Keep what was corrected or agreed to, and say each; WhatsApp that ended with a number too."""
    values = form.cleaned_data
    save_own_data(
        invitation=invitation,
        person=person,
        name=values["name"],
        email=values["email"],
        phone=values["phone"],
        agrees_to=form.agrees_to,
        now=timezone.now(),
    )
    if form.is_corrected or not form.agrees_to:
        messages.success(request, _("Gracias: sus datos quedaron corregidos."))
    if form.agrees_to:
        messages.success(request, _("Quedó anotado: acepta mensajes por WhatsApp."))
    elif form.consent.since_at and consent_of(person).since_at is None:
        messages.warning(
            request, _("Al teléfono nuevo no le escribiremos por WhatsApp mientras no lo acepte.")
        )
