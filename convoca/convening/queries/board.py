"""Every seat of a community with what is known of it in a cycle, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from convoca.convening.core.figures import Reach
from convoca.convening.core.hurdles import Hurdle, Silence, hurdle_of
from convoca.convening.core.occasions import invitation_occasion, reminder_occasion
from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.standing import Existence, SeatFacts, Standing, standing_of
from convoca.convening.models import AttendanceMark, ContactAttempt, GroupMembership, Invitation
from convoca.convening.queries.invitations import live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat, Tenure
from convoca.directory.queries import email_of, phone_of, seats_of
from convoca.messaging.models import Message

EXISTENCE: dict[str, Existence] = {"exists": "exists", "does_not": "does_not", "unknown": "unknown"}
TROUBLE = {Message.State.FAILED, Message.State.UNCERTAIN}


@dataclass(frozen=True)
class SeatRow:
    """One seat as the pages show it. `tenure` and `invitation` are None where there is none."""

    seat: Seat
    tenure: Tenure | None
    invitation: Invitation | None
    facts: SeatFacts
    standing: Standing
    attempts: tuple[ContactAttempt, ...]
    mail_states: frozenset[str]
    is_in_group: bool

    @property
    def person(self) -> Person | None:
        """Return who to speak to: the deputy, who was invited, or who holds the seat."""
        if self.invitation is not None:
            return self.invitation.participant
        return self.tenure.person if self.tenure else None

    @property
    def email(self) -> str:
        """Return the address of that person, or an empty text."""
        return email_of(self.person) if self.person else ""

    @property
    def phone(self) -> str:
        """Return the number of that person, or an empty text."""
        return phone_of(self.person) if self.person else ""

    @property
    def last_attempt(self) -> ContactAttempt | None:
        """Return the latest try to reach the seat by hand."""
        return self.attempts[0] if self.attempts else None

    @property
    def was_reached(self) -> bool:
        """Say whether something of ours arrived: a mail left, or a call was answered."""
        answered_a_call = any(
            try_.result == ContactAttempt.Result.REACHED for try_ in self.attempts
        )
        return Message.State.SENT in self.mail_states or answered_a_call

    @property
    def has_mail_trouble(self) -> bool:
        """Say whether a mail of this invitation did not leave for sure and none other did."""
        return bool(self.mail_states & TROUBLE) and Message.State.SENT not in self.mail_states

    def hurdle(self, *, today: date) -> Hurdle | None:
        """Return what stands between us and an answer; None where none is awaited."""
        if self.facts.existence != "exists" or (self.facts.is_invited and self.facts.answer):
            return None
        silence = Silence(
            is_held=self.facts.is_held,
            is_invited=self.facts.is_invited,
            has_email=bool(self.email),
            mail_left=Message.State.SENT in self.mail_states,
            has_mail_trouble=self.has_mail_trouble,
            next_on=self.last_attempt.next_on if self.last_attempt else None,
        )
        return hurdle_of(silence, today=today)

    @property
    def reach(self) -> Reach:
        """Return the seat as the funnel counts it."""
        return Reach(self.facts, was_reached=self.was_reached, is_in_group=self.is_in_group)


@dataclass(frozen=True)
class _Findings:
    """What was read of all seats of a cycle, by seat."""

    invitations: Mapping[int, Invitation]
    presences: Mapping[int, Presences]
    attempts: Mapping[int, tuple[ContactAttempt, ...]]
    mail_states: Mapping[int, frozenset[str]]
    group: frozenset[int]
    held: frozenset[int]


def list_seat_rows(cycle: Cycle) -> list[SeatRow]:
    """List all seats of the community's kind, from north to south, absent ones too."""
    community = cycle.community
    seats = list(seats_of(community.association, community.kind))
    holders = [tenure.person for seat in seats for tenure in _holding(seat)]
    prefetch_related_objects(holders, "contacts")
    findings = _find(cycle)
    return [_row(seat, findings) for seat in seats]


def held_numbers(cycle: Cycle) -> frozenset[int]:
    """Return the numbers of the sessions held: those somebody has a mark of."""
    return frozenset(cycle.marks.values_list("number", flat=True).distinct())


def count_standings(rows: Iterable[SeatRow]) -> Counter[Standing]:
    """Count seats by where they stand."""
    return Counter(row.standing for row in rows)


def _find(cycle: Cycle) -> _Findings:
    invitations = {invitation.seat_id: invitation for invitation in live_invitations(cycle)}
    marks = list(AttendanceMark.objects.filter(cycle=cycle))
    return _Findings(
        invitations=invitations,
        presences=_presences_by_seat(marks),
        attempts=_attempts_by_seat(cycle),
        mail_states=_mail_states(invitations.values()),
        group=frozenset(
            GroupMembership.objects.filter(
                community=cycle.community_id, joined_at__isnull=False, left_at__isnull=True
            ).values_list("seat", flat=True)
        ),
        held=frozenset(mark.number for mark in marks),
    )


def _presences_by_seat(marks: Iterable[AttendanceMark]) -> dict[int, Presences]:
    found: dict[int, dict[int, Presence]] = {}
    for mark in marks:
        found.setdefault(mark.seat_id, {})[mark.number] = Presence(mark.presence)
    return {seat_id: Presences(by_number) for seat_id, by_number in found.items()}


def _attempts_by_seat(cycle: Cycle) -> dict[int, tuple[ContactAttempt, ...]]:
    found: dict[int, list[ContactAttempt]] = {}
    for attempt in ContactAttempt.objects.filter(cycle=cycle).select_related("by"):
        found.setdefault(attempt.seat_id, []).append(attempt)
    return {seat_id: tuple(attempts) for seat_id, attempts in found.items()}


def _mail_states(invitations: Iterable[Invitation]) -> dict[int, frozenset[str]]:
    seat_of: dict[str, int] = {}
    for invitation in invitations:
        seat_of[invitation_occasion(invitation.pk)] = invitation.seat_id
        seat_of[reminder_occasion(invitation.pk)] = invitation.seat_id
    found: dict[int, set[str]] = {}
    messages = Message.objects.filter(occasion__in=seat_of).values_list("occasion", "state")
    for occasion, state in messages:
        found.setdefault(seat_of[occasion], set()).add(state)
    return {seat_id: frozenset(states) for seat_id, states in found.items()}


def _holding(seat: Seat) -> list[Tenure]:
    """Return the current tenure, or nothing; `seats_of` read it with the seat."""
    return list(getattr(seat, "holding"))  # noqa: B009 - the type of a seat does not know it


def _row(seat: Seat, findings: _Findings) -> SeatRow:
    holding = _holding(seat)
    invitation = findings.invitations.get(seat.pk)
    facts = SeatFacts(
        existence=EXISTENCE[seat.existence],
        is_held=bool(holding),
        is_invited=invitation is not None,
        answer=invitation.answer if invitation else "",
        presences=findings.presences.get(seat.pk, Presences()),
    )
    return SeatRow(
        seat=seat,
        tenure=holding[0] if holding else None,
        invitation=invitation,
        facts=facts,
        standing=standing_of(facts, held=findings.held),
        attempts=findings.attempts.get(seat.pk, ()),
        mail_states=findings.mail_states.get(seat.pk, frozenset()),
        is_in_group=seat.pk in findings.group,
    )
