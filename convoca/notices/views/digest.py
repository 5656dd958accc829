"""Whether the community sends the monthly digest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convoca.directory.queries import signed_in_user
from convoca.notices.queries import is_digest_on
from convoca.notices.services import switch_digest
from convoca.notices.views.opening import open_cycle


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the setting, or change it to what the pressed button says."""
    cycle = open_cycle(request, cycle_id)
    if request.method != "POST":
        context = {"cycle": cycle, "is_on": is_digest_on(cycle.community)}
        return render(request, "notices/digest.html", context)
    is_on = request.POST.get("is_on") == "1"
    switch_digest(
        community=cycle.community, is_on=is_on, user=signed_in_user(request), now=timezone.now()
    )
    told = _("El resumen mensual se enviará.") if is_on else _("El resumen mensual no se enviará.")
    messages.success(request, told)
    return redirect("notices:digest", cycle.pk)
