"""Campaigns: the list, one being written, one under way with its figures."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.messaging.queries import approved_templates
from convoca.messaging.services import UNDO_TIME
from convoca.outreach.core.merge import FIELDS
from convoca.outreach.forms.campaigns import CampaignForm, reach_words
from convoca.outreach.models import Campaign
from convoca.outreach.queries.campaigns import (
    audience_of,
    chosen_words,
    count_letters,
    ended_counts,
    figures_of,
    get_visible_campaign,
    list_campaigns,
    list_contacts,
    list_members,
    waiting_count,
)
from convoca.outreach.services import (
    print_letters,
    resume_campaign,
    save_campaign,
    send_test,
    start_campaign,
    stop_campaign,
    undo_start,
    write_sample,
)
from convoca.ui.frames import Confirmation

PAGE_ROWS = 50


@require_safe
def campaigns(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the campaigns of a cycle."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    context = {"cycle": cycle, "campaigns": list_campaigns(cycle)}
    return render(request, "outreach/campaigns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Write a new campaign."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    return _write(request, cycle, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Change a campaign that has not started."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    return _write(request, cycle, get_visible_campaign(cycle, campaign_id))


@require_safe
def campaign(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Show a campaign: whom it is for, and how each wave goes."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)
    rows = list_contacts(found)
    wave, figure = request.GET.get("tanda", ""), request.GET.get("que", "")
    shown = [r for r in rows if str(r.contact.wave.number) == wave and r.counts_as(figure)]
    members = list_members(found, ended=figure) if wave == "fin" else []
    now = timezone.now()
    context = {
        "cycle": cycle,
        "campaign": found,
        "chosen": chosen_words(found.chosen, reach_words()),
        "audience": len(audience_of(cycle, found.chosen)) if found.state == "draft" else 0,
        "figures": figures_of(found, rows),
        "ends": [each for each in ended_counts(found) if each[2]],
        "waiting": waiting_count(found),
        "letters": count_letters(found),
        "may_undo": found.started_at is not None and now < found.started_at + UNDO_TIME,
        "asked": bool(wave),
        "page": Paginator(shown or members, PAGE_ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "outreach/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Ask before starting, or start."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)
    user, now = signed_in_user(request), timezone.now()
    if request.method != "POST":
        return _confirm(request, cycle, found)

    def act() -> str:
        count = start_campaign(campaign=found, user=user, now=now)
        words = ngettext(
            "La campaña va en marcha con %(n)s persona.",
            "La campaña va en marcha con %(n)s personas.",
            count,
        )
        return words % {"n": count}

    return _do(request, found, act)


@require_POST
def test(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Send the samples to who presses."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)
    user, now = signed_in_user(request), timezone.now()

    def act() -> str:
        send_test(campaign=found, user=user, now=now)
        return _("La prueba va en camino a %(email)s.") % {"email": user.email}

    return _do(request, found, act)


@require_POST
def undo(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Undo the start while the first mails wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)

    def act() -> str:
        result = undo_start(campaign=found, now=timezone.now())
        if result.left:
            return _("%(n)s ya habían salido; lo demás no saldrá.") % {"n": result.left}
        return _("Deshecho: no salió nada y puede seguir preparando la campaña.")

    return _do(request, found, act)


@require_POST
def stop(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Stop a campaign."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)

    def act() -> str:
        stop_campaign(campaign=found, now=timezone.now())
        return _("La campaña quedó detenida. Lo que esperaba no saldrá.")

    return _do(request, found, act)


@require_POST
def resume(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Let a campaign that was stopped go on."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)

    def act() -> str:
        resume_campaign(campaign=found)
        return _("La campaña sigue donde iba.")

    return _do(request, found, act)


@require_POST
def letters(request: HttpRequest, cycle_id: int, campaign_id: int) -> HttpResponse:
    """Give the letters as one PDF."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_campaign(cycle, campaign_id)
    try:
        made = print_letters(campaign=found, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("outreach:campaign", cycle.pk, found.pk)
    name = f'attachment; filename="cartas-{found.pk}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _write(request: HttpRequest, cycle: Cycle, found: Campaign | None) -> HttpResponse:
    """Show the form of a campaign, or keep what was written."""
    form = CampaignForm(
        request.POST if request.method == "POST" else None,
        found,
        templates=approved_templates(cycle.community.association),
    )
    context = {"cycle": cycle, "campaign": found, "form": form, "merge": FIELDS, "error": ""}
    if not form.is_bound:
        return render(request, "outreach/campaign_form.html", context)
    if not form.is_valid():
        return render(request, "outreach/campaign_form.html", context, status=422)
    try:
        kept = save_campaign(
            cycle=cycle,
            campaign=found,
            given=form.as_input(),
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "outreach/campaign_form.html", context, status=409)
    return redirect("outreach:start", cycle.pk, kept.pk)


def _confirm(request: HttpRequest, cycle: Cycle, found: Campaign) -> HttpResponse:
    """Show what would happen; a campaign that cannot start says why."""
    context: dict[str, object] = {"cycle": cycle, "campaign": found}
    if found.state != Campaign.State.DRAFT:
        return redirect("outreach:campaign", cycle.pk, found.pk)
    try:
        samples = write_sample(found)
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "outreach/start.html", context)
    count = len(audience_of(cycle, found.chosen))
    words = ngettext("¿Empezar con %(n)s persona?", "¿Empezar con %(n)s personas?", count)
    context["samples"] = samples
    context["confirmation"] = Confirmation(
        question=words % {"n": count},
        button=_("Sí, empezar"),
        action_url=reverse("outreach:start", args=[cycle.pk, found.pk]),
        cancel_url=reverse("outreach:edit", args=[cycle.pk, found.pk]),
        facts=_facts(found),
    )
    return render(request, "outreach/start.html", context)


def _facts(found: Campaign) -> list[str]:
    gap = ngettext(
        "Entre dos contactos pasa al menos %(n)s día hábil; son a lo más %(most)s por persona.",
        "Entre dos contactos pasan al menos %(n)s días hábiles; son a lo más %(most)s por persona.",
        found.gap_days,
    )
    return [
        gap % {"n": found.gap_days, "most": found.most_contacts},
        _("Para quien responde, o pide que no le contacten, termina ahí mismo."),
        _("Todo sale en horas de oficina de cada comuna, salvo feriados."),
        _("Lo primero sale en 30 segundos; hasta entonces se puede deshacer."),
    ]


def _do(request: HttpRequest, found: Campaign, act: Callable[[], str]) -> HttpResponse:
    """Act, and say on the campaign's page what was done or why not."""
    try:
        messages.success(request, act())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("outreach:campaign", found.cycle_id, found.pk)
