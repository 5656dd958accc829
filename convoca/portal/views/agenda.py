"""A director looks at the draft of the agenda, and says whether it serves or what is missing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.models import AgendaRound, AgendaVoice, Interview
from convoca.agenda.queries.delphi import (
    OwnDraft,
    is_open,
    missing_choices,
    own_draft,
    round_of_link,
)
from convoca.agenda.services.delphi import last_day, say_voice
from convoca.directory.models import PersonalLink
from convoca.foundation.errors import ConvocaError
from convoca.portal.access import personal
from convoca.portal.forms.agenda import ObjectionForm
from convoca.portal.frames import frame_of

Word = AgendaVoice.Word
Asked = tuple[AgendaRound, Interview]
opening = personal(PersonalLink.Purpose.AGENDA, round_of_link)


@opening
@require_safe
def show(request: HttpRequest, link: PersonalLink, found: Asked) -> HttpResponse:
    """Show the draft; looking at it says nothing."""
    draft = own_draft(*found)
    return _page(request, link, draft, _form(draft))


@opening
@require_POST
def say(request: HttpRequest, link: PersonalLink, found: Asked) -> HttpResponse:
    """Keep the word of a director; pressed twice it is one word."""
    asked, interview = found
    word = request.POST.get("word", "")
    form = ObjectionForm(request.POST, themes=missing_choices(asked))
    if word not in Word.values or (word == Word.OBJECTS and not form.is_valid()):
        return _page(request, link, own_draft(*found), form, status=422)
    given = form.cleaned_data if form.is_valid() else {}
    try:
        say_voice(
            asked=asked,
            interview=interview,
            word=word,
            missing_theme_id=given.get("missing_theme"),
            text=given.get("text", ""),
            now=timezone.now(),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return _page(request, link, own_draft(*found), form, status=409)
    messages.success(request, _("Gracias: su respuesta quedó guardada."))
    return redirect("portal:agenda", link.reference)


def _form(draft: OwnDraft) -> ObjectionForm:
    """Return the form with what the director said before, if anything."""
    voice = draft.voice
    said: dict[str, object] | None = None
    if voice is not None:
        said = {"missing_theme": voice.missing_theme_id, "text": voice.text}
    return ObjectionForm(None, themes=missing_choices(draft.round), initial=said)


def _page(
    request: HttpRequest,
    link: PersonalLink,
    draft: OwnDraft,
    form: ObjectionForm,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    community = draft.round.cycle.community
    context = {
        "portal": frame_of(community.association),
        "link": link,
        "community": community,
        "zone": link.seat.municipality.zone,
        "draft": draft,
        "is_open": is_open(draft.round, now=now),
        "ended_on": last_day(draft.round, now=now),
        "form": form,
        "is_objecting": form.is_bound or _objects(draft),
    }
    return render(request, "portal/agenda.html", context, status=status)


def _objects(draft: OwnDraft) -> bool:
    return draft.voice is not None and draft.voice.word == Word.OBJECTS
