"""Acts on a session that are asked twice: how many people, a sample, then the deed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from convoca.directory.models import User
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.meetings.models import Session
from convoca.meetings.queries import (
    Guest,
    leave_out_excused,
    list_guests,
    list_minutes_readers,
    read_overview,
    who_must_hear,
)
from convoca.meetings.services import (
    ANNOUNCEMENT,
    CANCELLATION,
    MINUTES,
    REMINDER,
    Letter,
    Mailing,
    announce_session,
    cancel_session,
    close_session,
    remind_session,
    send_minutes,
    send_test,
    tell_clock_change,
    write_sample,
)
from convoca.meetings.services.ways import find_ways
from convoca.meetings.views.opening import open_session, session_url, undo_address
from convoca.ui.frames import Confirmation

Facts = Callable[[Session], list[str]]


class Deed(Protocol):
    """What does an act: the services of this room that a coordinator is asked about twice."""

    def __call__(self, *, session: Session, user: User, now: datetime) -> Mailing | Session:
        """Do it, or raise what keeps it from being done."""


@dataclass(frozen=True)
class Act:
    """One act: what is asked, what it tells before, and what does it."""

    question: str
    button: str
    done: str
    facts: Facts
    deed: Deed
    letter: Letter | None = None
    may_be_undone: bool = False


def _announce_facts(session: Session) -> list[str]:
    overview = read_overview(session)
    facts = _mails(overview.untold + overview.without_email)
    if overview.told:
        facts.append(
            _("Ya recibieron este aviso y no se les repite: %(n)s.") % {"n": overview.told}
        )
    if not session.video_url:
        facts.append(
            _("Aún no hay enlace de videollamada: cuando lo pegue, se avisará otra vez a todos.")
        )
    return facts


def _remind_facts(session: Session) -> list[str]:
    overview = read_overview(session)
    coming = leave_out_excused(session, overview.guests)
    excused = len(overview.guests) - len(coming)
    facts = _letters(session, REMINDER, coming)
    if excused:
        facts.append(_("Avisaron que no podrán y no se les recuerda: %(n)s.") % {"n": excused})
    return facts


def _cancel_facts(session: Session) -> list[str]:
    if session.state == Session.State.PLANNED:
        return [_("Nadie fue avisado todavía, así que no sale ningún correo.")]
    return [
        *_mails(who_must_hear(session, list_guests(session.cycle))),
        _("La sesión sale de los calendarios. No se puede volver atrás."),
    ]


def _clock_facts(session: Session) -> list[str]:
    return [
        *_mails(who_must_hear(session, list_guests(session.cycle))),
        _("La hora de la asociación es la misma; cambia la que ven los calendarios."),
    ]


def _close_facts(session: Session) -> list[str]:
    overview = read_overview(session)
    present = overview.presences["present"]
    facts = [
        ngettext(
            "Vino %(n)s de %(of)s puestos que aceptaron.",
            "Vinieron %(n)s de %(of)s puestos que aceptaron.",
            present,
        )
        % {"n": present, "of": overview.seats},
        _("Sin registrar: %(n)s. Quedarán como ausentes; se puede corregir después.")
        % {"n": max(overview.seats - overview.recorded, 0)},
    ]
    if session.number == 1:
        facts.append(
            _("Quienes vinieron reciben el enlace del grupo de WhatsApp, si ya lo guardó.")
        )
    return facts


def _minutes_facts(session: Session) -> list[str]:
    facts = _mails(list_minutes_readers(session))
    if session.has_correction:
        facts.append(_("Desde ahora se publica este texto en vez del anterior."))
    return facts


def _letters(session: Session, letter: Letter, guests: list[Guest]) -> list[str]:
    """Say how many guests get a letter by each channel, and how many have none."""
    ways = find_ways(session, letter.house, guests)
    if not ways.by_whatsapp:
        return _mails(guests)
    text = ngettext(
        "%(n)s persona lo recibe por WhatsApp.",
        "%(n)s personas lo reciben por WhatsApp.",
        ways.by_whatsapp,
    )
    by_mail = [guest for guest in guests if not ways.is_by_whatsapp(guest)]
    return [text % {"n": ways.by_whatsapp}, *(_mails(by_mail) if by_mail else [])]


def _mails(guests: list[Guest]) -> list[str]:
    """Say how many guests get a mail, and how many have no address."""
    reachable = sum(bool(guest.email) for guest in guests)
    text = ngettext(
        "%(n)s persona recibe un correo.", "%(n)s personas reciben un correo.", reachable
    )
    facts = [text % {"n": reachable}]
    if unreachable := len(guests) - reachable:
        text = ngettext("%(n)s sin correo: llámela.", "%(n)s sin correo: llámelas.", unreachable)
        facts.append(text % {"n": unreachable})
    return facts


ANNOUNCE = Act(
    question=gettext_noop("¿Avisar de la sesión %(number)s a quienes participan?"),
    button=gettext_noop("Sí, avisar"),
    done=gettext_noop("Aviso en camino. Personas: %(n)s."),
    facts=_announce_facts,
    deed=announce_session,
    letter=ANNOUNCEMENT,
    may_be_undone=True,
)
REMIND = Act(
    question=gettext_noop("¿Recordar la sesión %(number)s?"),
    button=gettext_noop("Sí, recordar"),
    done=gettext_noop("Recordatorio en camino. Personas: %(n)s."),
    facts=_remind_facts,
    deed=remind_session,
    letter=REMINDER,
    may_be_undone=True,
)
CANCEL = Act(
    question=gettext_noop("¿Cancelar la sesión %(number)s?"),
    button=gettext_noop("Sí, cancelarla"),
    done=gettext_noop("Sesión cancelada. Personas a las que se avisa: %(n)s."),
    facts=_cancel_facts,
    deed=cancel_session,
    letter=CANCELLATION,
)
TELL_CLOCK = Act(
    question=gettext_noop("¿Avisar que cambió el horario oficial, por la sesión %(number)s?"),
    button=gettext_noop("Sí, avisar"),
    done=gettext_noop("Aviso en camino. Personas: %(n)s."),
    facts=_clock_facts,
    deed=tell_clock_change,
)
CLOSE = Act(
    question=gettext_noop("¿Dar por realizada la sesión %(number)s?"),
    button=gettext_noop("Sí, se realizó"),
    done=gettext_noop("Sesión realizada. La asistencia quedó guardada."),
    facts=_close_facts,
    deed=close_session,
)
SEND_MINUTES = Act(
    question=gettext_noop("¿Enviar el acta de la sesión %(number)s?"),
    button=gettext_noop("Sí, enviar"),
    done=gettext_noop("Acta en camino. Personas: %(n)s."),
    facts=_minutes_facts,
    deed=send_minutes,
    letter=MINUTES,
    may_be_undone=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, cycle_id: int, number: int, act: Act) -> HttpResponse:
    """Ask once more, then do it; a test to oneself leaves the question open."""
    session = open_session(request, cycle_id, number)
    if request.method != "POST":
        return _question(request, session, act)
    now = timezone.now()
    try:
        if "test" in request.POST and act.letter:
            send_test(session=session, letter=act.letter, user=signed_in_user(request), now=now)
            messages.success(request, _("La prueba va en camino a su correo."))
            return redirect(request.path)
        done = act.deed(session=session, user=signed_in_user(request), now=now)
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return _question(request, session, act, status=409)
    told = done.queued if isinstance(done, Mailing) else 0
    messages.success(request, _(act.done) % {"n": told})
    return redirect(undo_address(session, now) if act.may_be_undone else session_url(session))


def _question(request: HttpRequest, session: Session, act: Act, status: int = 200) -> HttpResponse:
    session.refresh_from_db(fields=["state"])
    confirmation = Confirmation(
        question=_(act.question) % {"number": session.number},
        button=_(act.button),
        action_url=request.path,
        cancel_url=session_url(session),
        facts=act.facts(session),
        sample=_sample(session, act.letter),
    )
    context = {
        "cycle": session.cycle,
        "session": session,
        "confirmation": confirmation,
        "has_letter": act.letter is not None,
        "without_email": _without_channel(session, act.letter) if act.letter else [],
    }
    return render(request, "meetings/confirm.html", context, status=status)


def _without_channel(session: Session, letter: Letter) -> list[Guest]:
    guests = list_guests(session.cycle)
    ways = find_ways(session, letter.house, guests)
    return [guest for guest in guests if ways.recipients[guest.person.pk] is None]


def _sample(session: Session, letter: Letter | None) -> str:
    if letter is None:
        return ""
    try:
        text = write_sample(session=session, letter=letter, now=timezone.now())
    except ConvocaError:  # nobody takes part: the facts say so already
        return ""
    return f"{text.subject}\n\n{text.body}"
