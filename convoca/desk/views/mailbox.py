"""What goes out, as a page; in rehearsal it is the mailbox where every message can be read."""

from datetime import datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from convoca.desk.queries.mail import list_channels, outgoing_age, outgoing_figures
from convoca.directory.queries import signed_in_user
from convoca.foundation.links import MARK_AND_PAGE, reveal_links
from convoca.messaging.models import Message
from convoca.messaging.queries import (
    count_going_again,
    get_visible_message,
    list_messages,
    suppressed_hashes,
)

PAGE_SIZE = 50
FILTERS = ("estado", "por", "para", "page")
SIGN_IN = "sign_in"


def mailbox(request: HttpRequest) -> HttpResponse:
    """List messages by state, channel and person, the newest first."""
    user = signed_in_user(request, administrator=not settings.REHEARSAL)
    now = timezone.now()
    chosen = {"state": request.GET.get("estado", ""), "channel": request.GET.get("por", "")}
    chosen["state"] = chosen["state"] if chosen["state"] in Message.State else ""
    chosen["channel"] = chosen["channel"] if chosen["channel"] in Message.Channel else ""
    query = request.GET.get("para", "").replace("\0", "").strip()  # PostgreSQL knows none
    found = list_messages(user.association, **chosen, query=query)
    batch = _moment(request.GET.get("vuelven", ""))
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "figures": outgoing_figures(user.association),
        "age": outgoing_age(now),
        "channels": list_channels(now),
        "batch": batch,
        "again": count_going_again(user.association, batch=batch, now=now) if batch else 0,
        "chosen": chosen,
        "query": query,
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
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
    elif found.purpose == SIGN_IN:
        body = _("(código de entrada: no se muestra)")
    else:
        body = MARK_AND_PAGE.sub(_("(enlace personal)"), found.body)
    stops = suppressed_hashes(found.channel, [found.to_address], is_list=found.is_list)
    context = {"message": found, "body": body, "stop": next(iter(stops.values()), None)}
    return render(request, "desk/message.html", context)


def _moment(text: str) -> datetime | None:
    """Read the moment of a mass act from the address; None for what is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
