"""The hour of an interview: agreed, moved, called off, and told to who is interviewed."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.hours import instants_of
from convoca.agenda.core.interviews.invitation import Entry, Method, Party, build_invitation
from convoca.agenda.errors import (
    HourClashError,
    HourPastError,
    HourTwiceError,
    InterviewClosedError,
    InterviewMadeError,
    InterviewTakenError,
    NoSuchHourError,
)
from convoca.agenda.models import Appointment, Interview
from convoca.agenda.queries.appointments import (
    appointments_to_remind,
    clash_of,
    stale_appointments,
    standing_appointments,
)
from convoca.agenda.queries.interviews import is_closed
from convoca.agenda.services.interviews import get_interview
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.directory.queries import email_of
from convoca.messaging.channels.mime import sender_address
from convoca.messaging.models import Message
from convoca.messaging.services import Recipient, cancel_messages, queue_message, write_text

logger = logging.getLogger(__name__)
State = Interview.State
PURPOSE, REMINDER_PURPOSE = "appointment", "appointment-remind"
AGREED = "agenda/messages/appointment.txt"
OFF = "agenda/messages/appointment_off.txt"
REMINDER = "agenda/messages/appointment_remind.txt"


@dataclass(frozen=True)
class Hour:
    """An hour as somebody wrote it: on the clock of who is interviewed.

    `is_second` chooses between the two instants of an hour that the clock goes back over.
    """

    wall: datetime
    duration_min: int = 30
    way: str = Appointment.Way.PHONE
    place: str = ""
    is_second: bool | None = None


@transaction.atomic
def agree_hour(
    *,
    cycle: Cycle,
    seat_id: int,
    hour: Hour,
    known_id: int | None,
    user: User,
    now: datetime,
    anyway: bool = False,
) -> Appointment:
    """Agree the hour of an interview, or move it; who takes part is told by mail.

    `known_id` is the appointment that stood on the page. The same hour again changes nothing.
    An interview that is nobody's becomes that of who agrees the hour.

    Raises NotTakingPartError, InterviewMadeError, InterviewClosedError; NoSuchHourError,
    HourTwiceError, HourPastError; InterviewTakenError when somebody changed the hour meanwhile;
    HourClashError, unless `anyway`, when who makes it has another then.
    """
    interview = _open(cycle, seat_id, now)
    starts_at = _instant(hour, interview.seat.municipality.zone)
    standing = interview.appointments.filter(cancelled_at__isnull=True).first()
    wanted = (starts_at, hour.duration_min, hour.way, hour.place)
    if standing and _told(standing) == wanted:
        return standing
    if (standing.pk if standing else None) != known_id:
        raise InterviewTakenError(interview.pk)
    if starts_at <= now:
        raise HourPastError(hour.wall)
    if interview.interviewer is None:
        interview.interviewer = user
        interview.save(update_fields=["interviewer"])
    if not anyway:
        _refuse_clash(interview, interview.interviewer, starts_at, hour.duration_min)
    return _write(interview, standing, wanted, user=user, now=now)


@transaction.atomic
def cancel_hour(*, appointment: Appointment, now: datetime) -> Appointment:
    """Call an hour off and tell who was told of it; called off twice is once."""
    locked = standing_appointments().select_for_update(of=("self",))
    standing = locked.filter(pk=appointment.pk).first()
    if standing is None:
        return appointment
    standing.cancelled_at = now
    standing.sequence += 1
    standing.save(update_fields=["cancelled_at", "sequence"])
    cancel_messages(occasions=[_occasion(standing)])
    if _was_told(standing):
        _tell(standing, OFF, "CANCEL", now=now)
    return standing


def drop_stale_hours(*, now: datetime) -> int:
    """Call off the coming hours of interviews that will not be made; return how many."""
    stale = stale_appointments(now=now)
    for appointment in stale:
        cancel_hour(appointment=appointment, now=now)
    return len(stale)


def remind_hours(*, now: datetime) -> int:
    """Write once to who has an hour within a day; return to how many, told before or now.

    Who agreed it less than a day before needs no reminder.
    """
    due = [one for one in appointments_to_remind(now=now) if email_of(one.interview.person)]
    for appointment in due:
        _remind(appointment, now=now)
    return len(due)


def _open(cycle: Cycle, seat_id: int, now: datetime) -> Interview:
    """Return the interview of a seat, held by this transaction, if it is still to be made."""
    interview = get_interview(cycle=cycle, seat_id=seat_id, now=now)
    # Never joined with the interviewer: one who changes meanwhile would seem to be nobody.
    locked = (
        Interview.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "seat__municipality__region", "seat__kind")
        .get(pk=interview.pk)
    )
    locked.cycle = cycle  # known already, with its community
    if locked.state in {State.DONE, State.DECLINED}:
        raise InterviewMadeError(locked.pk)
    if is_closed(cycle):
        raise InterviewClosedError(cycle.pk)
    return locked


def _instant(hour: Hour, zone: str) -> datetime:
    instants = instants_of(hour.wall, zone)
    if not instants:
        raise NoSuchHourError(hour.wall, zone)
    if len(instants) == 1:
        return instants[0]
    if hour.is_second is None:
        raise HourTwiceError(hour.wall, zone)
    return instants[hour.is_second]


def _told(appointment: Appointment) -> tuple[datetime, int, str, str]:
    return (
        appointment.starts_at,
        appointment.duration_min,
        appointment.way,
        appointment.place,
    )


def _refuse_clash(
    interview: Interview, interviewer: User, starts_at: datetime, duration_min: int
) -> None:
    clash = clash_of(interviewer, starts_at=starts_at, duration_min=duration_min, besides=interview)
    if clash is not None:
        raise HourClashError(clash.interview.person.name)


def _write(
    interview: Interview,
    standing: Appointment | None,
    wanted: tuple[datetime, int, str, str],
    *,
    user: User,
    now: datetime,
) -> Appointment:
    starts_at, duration_min, way, place = wanted
    appointment = Appointment(
        interview=interview,
        starts_at=starts_at,
        duration_min=duration_min,
        zone=interview.seat.municipality.zone,
        way=way,
        place=place,
        made_at=now,
        made_by=user,
    )
    if standing:
        standing.cancelled_at = now
        standing.save(update_fields=["cancelled_at"])
        appointment.guid, appointment.sequence = standing.guid, standing.sequence + 1
        cancel_messages(occasions=[_occasion(standing)])
    appointment.save()
    _tell(appointment, AGREED, "REQUEST", now=now)
    logger.info("user %s agreed the hour of interview %s", user.pk, interview.pk)
    return appointment


def _tell(appointment: Appointment, template: str, method: Method, *, now: datetime) -> None:
    """Queue the mail that puts the hour into the calendar, or takes it out."""
    person = appointment.interview.person
    email = email_of(person)
    if not email:
        return
    queue_message(
        association=appointment.interview.cycle.community.association,
        key=f"{PURPOSE}:{appointment.guid}:{appointment.sequence}",
        purpose=PURPOSE,
        occasion=_occasion(appointment),
        recipient=Recipient(email, person.name),
        text=write_text(
            template,
            _context(appointment),
            calendar=build_invitation(_entry(appointment, email), method=method, stamped_at=now),
            calendar_method=method,
        ),
        now=now,
        not_after=appointment.starts_at,
    )


def _remind(appointment: Appointment, *, now: datetime) -> None:
    person = appointment.interview.person
    queue_message(
        association=appointment.interview.cycle.community.association,
        key=f"{REMINDER_PURPOSE}:{appointment.guid}:{appointment.sequence}",
        purpose=REMINDER_PURPOSE,
        occasion=_occasion(appointment),
        recipient=Recipient(email_of(person), person.name),
        text=write_text(REMINDER, _context(appointment)),
        now=now,
        not_after=appointment.starts_at,
    )


def _occasion(appointment: Appointment) -> str:
    return f"{PURPOSE}:{appointment.interview_id}"


def _was_told(appointment: Appointment) -> bool:
    """Say whether a mail about this hour left, or may have left."""
    letters = Message.objects.filter(
        key__startswith=f"{PURPOSE}:{appointment.guid}:", occasion=_occasion(appointment)
    )
    return letters.exclude(state=Message.State.CANCELLED).exists()


def _context(appointment: Appointment) -> dict[str, object]:
    interview = appointment.interview
    community = interview.cycle.community
    return {
        "name": interview.person.name,
        "appointment": appointment,
        "is_video": appointment.way == Appointment.Way.VIDEO,
        "is_moved": appointment.sequence > 0,
        "interviewer": interview.interviewer.name if interview.interviewer else "",
        "community": community,
        "association": community.association,
        "seat": interview.seat,
        "sender": sender_address(),
    }


def _entry(appointment: Appointment, email: str) -> Entry:
    interview = appointment.interview
    community = interview.cycle.community
    return Entry(
        uid=f"{appointment.guid}@convoca",
        sequence=appointment.sequence,
        starts_at=appointment.starts_at,
        duration_min=appointment.duration_min,
        summary=_("Entrevista de %(community)s") % {"community": community.name},
        description=_description(appointment),
        place=appointment.place,
        organizer=Party(sender_address(), community.association.name),
        attendee=Party(email, interview.person.name),
    )


def _description(appointment: Appointment) -> str:
    if appointment.way == Appointment.Way.VIDEO:
        return _("Videollamada: %(place)s") % {"place": appointment.place}
    if appointment.place:
        return _("Le llamamos al %(place)s.") % {"place": appointment.place}
    return _("Le llamamos por teléfono.")
