"""The codebook: what each code means, where it belongs, how often it was used."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.errors import NameTakenError
from convoca.agenda.forms.coding import CodeForm
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.statements import codebook, get_code
from convoca.agenda.services import edit_code
from convoca.cycles.queries import get_visible_cycle


@require_safe
def codebook_page(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the codes with their counts in this cycle."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    codes = list(codebook(cycle.community, cycle))
    context = {
        "cycle": cycle,
        "codes": codes,
        "active": sum(code.is_active for code in codes),
        "used": sum(code.uses > 0 for code in codes),  # type: ignore[attr-defined]  # the annotation of codebook
    }
    return render(request, "agenda/codebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, code_id: int) -> HttpResponse:
    """Change what a code is called, what it means, and its theme."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    code = get_code(cycle.community, code_id)
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, themes=list_themes(cycle.community), code=code)
    context = {"cycle": cycle, "code": code, "form": form}
    if posted is None or not form.is_valid():
        return render(
            request, "agenda/code.html", context, status=422 if posted is not None else 200
        )
    clean = form.cleaned_data
    theme = cycle.community.themes.filter(pk=clean["theme"]).first()
    try:
        edit_code(
            code=code,
            name=clean["name"],
            definition=clean["definition"],
            theme=theme,
            active=clean["is_active"],
        )
    except NameTakenError as error:
        return render(
            request, "agenda/code.html", {**context, "error": error.user_message()}, status=409
        )
    messages.success(request, _("Código guardado."))
    return redirect("agenda:codebook", cycle_id)
