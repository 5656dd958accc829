"""The whole life of a seat, from every room, for its page.

The page is of `convening`, which may not ask the rooms above it; the desk sees them all. Each
reader below gives the lines of one room, in a fixed number of queries.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.agenda.models import Interview
from convoca.agenda.queries.quotable import quotable_of
from convoca.convening.queries import HistoryLine, get_visible_seat, list_history
from convoca.cycles.queries import get_visible_cycle
from convoca.desk.queries.seat_story import list_promises
from convoca.directory.models import OptOut, Seat, User
from convoca.directory.queries import may
from convoca.foundation.errors import NotFoundError
from convoca.meetings.models import Attendance, Commitment
from convoca.notices.models import Question
from convoca.outreach.models import Errand, WaveContact
from convoca.retention.models import Alert, CareTask
from convoca.workplan.models import Availability

QUOTES = 3


@dataclass(frozen=True)
class SeatLife:
    """What all rooms know of a seat: its history, newest first, and what it promised.

    Both are empty for who may not see them; so is the address of the page that welcomes a
    successor.
    """

    lines: Sequence[HistoryLine] = ()
    promises: Sequence[Commitment] = ()
    welcome_url: str = ""


def seat_life_of(request: HttpRequest) -> SeatLife:
    """Return the life of the seat that the address of a page names; empty on any other page."""
    names = request.resolver_match.kwargs if request.resolver_match else {}
    if not isinstance(request.user, User) or not {"cycle_id", "seat_id"} <= names.keys():
        return SeatLife()
    try:
        cycle = get_visible_cycle(request.user, names["cycle_id"])
        seat = get_visible_seat(cycle, names["seat_id"])
    except NotFoundError:
        return SeatLife()
    may_call = may(request.user, "interview", cycle.community)
    may_welcome = may(request.user, "coordinate", cycle.community)
    return SeatLife(
        lines=list_life(seat) if may_call else [],
        promises=list_promises(seat),
        welcome_url=reverse("desk:welcome", args=[cycle.pk, seat.pk]) if may_welcome else "",
    )


def list_life(seat: Seat) -> list[HistoryLine]:
    """List what every room knows of a seat, the newest first."""
    lines = [
        *list_history(seat),
        *_interviews(seat),
        *_availability(seat),
        *_sessions(seat),
        *_promises(seat),
        *_questions(seat),
        *_outreach(seat),
        *_care(seat),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _interviews(seat: Seat) -> Iterator[HistoryLine]:
    done = Interview.objects.filter(seat=seat, done_at__isnull=False).select_related("person")
    interviews = list(done.select_related("person", "cycle"))
    quotes: dict[int, list[str]] = {}
    for statement in quotable_of(interviews):
        quotes.setdefault(statement.interview_id, []).append(f"«{statement.text}»")
    for each in interviews:
        words = {"name": each.person.name, "mode": each.get_mode_display()}
        words["state"] = each.get_state_display()
        yield HistoryLine(
            each.done_at or each.created_at,
            _("Entrevista a %(name)s (%(mode)s): %(state)s") % words,
            "\n".join(quotes.get(each.pk, [])[:QUOTES]),
            reverse("agenda:interview", args=[each.cycle_id, each.pk]),
        )


def _availability(seat: Seat) -> Iterator[HistoryLine]:
    given = Availability.objects.filter(seat=seat, is_carried=False).select_related("person")
    for each in given:
        words = {"name": each.person.name}
        yield HistoryLine(each.answered_at, _("%(name)s dijo cuándo puede") % words)


def _sessions(seat: Seat) -> Iterator[HistoryLine]:
    rows = Attendance.objects.filter(seat=seat).select_related("session", "person")
    for row in rows:
        words = {
            "n": row.session.number,
            "topic": row.session.topic,
            "presence": row.get_presence_display(),
            "name": row.person.name,
        }
        is_told = row.source == Attendance.Source.LINK
        yield HistoryLine(
            row.recorded_at if is_told else row.session.starts_at,
            _("Sesión %(n)s, %(topic)s: %(presence)s (%(name)s)") % words,
            row.reason,
            reverse("meetings:session", args=[row.session.cycle_id, row.session.number]),
        )


def _promises(seat: Seat) -> Iterator[HistoryLine]:
    for each in Commitment.objects.filter(seat=seat).select_related("session"):
        words: dict[str, object] = {"n": each.session.number}
        yield HistoryLine(each.created_at, _("Compromiso de la sesión %(n)s") % words, each.text)
        if each.settled_at:
            words["state"] = each.get_state_display()
            yield HistoryLine(
                each.settled_at, _("Compromiso de la sesión %(n)s: %(state)s") % words, each.text
            )


def _questions(seat: Seat) -> Iterator[HistoryLine]:
    for each in Question.objects.filter(seat=seat).select_related("person"):
        words = {"name": each.person.name, "state": each.get_state_display()}
        yield HistoryLine(each.asked_at, _("Pregunta de %(name)s (%(state)s)") % words, each.text)


def _outreach(seat: Seat) -> Iterator[HistoryLine]:
    letters = WaveContact.objects.filter(
        member__seat=seat, wave__channel="letter", settled_at__isnull=False
    ).select_related("wave__campaign", "member__person")
    for letter in letters:
        words = {"name": letter.member.person.name, "campaign": letter.wave.campaign.name}
        at: datetime = letter.settled_at or letter.at
        yield HistoryLine(at, _("Carta a %(name)s, campaña %(campaign)s") % words)
    for errand in Errand.objects.filter(seat=seat).select_related("owner"):
        yield HistoryLine(
            errand.opened_at, _("Encargo de llamar: %(why)s") % {"why": errand.reason}
        )
    stands = Q(person__tenures__seat=seat) | Q(person__stands_in__seat=seat)
    for out in OptOut.objects.filter(stands).select_related("person").distinct():
        words = {"name": out.person.name}
        yield HistoryLine(out.at, _("%(name)s pide que no le contacten") % words, out.origin)
        if out.ended_at:
            yield HistoryLine(out.ended_at, _("%(name)s acepta que le contacten") % words)


def _care(seat: Seat) -> Iterator[HistoryLine]:
    for alert in Alert.objects.filter(seat=seat):
        words = {"n": alert.after_number}
        yield HistoryLine(
            alert.opened_at,
            _("Alerta tras la sesión %(n)s") % words,
        )
    tasks = CareTask.objects.filter(alert__seat=seat, done_at__isnull=False)
    for task in tasks.select_related("settled_by"):
        words_done = {"task": task.get_kind_display()}
        yield HistoryLine(
            task.done_at or task.created_at, _("Tarea hecha: %(task)s") % words_done, task.result
        )
