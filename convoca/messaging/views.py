"""Where providers tell us what happened: checked over the raw bytes, stored, answered at once.

Machines call here: no session, no form, no sign-in. What is signed rightly is never refused,
also when nobody here knows what to do with it: a refusal would only make it come again.
"""

import json
import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from convoca.messaging.core.signatures import (
    answer_challenge,
    is_same,
    seconds_apart,
    sign_meta,
    sign_zoom,
)
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.inbox import count_refusal, nudge_inbox, store_event

logger = logging.getLogger(__name__)
MOST_BYTES = 3_000_000
CHALLENGE = "endpoint.url_validation"
Source = InboundEvent.Source


@csrf_exempt
@login_not_required
@require_POST
def zoom(request: HttpRequest) -> HttpResponse:
    """Store one event of Zoom; or answer its question whether this address is ours."""
    secret: str = settings.ZOOM_WEBHOOK_SECRET
    if not secret:
        return HttpResponse(status=404)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    signed_at = request.META.get("HTTP_X_ZM_REQUEST_TIMESTAMP", "")
    apart_s = seconds_apart(signed_at, timezone.now().timestamp())
    given = request.META.get("HTTP_X_ZM_SIGNATURE", "")
    if apart_s is None or not is_same(given, sign_zoom(secret, signed_at, body)):
        return _refuse(Source.ZOOM)
    plain = _challenge_in(body)
    if plain:
        return JsonResponse(answer_challenge(secret, plain))
    return _store(Source.ZOOM, body, held_because=_why_held(apart_s))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def whatsapp(request: HttpRequest) -> HttpResponse:
    """Store what Meta tells; or answer its question whether this address is ours."""
    secret: str = settings.WHATSAPP_APP_SECRET
    if not secret:
        return HttpResponse(status=404)
    if request.method == "GET":
        return _verify(request)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    given = request.META.get("HTTP_X_HUB_SIGNATURE_256", "")
    if not is_same(given, sign_meta(secret, body)):
        return _refuse(Source.WHATSAPP)
    return _store(Source.WHATSAPP, body)


@csrf_exempt
@login_not_required
@require_http_methods(["HEAD", "POST"])
def mail_service(request: HttpRequest) -> HttpResponse:
    """Store what the mail service tells; some ask with HEAD whether anybody is here."""
    if not settings.MAIL_SERVICE or not settings.MAIL_SERVICE_HOOK:
        return HttpResponse(status=404)
    if request.method == "HEAD":
        return HttpResponse()
    from convoca.messaging.channels.anymail import read_reports  # noqa: PLC0415 - an extra

    try:
        reports = list(read_reports(settings.MAIL_SERVICE, request))
    except PermissionError:
        return _refuse(Source.MAIL)
    for report in reports:
        store_event(source=Source.MAIL, content=report, now=timezone.now())
    nudge_inbox()
    return HttpResponse()


def _verify(request: HttpRequest) -> HttpResponse:
    """Give Meta's challenge back to who knows the word that was agreed with Meta."""
    word = request.GET.get("hub.verify_token", "")
    asks = request.GET.get("hub.mode") == "subscribe"
    if not asks or not is_same(word, settings.WHATSAPP_VERIFY_TOKEN):
        return HttpResponse(status=403)
    answer = HttpResponse(request.GET.get("hub.challenge", ""), content_type="text/plain")
    answer["X-Content-Type-Options"] = "nosniff"  # it is whatever the caller wrote
    return answer


def _store(source: InboundEvent.Source, body: bytes, held_because: str = "") -> HttpResponse:
    store_event(source=source, content=body, now=timezone.now(), held_because=held_because)
    nudge_inbox()
    return HttpResponse()


def _refuse(source: InboundEvent.Source) -> HttpResponse:
    logger.warning("a call of %s with a wrong signature was refused", source)
    count_refusal(source=source, today=timezone.localdate())
    return HttpResponse(status=401)


def _challenge_in(body: bytes) -> str:
    """Return Zoom's plain token where the body is its question; else nothing."""
    if CHALLENGE.encode() not in body:
        return ""
    try:
        asked = json.loads(body)
        token = asked["payload"]["plainToken"] if asked["event"] == CHALLENGE else ""
    except (ValueError, KeyError, TypeError):
        return ""
    return token if isinstance(token, str) else ""


def _why_held(apart_s: float) -> str:
    """Return why an event waits for a person, where our clock and its signature disagree."""
    window_s = settings.WEBHOOK_WINDOW_S
    if abs(apart_s) <= window_s:
        return ""
    logger.error("an event of Zoom was signed %.0f s away from our clock; it is held", apart_s)
    return _(
        "Llegó con la hora corrida en %(n)s minutos. "
        "Revise el reloj de este equipo y, si el aviso es bueno, aplíquelo."
    ) % {"n": round(abs(apart_s) / 60)}
