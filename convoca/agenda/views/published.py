"""The confirmed agenda before everybody: a page and a sheet, where the association published it."""

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convoca.agenda.agenda_sheet import Sheet, SheetPart, SheetTopic, render_sheet
from convoca.agenda.queries.published import (
    PublishedAgenda,
    PublishedTopic,
    address_words,
    get_published,
    tell_agenda,
)
from convoca.outreach.queries.places import paper
from convoca.ui.formats import format_day
from convoca.ui.frames import PortalFrame

LONGEST_QUOTE = 280


@login_not_required
@require_safe
def agenda(request: HttpRequest, words: str, cycle_id: int) -> HttpResponse:
    """Show a published agenda; an address with other words leads to its own."""
    published = get_published(cycle_id)
    if words != address_words(published.cycle):
        return redirect("public:agenda", address_words(published.cycle), cycle_id)
    told = tell_agenda(published)
    association = told.community.association
    context = {
        "portal": PortalFrame(association.name, reverse("desk:privacy")),
        "told": told,
        "association": association,
    }
    return render(request, "agenda/published.html", context)


@login_not_required
@require_safe
def sheet(_request: HttpRequest, words: str, cycle_id: int) -> HttpResponse:
    """Give a published agenda on one page."""
    published = get_published(cycle_id)
    if words != address_words(published.cycle):
        return redirect("public:agenda_sheet", address_words(published.cycle), cycle_id)
    return answer_sheet(tell_agenda(published))


def answer_sheet(told: PublishedAgenda) -> HttpResponse:
    """Answer with the agenda on one page, to be shown or kept."""
    response = HttpResponse(render_sheet(write_sheet(told)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="agenda-{told.address_words}.pdf"'
    return response


def write_sheet(told: PublishedAgenda) -> Sheet:
    """Write what the sheet says; of the quotes, the first short one of each topic."""
    association = told.community.association
    confirmed_on = told.agenda.confirmed_at.astimezone(ZoneInfo(association.zone)).date()
    return Sheet(
        association=association.name,
        title=_("Agenda de %(community)s, ciclo %(n)s")
        % {"community": told.community.name, "n": told.cycle.number},
        lead=_lead(told),
        topics=[_topic(topic) for topic in told.topics],
        parts=[
            *_part(_("Quiénes tienen un tema suyo"), _coverage_lines(told)),
            *_part(_("En reserva para el próximo ciclo"), [" · ".join(told.reserve)]),
            *_part(_("Cómo se eligieron"), [told.rule]),
        ],
        foot=_("Confirmada el %(day)s. Las citas no llevan nombres y se muestran con permiso.")
        % {"day": format_day(confirmed_on, today=date.min)},
        paper=paper(),
    )


def _lead(told: PublishedAgenda) -> str:
    asked = ngettext(
        "Los temas que pidieron las direcciones, de %(n)s entrevista",
        "Los temas que pidieron las direcciones, de %(n)s entrevistas",
        told.interviewed,
    ) % {"n": told.interviewed}
    where = ngettext(" en %(n)s región.", " en %(n)s regiones.", told.regions)
    return asked + where % {"n": told.regions}


def _topic(topic: PublishedTopic) -> SheetTopic:
    quote = next((one for one in topic.quotes if len(one.text) <= LONGEST_QUOTE), None)
    if quote is None:
        return SheetTopic(topic.title, topic.why)
    return SheetTopic(topic.title, topic.why, quote.text, quote.source)


def _coverage_lines(told: PublishedAgenda) -> list[str]:
    if not told.covered:
        return []
    kinds = ", ".join(f"{kind} {share}" for kind, share in told.coverage)
    whole = _("%(share)s de los directores tiene al menos uno.") % {"share": told.covered}
    return [whole + (_(" Por tipo de comuna: %(kinds)s.") % {"kinds": kinds} if kinds else "")]


def _part(title: str, lines: list[str]) -> list[SheetPart]:
    kept = [line for line in lines if line]
    return [SheetPart(title, kept)] if kept else []
