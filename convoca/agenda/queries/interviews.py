"""Who was interviewed and who is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from convoca.agenda.models import Agenda, Answer, Appointment, Interview
from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import PersonalLink, User
from convoca.directory.queries import email_of, phone_of
from convoca.foundation.errors import NotFoundError
from convoca.messaging.queries import last_batch

PURPOSE = "interview"
State = Interview.State
Which = Literal["all", "missing", "calls", "agreed", "done", "mine"]


@dataclass(frozen=True)
class InterviewRow:
    """One seat that takes part, and its interview if there is one.

    The hour that stands and the last try to reach it are read apart (`with_news`).
    """

    invitation: Invitation
    interview: Interview | None
    appointment: Appointment | None = None
    attempt: ContactAttempt | None = None

    @property
    def seat_id(self) -> int:
        return self.invitation.seat_id

    @property
    def zone(self) -> str:
        """Return the zone in which the person works."""
        return self.invitation.seat.municipality.zone

    @property
    def is_done(self) -> bool:
        return self.interview is not None and self.interview.state == State.DONE

    @property
    def is_declined(self) -> bool:
        return self.interview is not None and self.interview.state == State.DECLINED

    @property
    def is_missing(self) -> bool:
        return not (self.is_done or self.is_declined)

    @property
    def is_started(self) -> bool:
        return self.interview is not None and self.interview.state == State.STARTED

    @property
    def email(self) -> str:
        return email_of(self.invitation.participant)

    @property
    def phone(self) -> str:
        return phone_of(self.invitation.participant)

    @property
    def digits(self) -> str:
        """Return the telephone number as WhatsApp wants it: digits alone."""
        return "".join(letter for letter in self.phone if letter.isdigit())

    @property
    def next_call_on(self) -> date | None:
        """Return the day of the next call; None where an hour stands, or nothing was tried."""
        return self.attempt.next_on if self.attempt and not self.appointment else None


def live_interviews(cycle: Cycle) -> QuerySet[Interview]:
    """Return the interviews of a cycle that were not withdrawn."""
    return Interview.objects.filter(cycle=cycle, withdrawn_at__isnull=True)


def done_interviews(cycle: Cycle) -> QuerySet[Interview]:
    """Return the interviews that count: done, and not withdrawn."""
    return live_interviews(cycle).filter(state=State.DONE)


def interviewed_seat_ids(cycle: Cycle) -> set[int]:
    """Return the seats whose interview is done."""
    return set(done_interviews(cycle).values_list("seat_id", flat=True))


def refuses_group_seat_ids(cycle: Cycle) -> set[int]:
    """Return the seats that said, in a done interview, that they do not want the group's link."""
    refusing = Answer.objects.filter(
        interview__in=done_interviews(cycle), question="whatsapp", value="no"
    )
    return set(refusing.values_list("interview__seat_id", flat=True))


def interview_rows(cycle: Cycle) -> list[InterviewRow]:
    """List every seat that takes part, from north to south, with its interview."""
    interviews = {one.seat_id: one for one in live_interviews(cycle).select_related("interviewer")}
    return [
        InterviewRow(one, _theirs(interviews.get(one.seat_id), one))
        for one in accepted_invitations(cycle)
    ]


def get_row(cycle: Cycle, seat_id: int) -> InterviewRow:
    """Return one seat that takes part, or raise NotFoundError."""
    invitation = accepted_invitations(cycle).filter(seat=seat_id).first()
    if invitation is None:
        raise NotFoundError(seat_id)
    interview = (
        live_interviews(cycle).select_related("interviewer").filter(seat=invitation.seat_id).first()
    )
    return InterviewRow(invitation, _theirs(interview, invitation))


def interviews_to_make(cycle: Cycle) -> set[int]:
    """Return the interviews that are still to be made, of who takes part."""
    return {row.interview.pk for row in interview_rows(cycle) if row.interview and row.is_missing}


def _theirs(interview: Interview | None, invitation: Invitation) -> Interview | None:
    """Leave out what somebody else of the seat began; a done interview speaks for its seat."""
    if interview is None or interview.state == State.DONE:
        return interview
    return interview if interview.person_id == invitation.participant.pk else None


def last_letters(cycle: Cycle, *, now: datetime) -> datetime | None:
    """Return the moment of the last mass of links while it can be undone, or None."""
    return last_batch(occasion=cycle_occasion(cycle.pk), purpose=PURPOSE, now=now)


def filter_rows(
    rows: list[InterviewRow], *, which: Which, words: str, user: User, today: date
) -> list[InterviewRow]:
    """Keep the rows of a state, or of an interviewer, whose comuna or person has the words."""
    kept = {
        "all": rows,
        "missing": [row for row in rows if row.is_missing],
        "calls": [row for row in rows if row.is_missing and _is_due(row, today)],
        "agreed": [row for row in rows if row.is_missing and row.appointment],
        "done": [row for row in rows if row.is_done],
        "mine": [row for row in rows if row.interview and row.interview.interviewer_id == user.pk],
    }[which]
    wanted = words.strip().casefold()
    return [row for row in kept if wanted in _searched(row)]


def _is_due(row: InterviewRow, today: date) -> bool:
    return row.next_call_on is not None and row.next_call_on <= today


def _searched(row: InterviewRow) -> str:
    municipality = row.invitation.seat.municipality
    parts = (
        municipality.comuna_name,
        municipality.region.short_name,
        row.invitation.participant.name,
    )
    return " ".join(parts).casefold()


def get_visible_interview(
    user: User | AnonymousUser, cycle_id: int, interview_id: int
) -> Interview:
    """Return an interview that this person may make, or raise NotFoundError."""
    cycle = get_visible_cycle(user, cycle_id, "interview")
    interview = whole_interviews(live_interviews(cycle)).filter(pk=interview_id).first()
    if interview is None:
        raise NotFoundError(interview_id)
    return interview


def interview_of_link(link: PersonalLink) -> Interview | None:
    """Return the interview that a personal link opens, if it is still theirs.

    Who does not take part any more may read back a done one, and does not go on with another.
    """
    occasion, _, cycle_id = link.occasion.partition(":")
    if occasion != "cycle" or not cycle_id.isdigit():
        return None
    interviews = Interview.objects.filter(
        cycle_id=int(cycle_id), seat=link.seat, person=link.person, withdrawn_at__isnull=True
    )
    interview = whole_interviews(interviews).first()
    if interview is None or interview.state == State.DONE:
        return interview
    accepted = accepted_invitations(interview.cycle).filter(seat=interview.seat_id).first()
    return interview if accepted and _theirs(interview, accepted) else None


def whole_interviews(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """Return these interviews with everything that their pages name."""
    return interviews.select_related(
        "guide", "person", "seat__kind", "seat__municipality__region",
        "cycle__community__kind", "cycle__community__association",
    )  # fmt: skip


def is_closed(cycle: Cycle) -> bool:
    """Say whether the agenda is confirmed, so that answers do not change any more."""
    return Agenda.objects.filter(cycle=cycle).exists()
