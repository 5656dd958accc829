"""The outbox as a page; in rehearsal it is the mailbox where every mail can be read."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convoca.directory.queries import signed_in_user
from convoca.foundation.links import MARK, reveal_links
from convoca.messaging.errors import MessageStateError
from convoca.messaging.models import Message
from convoca.messaging.queries import count_by_state, get_visible_message, list_messages
from convoca.messaging.services import retry_failed, settle_message

PAGE_SIZE = 50


def mailbox(request: HttpRequest) -> HttpResponse:
    """List messages by state, the newest first."""
    user = signed_in_user(request, administrator=not settings.REHEARSAL)
    association = user.association
    state = request.GET.get("estado", "")
    query = request.GET.get("para", "").replace("\0", "").strip()  # PostgreSQL knows none
    found = list_messages(association, state=state if state in Message.State else "")
    if query:
        found = found.filter(to_address__icontains=query) | found.filter(to_name__icontains=query)
    counts = count_by_state(association)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "counts": [(value, Message.State(value).label, count) for value, count in counts.items()],
        "state": state,
        "query": query,
        "failed": counts.get(Message.State.FAILED, 0),
        "may_retry": user.is_administrator,
        "is_rehearsal": settings.REHEARSAL,
        "has_mail": settings.REHEARSAL or settings.EMAIL_SERVER is not None,
    }
    return render(request, "desk/mailbox.html", context)


def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message. Only in rehearsal do its personal links open: they are not ours to use."""
    association = signed_in_user(request, administrator=not settings.REHEARSAL).association
    found = get_visible_message(association, message_id)
    if settings.REHEARSAL:
        body = reveal_links(found.body)
    elif found.purpose == "sign_in":
        body = _("(código de entrada: no se muestra)")
    else:
        body = MARK.sub(_("(enlace personal)"), found.body)
    return render(request, "desk/message.html", {"message": found, "body": body})


@require_POST
def mailbox_retry(request: HttpRequest) -> HttpResponse:
    """Send again everything that failed and is still worth sending."""
    association = signed_in_user(request, administrator=True).association
    count = retry_failed(association=association, now=timezone.now())
    if count:
        words = ngettext("%(n)s correo vuelve a salir.", "%(n)s correos vuelven a salir.", count)
        messages.success(request, words % {"n": count})
    else:
        messages.warning(request, _("No queda ningún correo fallido que valga la pena enviar."))
    return redirect("desk:mailbox")


@require_POST
def message_settle(request: HttpRequest, message_id: int) -> HttpResponse:
    """Settle an uncertain or failed message: it arrived, or it goes again."""
    association = signed_in_user(request, administrator=True).association
    found = get_visible_message(association, message_id)
    was_sent = request.POST.get("llego") == "si"
    try:
        settle_message(message=found, was_sent=was_sent, now=timezone.now())
    except MessageStateError as error:
        messages.error(request, error.user_message())
    return redirect("desk:message", found.pk)
