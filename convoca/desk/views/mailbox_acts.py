"""What an administrator does about messages: send again, settle, pause, write again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convoca.desk.views.mailbox import FILTERS
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import NotFoundError
from convoca.messaging.errors import MessageStateError
from convoca.messaging.models import Message
from convoca.messaging.queries import get_visible_message, suppressed_hashes
from convoca.messaging.services import (
    UNDO_TIME,
    pause_channel,
    resume_channel,
    retry_failed,
    settle_message,
    undo_retry,
)
from convoca.messaging.services.suppressions import end_suppression


@require_POST
def mailbox_retry(request: HttpRequest) -> HttpResponse:
    """Send again, in 30 seconds, everything that failed and is still worth sending."""
    association = signed_in_user(request, administrator=True).association
    now = timezone.now()
    moment = now + UNDO_TIME
    count = retry_failed(association=association, now=now, not_before=moment)
    if not count:
        messages.warning(request, _("No queda ningún mensaje fallido que valga la pena enviar."))
        return redirect("desk:mailbox")
    query = urlencode({"vuelven": moment.isoformat()})
    return HttpResponseRedirect(f"{reverse('desk:mailbox')}?{query}")


@require_POST
def mailbox_retry_undo(request: HttpRequest) -> HttpResponse:
    """Leave what was to go again as it was."""
    association = signed_in_user(request, administrator=True).association
    try:
        batch = parse_datetime(request.POST.get("vuelven", ""))
    except ValueError:
        batch = None
    count = undo_retry(association=association, batch=batch) if batch else 0
    if count:
        words = ngettext("Deshecho: %(n)s mensaje no sale.", "Deshecho: %(n)s mensajes no salen.",
                         count)  # fmt: skip
        messages.success(request, words % {"n": count})
    else:
        messages.warning(request, _("Los mensajes ya salieron; no queda nada que deshacer."))
    return redirect("desk:mailbox")


@require_POST
def message_settle(request: HttpRequest, message_id: int) -> HttpResponse:
    """Settle a message by a person's word: it arrived, or it goes again."""
    association = signed_in_user(request, administrator=True).association
    found = get_visible_message(association, message_id)
    was_sent = request.POST.get("llego") == "si"
    try:
        settle_message(message=found, was_sent=was_sent, now=timezone.now())
    except MessageStateError as error:
        messages.error(request, error.user_message())
    else:
        words = _("Anotado: a %(name)s le llegó.") if was_sent else _("Sale otra vez a %(name)s.")
        messages.success(request, words % {"name": found.to_name})
    if "volver" in request.POST:
        return _back_to_list(request)
    return redirect("desk:message", found.pk)


@require_POST
def message_unstop(request: HttpRequest, message_id: int) -> HttpResponse:
    """Write again to an address that got nothing any more."""
    association = signed_in_user(request, administrator=True).association
    found = get_visible_message(association, message_id)
    stops = suppressed_hashes(found.channel, [found.to_address], is_list=found.is_list).values()
    ended = [end_suppression(suppression=stop, now=timezone.now()) for stop in stops]
    if any(ended):
        messages.success(request, _("Desde ahora se le escribe otra vez."))
    else:
        messages.warning(request, _("Ya se le escribía: alguien lo cambió antes."))
    return redirect("desk:message", found.pk)


@require_POST
def channel_pause(request: HttpRequest) -> HttpResponse:
    """Stop a channel until somebody resumes it."""
    user = signed_in_user(request, administrator=True)
    channel = _channel(request)
    reason = _("La puso en pausa %(name)s.") % {"name": user.name}
    pause_channel(channel=channel, reason=reason, by_name=user.name, now=timezone.now())
    return redirect("desk:mailbox")


@require_POST
def channel_resume(request: HttpRequest) -> HttpResponse:
    """Let a channel send again."""
    signed_in_user(request, administrator=True)
    channel = _channel(request)
    if resume_channel(channel=channel, now=timezone.now()):
        messages.success(request, _("Lo que esperaba vuelve a salir."))
    return redirect("desk:mailbox")


def _channel(request: HttpRequest) -> Message.Channel:
    """Return the channel that a form names; raise NotFoundError for what is none."""
    name = request.POST.get("canal", "")
    if name not in Message.Channel:
        raise NotFoundError(name)
    return Message.Channel(name)


def _back_to_list(request: HttpRequest) -> HttpResponseRedirect:
    """Lead back to the list with the filters that it had."""
    before = QueryDict(request.POST.get("volver", ""))
    kept = {name: before[name] for name in FILTERS if before.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return HttpResponseRedirect(reverse("desk:mailbox") + query)
