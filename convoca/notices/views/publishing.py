"""Publishing: how many people, a sample, a test to oneself, then done, with a moment to undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.notices.errors import NoticeChangedError
from convoca.notices.models import Notice
from convoca.notices.queries import Reader, list_readers
from convoca.notices.services import (
    find_ways,
    publish_notice,
    send_test,
    undo_publication,
    write_sample,
)
from convoca.notices.views.opening import open_notice
from convoca.ui.frames import Confirmation


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, cycle_id: int, notice_id: int) -> HttpResponse:
    """Ask before publishing, or publish what was shown."""
    notice = open_notice(request, cycle_id, notice_id)
    if request.method != "POST":
        return _question(request, notice)
    try:
        done = publish_notice(
            notice=notice,
            edition=_read_edition(request),
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except NoticeChangedError:
        messages.error(
            request, _("Otra persona cambió el borrador. Mire la muestra y presione otra vez.")
        )
        return _question(request, notice, status=409)
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("notices:notice", notice.cycle_id, notice.pk)
    words = ngettext(
        "Publicada. Sale %(n)s correo.", "Publicada. Salen %(n)s correos.", done.queued
    )
    messages.success(request, words % {"n": done.queued})
    return redirect("notices:notice", notice.cycle_id, notice.pk)


@require_POST
def test(request: HttpRequest, cycle_id: int, notice_id: int) -> HttpResponse:
    """Send the sample to who presses."""
    notice = open_notice(request, cycle_id, notice_id)
    user = signed_in_user(request)
    try:
        send_test(notice=notice, user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La prueba va en camino a %(email)s.") % {"email": user.email})
    return redirect("notices:publish", notice.cycle_id, notice.pk)


@require_POST
def undo(request: HttpRequest, cycle_id: int, notice_id: int) -> HttpResponse:
    """Make a notice a draft again while its mails wait."""
    notice = open_notice(request, cycle_id, notice_id)
    try:
        stopped = undo_publication(notice=notice, user=signed_in_user(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        told = _("Deshecho: es un borrador otra vez. Correos que no saldrán: %(n)s.")
        messages.success(request, told % {"n": stopped})
    return redirect("notices:notice", notice.cycle_id, notice.pk)


def _question(request: HttpRequest, notice: Notice, status: int = 200) -> HttpResponse:
    notice.refresh_from_db()
    page = reverse("notices:notice", args=[notice.cycle_id, notice.pk])
    if notice.published_at is not None:
        return redirect(page)
    readers = list_readers(notice.cycle, notice.audience)
    context: dict[str, object] = {"cycle": notice.cycle, "notice": notice}
    if readers:
        sample = write_sample(notice, readers[0])
        context["confirmation"] = Confirmation(
            question=_ask(len(readers)),
            button=_("Sí, publicar"),
            action_url=request.path,
            cancel_url=page,
            facts=_facts(notice, readers),
            sample=f"{sample.subject}\n\n{sample.body}",
            hidden=[("edition", str(notice.edition))],
        )
    return render(request, "notices/publish.html", context, status=status)


def _ask(count: int) -> str:
    words = ngettext("¿Publicar para %(n)s persona?", "¿Publicar para %(n)s personas?", count)
    return words % {"n": count}


def _facts(notice: Notice, readers: list[Reader]) -> list[str]:
    ways = find_ways(notice, readers)
    words = ngettext("%(n)s recibe un correo.", "%(n)s reciben un correo.", ways.by_mail)
    facts = [_("Es para: %(audience)s.") % {"audience": notice.get_audience_display()}]
    if ways.by_mail or not ways.by_whatsapp:
        facts.append(words % {"n": ways.by_mail})
    if ways.by_whatsapp:
        words = ngettext(
            "%(n)s lo recibe por WhatsApp.", "%(n)s lo reciben por WhatsApp.", ways.by_whatsapp
        )
        facts.append(words % {"n": ways.by_whatsapp})
    if without := len(readers) - len(ways.pairs):
        facts.append(_("%(n)s sin correo: páseles usted el texto del grupo.") % {"n": without})
    facts.append(_("Todo sale en 30 segundos; hasta entonces se puede deshacer."))
    return facts


def _read_edition(request: HttpRequest) -> int:
    """Return which edition was shown; 0, which none has, where the page did not say."""
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= len("999999") else 0
