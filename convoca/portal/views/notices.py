"""A director between sessions: what was told, what is new, questions and answers.

What is new since the last visit is known to the reader's browser alone: a signed cookie keeps
when it was here. So opening a page changes nothing in the database, and nobody can look up
who reads.
"""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.directory.models import PersonalLink
from convoca.directory.queries import email_of
from convoca.notices.core.visits import Visit, next_visit, read_visit, write_visit
from convoca.notices.models import Notice
from convoca.notices.queries import (
    Membership,
    get_membership,
    get_visible_notice,
    get_visible_question,
    list_own_questions,
    list_shared_questions,
    list_visible_notices,
    shown_at,
)
from convoca.notices.services import ask_question
from convoca.portal.access import personal
from convoca.portal.forms.notices import QuestionForm
from convoca.portal.frames import frame_of
from convoca.portal.lists import stopped_lists_url

COOKIE = "__Secure-novedades" if settings.IS_HTTPS else "novedades"
SALT = "convoca.portal.notices"
KEPT_S = 180 * 86400
PAGE_ROWS = 15
opening = personal(PersonalLink.Purpose.NOTICES, get_membership)


@opening
@require_safe
def index(request: HttpRequest, link: PersonalLink, reader: Membership) -> HttpResponse:
    """Show what was told, with what is new since the last visit."""
    now = timezone.now()
    visit = next_visit(_known_visit(request, link), now=now)
    page = Paginator(list_visible_notices(reader, now=now), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    lines = [(notice, _is_new(notice, visit)) for notice in page.object_list]
    context = {
        **_around(link, reader),
        "page": page,
        "lines": lines,
        "new": sum(is_new for _notice, is_new in lines),
        "lists_url": stopped_lists_url(link.person),
    }
    response = render(request, "portal/notices.html", context)
    _remember_visit(response, link, visit)
    return response


@opening
@require_safe
def show(
    request: HttpRequest, link: PersonalLink, reader: Membership, notice_id: int
) -> HttpResponse:
    """Show one notice."""
    notice = get_visible_notice(reader, notice_id, now=timezone.now())
    context = {**_around(link, reader), "notice": notice}
    return render(request, "portal/notices_one.html", context)


@opening
@require_safe
def questions(request: HttpRequest, link: PersonalLink, reader: Membership) -> HttpResponse:
    """Show the latest own questions, and those answered for everybody."""
    shared = list_shared_questions(reader.community).exclude(person=reader.person)
    context = {
        **_around(link, reader),
        "own": list_own_questions(reader)[:PAGE_ROWS],
        "page": Paginator(shared, PAGE_ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "portal/notices_questions.html", context)


@opening
@require_safe
def question(
    request: HttpRequest, link: PersonalLink, reader: Membership, question_id: int
) -> HttpResponse:
    """Show one question and its answer."""
    asked = get_visible_question(reader, question_id)
    context = {
        **_around(link, reader),
        "question": asked,
        "is_own": asked.person_id == reader.person.pk,
        "answer": next(reversed(asked.answered.answers.all()), None),
    }
    return render(request, "portal/notices_question.html", context)


@opening
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, link: PersonalLink, reader: Membership) -> HttpResponse:
    """Ask the team something."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**_around(link, reader), "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "portal/notices_ask.html", context, status=status)
    ask_question(reader=reader, **form.cleaned_data, now=timezone.now())
    if email_of(reader.person):
        told = _("Su pregunta llegó al equipo. La respuesta irá a su correo y quedará aquí.")
    else:
        told = _("Su pregunta llegó al equipo. La respuesta quedará aquí.")
    messages.success(request, told)
    return redirect("portal:questions", link.reference)


def _around(link: PersonalLink, reader: Membership) -> dict[str, object]:
    """Return what every page of this subject says."""
    return {
        "link": link,
        "community": reader.community,
        "portal": frame_of(reader.community.association),
    }


def _is_new(notice: Notice, visit: Visit) -> bool:
    return visit.is_new(shown_at(notice))


def _known_visit(request: HttpRequest, link: PersonalLink) -> Visit | None:
    signed = request.get_signed_cookie(
        COOKIE, default="", salt=f"{SALT}.{link.reference}", max_age=KEPT_S
    )
    return read_visit(signed or "")


def _remember_visit(response: HttpResponse, link: PersonalLink, visit: Visit) -> None:
    """Let the browser keep when it was here, for these pages of this link alone."""
    response.set_signed_cookie(
        COOKIE,
        write_visit(visit),
        salt=f"{SALT}.{link.reference}",
        max_age=KEPT_S,
        path=reverse("portal:notices", args=[link.reference]),
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
