"""What directors ask: the list, one question, and the three ways to settle it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.cycles.models import Cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.messaging.models import Message
from convoca.notices.errors import AnswerChangedError
from convoca.notices.forms.questions import AnswerForm, AsideForm, MergeForm
from convoca.notices.models import Question
from convoca.notices.queries import (
    Reader,
    count_open_questions,
    get_question,
    list_open_questions,
    list_settled_questions,
    list_shared_questions,
)
from convoca.notices.services import answer_question, merge_question, set_question_aside
from convoca.notices.services.letters import find_way
from convoca.notices.views.opening import open_cycle, open_question

PAGE_ROWS = 25
MOST_OTHERS = 100


@require_safe
def index(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the questions that wait, or those that were settled."""
    cycle = open_cycle(request, cycle_id)
    is_settled = request.GET.get("que") == "listas"
    found = (list_settled_questions if is_settled else list_open_questions)(cycle.community)
    context = {
        "cycle": cycle,
        "page": Paginator(found, PAGE_ROWS).get_page(request.GET.get("page")),
        "is_settled": is_settled,
        "open_questions": count_open_questions(cycle.community),
    }
    return render(request, "notices/questions.html", context)


@require_safe
def show(request: HttpRequest, cycle_id: int, question_id: int) -> HttpResponse:
    """Show one question and what can be done with it."""
    cycle, question = open_question(request, cycle_id, question_id)
    return _page(request, cycle, question)


@require_POST
def answer(request: HttpRequest, cycle_id: int, question_id: int) -> HttpResponse:
    """Answer it, or correct the answer."""
    cycle, question = open_question(request, cycle_id, question_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle, question, answer_form=form, status=422)
    try:
        answer_question(
            question=question,
            **form.cleaned_data,
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except AnswerChangedError as error:
        messages.error(request, error.user_message())
        fresh = get_question(cycle.community, question.pk)
        return _page(request, cycle, fresh, answer_form=form, status=409)
    except ConvocaError as error:
        return _refused(request, cycle, question, error)
    return _settled(request, cycle, question, _("Respuesta guardada."))


@require_POST
def merge(request: HttpRequest, cycle_id: int, question_id: int) -> HttpResponse:
    """Send who asked to an answer that is there."""
    cycle, question = open_question(request, cycle_id, question_id)
    form = MergeForm(request.POST, others=_others(question))
    if not form.is_valid():
        return _page(request, cycle, question, merge_form=form, status=422)
    try:
        merge_question(
            question=question,
            into=get_question(cycle.community, int(form.cleaned_data["into"])),
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        return _refused(request, cycle, question, error)
    return _settled(request, cycle, question, _("Unida a la otra pregunta."))


@require_POST
def aside(request: HttpRequest, cycle_id: int, question_id: int) -> HttpResponse:
    """Set it aside with a reason."""
    cycle, question = open_question(request, cycle_id, question_id)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle, question, aside_form=form, status=422)
    try:
        set_question_aside(
            question=question,
            reason=form.cleaned_data["reason"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        return _refused(request, cycle, question, error)
    return _settled(request, cycle, question, _("Dejada aparte."))


def _settled(request: HttpRequest, cycle: Cycle, question: Question, done: str) -> HttpResponse:
    """Say what was done, and whether who asked hears of it."""
    name = question.person.name
    reader = Reader(question.person, question.seat, takes_part=False)
    recipient = find_way(question.community, reader)[1]
    if recipient is None:
        told = _("%(name)s no tiene correo: cuéntele usted.") % {"name": name}
    elif recipient.channel == Message.Channel.WHATSAPP:
        told = _("A %(name)s le llega por WhatsApp.") % {"name": name}
    else:
        told = _("A %(name)s le llega por correo.") % {"name": name}
    messages.success(request, f"{done} {told}")
    return redirect("notices:questions", cycle.pk)


def _refused(
    request: HttpRequest, cycle: Cycle, question: Question, error: ConvocaError
) -> HttpResponse:
    messages.error(request, error.user_message())
    return _page(request, cycle, get_question(cycle.community, question.pk), status=409)


def _page(
    request: HttpRequest,
    cycle: Cycle,
    question: Question,
    *,
    answer_form: Form | None = None,
    merge_form: Form | None = None,
    aside_form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    wordings = list(question.answered.answers.all())
    standing = wordings[-1] if wordings else None
    audience = standing.audience if standing else Question.Audience.COMMUNITY
    initial = {"text": standing.text if standing else "", "audience": audience}
    context = {
        "cycle": cycle,
        "question": question,
        "standing": standing,
        "earlier": wordings[-2::-1],
        "known": len(wordings),
        "answer_form": answer_form or AnswerForm(initial=initial),
        "merge_form": merge_form or MergeForm(others=_others(question)),
        "aside_form": aside_form or AsideForm(),
    }
    return render(request, "notices/question.html", context, status=status)


def _others(question: Question) -> list[Question]:
    if question.state != Question.State.OPEN:
        return []
    shared = list_shared_questions(question.community)
    return list(shared.exclude(pk=question.pk)[:MOST_OTHERS])
