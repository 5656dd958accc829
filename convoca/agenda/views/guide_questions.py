"""One question of the draft: choose its kind, write it, change it."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.core.interviews.guide import (
    ID,
    Guide,
    Question,
    QuestionKind,
    fingerprint,
)
from convoca.agenda.core.interviews.guide.editing import conditions_before
from convoca.agenda.core.interviews.guide.needed import need_of
from convoca.agenda.errors import GuideQuestionMovedError
from convoca.agenda.forms.guides import QuestionForm, new_question
from convoca.agenda.queries.guides import find_draft, guide_versions, read_guide
from convoca.agenda.services.guide_drafts import save_question
from convoca.agenda.views.guide_words import KIND_WORDS, condition_words
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError

ADDED_KINDS = [kind for kind in QuestionKind if kind is not QuestionKind.THEMES]
"""The themes are asked once, and every guide has that question."""


@require_safe
def kinds(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask what kind of question is added; each kind leads to its form, under an id of its own."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    context = {
        "cycle": cycle,
        "section_id": request.GET.get("section", ""),
        "kinds": [(kind.value, KIND_WORDS[kind]) for kind in ADDED_KINDS],
        "question_id": f"q_{secrets.token_hex(5)}",
    }
    return render(request, "agenda/guide_kinds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, cycle_id: int, question_id: str) -> HttpResponse:
    """Show a question of the draft to be changed, or an empty one; save it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    row = find_draft(cycle.community)
    if row is None and request.method == "POST":
        row = guide_versions(cycle.community).first()  # refused below, with what was written
    guide = read_guide(row) if row else None
    there = guide.find(question_id) if guide else None
    base = there or _new(request, question_id)
    if guide is None or base is None:
        messages.info(request, _("Eso ya no está en el borrador. Aquí está como quedó."))
        return redirect("agenda:guide_draft", cycle_id)
    posted = request.POST if request.method == "POST" else None
    before = conditions_before(guide, question_id)
    form = QuestionForm(posted, question=base, before=before)
    context: dict[str, object] = {
        **_context(request, cycle, guide, base, there),
        "form": form,
    }
    status = 200 if posted is None else 422
    if posted is not None and form.is_valid():
        refusal = _save(request, cycle, form.question)
        if refusal is None:
            messages.success(request, _("Guardada en el borrador."))
            return redirect("agenda:guide_draft", cycle_id)
        context |= refusal
        status = 409
    return render(request, "agenda/guide_question.html", context, status=status)


def _save(request: HttpRequest, cycle: Cycle, said: Question) -> dict[str, object] | None:
    """Save a question; return what to say when it is refused."""
    try:
        save_question(
            community=cycle.community,
            section_id=request.POST.get("section", ""),
            question=said,
            seen=request.POST.get("seen", ""),
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except GuideQuestionMovedError as error:
        return {
            "error": error.user_message(),
            "seen": fingerprint(error.theirs),
            "theirs": error.theirs,
        }
    except ConvocaError as error:
        return {"error": error.user_message(), "seen": request.POST.get("seen", "")}
    return None


def _new(request: HttpRequest, question_id: str) -> Question | None:
    """Return an empty question of the kind that is asked for; None when none is."""
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    if asked not in ADDED_KINDS or not ID.fullmatch(question_id):
        return None
    return new_question(QuestionKind(asked), question_id)


def _context(
    request: HttpRequest, cycle: Cycle, guide: Guide, base: Question, there: Question | None
) -> dict[str, object]:
    seen = request.POST.get("seen") if request.method == "POST" else fingerprint(there)
    return {
        "cycle": cycle,
        "base": base,
        "is_new": there is None,
        "kind": KIND_WORDS[base.kind],
        "is_needed": need_of(base) is not None,
        "asked_of": condition_words(guide, base),
        "section_id": request.POST.get("section") or request.GET.get("section", ""),
        "seen": seen,
    }
