"""Confirming the plan of the country: the sessions of several communities at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convoca.directory.queries import signed_in_user
from convoca.foundation.numbers import read_id
from convoca.meetings.services.country import CountryDates, schedule_country
from convoca.workplan.queries.country import get_country_plans


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the plans that were on the page, each with what its cycle calls for."""
    user = signed_in_user(request)
    asked = {key for one in request.POST.getlist("plan") if (key := read_id(one))}
    plans = get_country_plans(user, asked)
    _tell(request, schedule_country(plans=plans, user=user, now=timezone.now()))
    return redirect("workplan:country")


def _tell(request: HttpRequest, done: CountryDates) -> None:
    count = len(done.made)
    if count:
        text = ngettext(
            "%(n)s comunidad tiene sus sesiones. Avise a quienes participan desde cada sesión.",
            "%(n)s comunidades tienen sus sesiones. Avise a quienes participan desde cada sesión.",
            count,
        )
        messages.success(request, text % {"n": count})
    if done.settled:
        text = _("Ya tenían sus fechas: %(names)s.")
        messages.info(request, text % {"names": ", ".join(done.settled)})
    for name, why in done.refused:
        messages.error(request, f"{name}: {why}")
    if not (count or done.settled or done.refused):
        messages.info(request, _("No quedaba ninguna comunidad por confirmar."))
