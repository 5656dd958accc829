"""The history of one seat: holders, invitations, answers, messages, tries; of all cycles.

What rooms above know of a seat, the desk adds (see `desk.queries.seat_life`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from convoca.convening.core.occasions import occasions_of
from convoca.convening.models import AnswerRecord, AttendanceMark, ContactAttempt, Invitation
from convoca.directory.models import ContactPoint, Seat, Tenure
from convoca.messaging.models import Message


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to a seat; `detail` may be empty, and so may the page it has.

    Of what is known by its day only, the hour is not shown: `has_hour`.
    """

    at: datetime
    text: str
    detail: str = ""
    url: str = ""
    has_hour: bool = True


def list_history(seat: Seat) -> list[HistoryLine]:
    """List what happened to a seat, the newest first; of one moment, the effect first."""
    invitations = list(
        Invitation.objects.filter(seat=seat).select_related("person", "cycle").order_by("pk")
    )
    lines = [
        *_attempts(seat),
        *_messages(invitations),
        *_answers(seat),
        *_invitations(invitations),
        *_contacts(seat, invitations),
        *_tenures(seat),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def list_marks(seat: Seat) -> list[AttendanceMark]:
    """List the attendance of a seat, by cycle and session."""
    marks = AttendanceMark.objects.filter(seat=seat).select_related("person", "cycle")
    return list(marks.order_by("cycle__number", "number"))


def _tenures(seat: Seat) -> Iterator[HistoryLine]:
    zone = ZoneInfo(seat.municipality.zone)
    for tenure in Tenure.objects.filter(seat=seat).select_related("person").order_by("-pk"):
        words = {"name": tenure.person.name, "role": tenure.get_role_display()}
        yield HistoryLine(
            _midnight(tenure.from_on, zone),
            _("%(name)s asume el puesto (%(role)s)") % words,
            tenure.origin,
            has_hour=False,
        )
        if tenure.to_on:
            left = _("%(name)s deja el puesto") % words
            yield HistoryLine(_midnight(tenure.to_on, zone), left, has_hour=False)


def _invitations(invitations: list[Invitation]) -> Iterator[HistoryLine]:
    for invitation in invitations:
        words = {"name": invitation.person.name, "n": invitation.cycle.number}
        yield HistoryLine(invitation.created_at, _("Invitación a %(name)s al ciclo %(n)s") % words)
        if invitation.withdrawn_at:
            yield HistoryLine(
                invitation.withdrawn_at, _("Se retira la invitación de %(name)s") % words
            )


def _contacts(seat: Seat, invitations: list[Invitation]) -> Iterator[HistoryLine]:
    """Yield the corrections: an address or number in the place of one that was known before."""
    deputies = [each.deputy_id for each in invitations if each.deputy_id]
    whose = Q(person__tenures__seat=seat) | Q(person__in=deputies)
    known = ContactPoint.objects.filter(whose).select_related("person").distinct()
    seen: set[tuple[int, str]] = set()
    for contact in known.order_by("pk"):
        key = (contact.person_id, contact.channel)
        if key in seen:
            words = {"name": contact.person.name, "value": contact.value}
            yield HistoryLine(
                contact.added_at, _("Dato nuevo de %(name)s: %(value)s") % words, contact.origin
            )
        seen.add(key)


def _answers(seat: Seat) -> Iterator[HistoryLine]:
    records = AnswerRecord.objects.filter(invitation__seat=seat).select_related("by", "person")
    for record in records:
        words = {"answer": record.get_answer_display(), "via": record.get_via_display()}
        teller = record.person or record.by
        who = f" ({teller})" if teller else ""
        yield HistoryLine(
            record.at, _("Respuesta por %(via)s: %(answer)s") % words + who, record.detail
        )


def _messages(invitations: list[Invitation]) -> Iterator[HistoryLine]:
    occasions = [name for invitation in invitations for name in occasions_of(invitation.pk)]
    for message in Message.objects.filter(occasion__in=occasions):
        words = {"subject": message.subject, "state": message.get_state_display()}
        detail = f"{message.to_address} · {message.error}" if message.error else message.to_address
        yield HistoryLine(
            message.sent_at or message.created_at,
            _("Correo %(state)s: %(subject)s") % words,
            detail,
        )


def _attempts(seat: Seat) -> Iterator[HistoryLine]:
    for attempt in ContactAttempt.objects.filter(seat=seat).select_related("by"):
        words = {"channel": attempt.get_channel_display(), "result": attempt.result_words}
        who = f" ({attempt.by})" if attempt.by else ""
        yield HistoryLine(
            attempt.at, _("Gestión por %(channel)s: %(result)s") % words + who, attempt.note
        )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
