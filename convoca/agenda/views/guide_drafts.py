"""The draft of the guide: its sections and order, put to use, discarded, taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convoca.agenda.core.interviews.guide import Section, fingerprint
from convoca.agenda.core.interviews.guide.comparing import compare_guides
from convoca.agenda.core.interviews.guide.editing import (
    add_section,
    move_section,
    remove_question,
    remove_section,
    rename_section,
)
from convoca.agenda.core.interviews.guide.needed import fresh_id, taken_ids
from convoca.agenda.core.interviews.guide.options import name_of
from convoca.agenda.errors import GuideChangeError, GuideDraftGoneError
from convoca.agenda.forms.guides import SectionForm, UseForm
from convoca.agenda.queries.guides import find_draft, guide_versions, read_guide
from convoca.agenda.services.guide_drafts import (
    begin_draft,
    discard_draft,
    edit_draft,
    move_draft_question,
    put_guide_to_use,
    take_guide_back,
)
from convoca.agenda.views.guide_words import guide_lines
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id

NEW = "nueva"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the draft; begin one from the version in use."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method == "POST":
        user = signed_in_user(request)
        begin_draft(community=cycle.community, user=user, now=timezone.now())
        return redirect("agenda:guide_draft", cycle_id)
    row = find_draft(cycle.community)
    if row is None:
        return redirect("agenda:guide", cycle_id)
    content = read_guide(row)
    context = {
        "cycle": cycle,
        "draft": row,
        "guide": content,
        "sections": guide_lines(content),
        "seen": fingerprint(content),
        "changes": compare_guides(read_guide(guide_versions(cycle.community)[0]), content),
    }
    return render(request, "agenda/guide_draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, cycle_id: int, section_id: str) -> HttpResponse:
    """Add a section, or give one another title."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    row = find_draft(cycle.community)
    there = read_guide(row).find_section(section_id) if row else None
    if row is None or (there is None and section_id != NEW):
        return _gone(request, cycle)
    posted = request.POST if request.method == "POST" else None
    form = SectionForm(posted, initial={"title": there.title if there else ""})
    context: dict[str, object] = {"cycle": cycle, "section": there, "form": form}
    status = 200 if posted is None else 422
    if posted is not None and form.is_valid():
        try:
            _save_section(request, cycle, there, form.cleaned_data["title"])
        except ConvocaError as error:
            context["error"], status = error.user_message(), 409
        else:
            return redirect("agenda:guide_draft", cycle_id)
    return render(request, "agenda/guide_section.html", context, status=status)


def _save_section(request: HttpRequest, cycle: Cycle, there: Section | None, title: str) -> None:
    edit_draft(
        community=cycle.community,
        edit=lambda guide: (
            rename_section(guide, there.id, title)
            if there
            else add_section(guide, Section(fresh_id(name_of(title), taken_ids(guide)), title))
        ),
        user=signed_in_user(request),
        now=timezone.now(),
    )


@require_POST
def move(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Move a question or a section one place."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    user, now = signed_in_user(request), timezone.now()
    up = request.POST.get("way") == "up"
    question, section_id = request.POST.get("question", ""), request.POST.get("section", "")

    def act() -> None:
        if question:
            move_draft_question(
                community=cycle.community,
                question_id=question,
                place=read_id(request.POST.get("place")),
                up=up,
                user=user,
                now=now,
            )
        else:
            edit_draft(
                community=cycle.community,
                edit=lambda guide: move_section(guide, section_id, up=up),
                user=user,
                now=now,
            )

    return _answer(request, cycle, act, anchor=question or section_id)


@require_POST
def remove(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Remove a question, or a section without questions."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    question, section_id = request.POST.get("question", ""), request.POST.get("section", "")

    def act() -> None:
        edit_draft(
            community=cycle.community,
            edit=lambda guide: (
                remove_question(guide, question) if question else remove_section(guide, section_id)
            ),
            user=signed_in_user(request),
            now=timezone.now(),
        )

    return _answer(request, cycle, act, said=_("Quitada del borrador."))


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask what changed, and put the draft to use."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    row = find_draft(cycle.community)
    if row is None:
        messages.info(request, GuideDraftGoneError(cycle_id).user_message())
        return redirect("agenda:guide", cycle_id)
    content, latest = read_guide(row), guide_versions(cycle.community)[0]
    posted = request.POST if request.method == "POST" else None
    form = UseForm(posted, initial={"seen": fingerprint(content)})
    context: dict[str, object] = {"cycle": cycle, "draft": row, "latest": latest, "form": form}
    context["changes"] = compare_guides(read_guide(latest), content)
    status = 200 if posted is None else 422
    if posted is not None and form.is_valid():
        user, now = signed_in_user(request), timezone.now()
        try:
            put_guide_to_use(community=cycle.community, user=user, now=now, **form.cleaned_data)
        except ConvocaError as error:
            context["error"], status = error.user_message(), 409
            kept = {"changes": form.cleaned_data["changes"], "seen": fingerprint(content)}
            context["form"] = UseForm(None, initial=kept)
        else:
            messages.success(request, _("La pauta nueva está en uso."))
            return redirect("agenda:guide", cycle_id)
    return render(request, "agenda/guide_use.html", context, status=status)


@require_POST
def discard(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Throw the draft away."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    seen = request.POST.get("seen", "")

    def act() -> None:
        discard_draft(community=cycle.community, seen=seen)

    said = _("Borrador descartado. La pauta en uso no cambió.")
    return _answer(request, cycle, act, said=said)


@require_POST
def take_back(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Go back to the version before, while nobody has begun with this one."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    version = read_id(request.POST.get("version"))

    def act() -> None:
        take_guide_back(community=cycle.community, version=version, now=timezone.now())

    said = _("La versión anterior está otra vez en uso. La que quitó quedó como borrador.")
    return _answer(request, cycle, act, said=said)


def _answer(
    request: HttpRequest, cycle: Cycle, act: Callable[[], None], *, said: str = "", anchor: str = ""
) -> HttpResponse:
    """Do it, say it or why not, and go back to the draft; without one, to the guide."""
    try:
        act()
    except GuideChangeError as error:
        messages.warning(request, error.user_message())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        if said:
            messages.success(request, said)
    response = redirect("agenda:guide_draft", cycle.pk)
    if anchor and anchor.isidentifier():
        response["Location"] += f"#{anchor}"
    return response


def _gone(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    messages.info(request, _("Eso ya no está en el borrador. Aquí está como quedó."))
    return redirect("agenda:guide_draft", cycle.pk)
