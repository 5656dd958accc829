"""WhatsApp: how the channel is, who agreed, and what people wrote."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convoca.desk.forms.whatsapp import OptInForm
from convoca.directory.models import User
from convoca.directory.queries import signed_in_user
from convoca.messaging.core.house_templates import HOUSE_TEMPLATES
from convoca.messaging.models import OptIn
from convoca.messaging.queries import (
    get_visible_opt_in,
    get_visible_text,
    has_template_shelf,
    list_opt_ins,
    list_templates,
    list_unseen_texts,
    whatsapp_state,
)
from convoca.messaging.services import end_opt_in, mark_seen, record_opt_in

PAGE_SIZE = 20
MOST_TEXTS = 20


def whatsapp(request: HttpRequest) -> HttpResponse:
    """Show the channel; note that somebody agreed."""
    user = signed_in_user(request, administrator=True)
    form = OptInForm(request.POST or None, association=user.association)
    if request.method == "POST" and form.is_valid():
        _note_opt_in(request, user, form)
        return redirect("desk:whatsapp")
    association, now = user.association, timezone.now()
    query = request.GET.get("telefono", "").replace("\0", "").replace(" ", "")
    templates = list(list_templates(association))
    agreed = list_opt_ins(association).filter(address__contains=query)
    context = {
        "channel": whatsapp_state(association, now=now),
        "templates": templates,
        "lacks_house": not {each.name for each in HOUSE_TEMPLATES} <= {t.name for t in templates},
        "has_shelf": has_template_shelf(),
        "texts": list_unseen_texts(association)[:MOST_TEXTS],
        "page": Paginator(agreed, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": query,
        "form": form,
    }
    return render(request, "desk/whatsapp.html", context, status=422 if form.is_bound else 200)


@require_POST
def opt_in_end(request: HttpRequest, opt_in_id: int) -> HttpResponse:
    """Note that somebody wants no more messages by WhatsApp."""
    user = signed_in_user(request, administrator=True)
    opt_in = get_visible_opt_in(user.association, opt_in_id)
    ended = end_opt_in(address=opt_in.address, association=user.association, now=timezone.now())
    if ended:
        said = _("Anotado: a %(number)s no le llegan más mensajes por WhatsApp.")
        messages.success(request, said % {"number": opt_in.address})
    else:
        messages.warning(request, _("Ya estaba anotado: alguien lo hizo antes."))
    return redirect("desk:whatsapp")


@require_POST
def text_seen(request: HttpRequest, text_id: int) -> HttpResponse:
    """Note that somebody read and answered what a person wrote."""
    user = signed_in_user(request, administrator=True)
    written = get_visible_text(user.association, text_id)
    if not mark_seen(written=written, by_name=user.name, now=timezone.now()):
        messages.warning(request, _("Alguien del equipo ya lo había visto."))
    return redirect("desk:whatsapp")


def _note_opt_in(request: HttpRequest, user: User, form: OptInForm) -> None:
    """Record an opt-in, and say so, or that one stood already."""
    now, values = timezone.now(), form.cleaned_data
    opt_in = record_opt_in(
        association=user.association,
        address=values["phone"],
        wording=values["wording"],
        how=OptIn.How(values["how"]),
        by_name=user.name,
        now=now,
    )
    said = _("Anotado: %(number)s acepta mensajes por WhatsApp.")
    if opt_in.given_at != now:
        said = _("%(number)s ya había aceptado; queda la primera constancia.")
    messages.success(request, said % {"number": opt_in.address})
