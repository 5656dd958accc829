"""Every seat of a community with what is known of it in a cycle, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from convoca.convening.core.figures import Reach
from convoca.convening.core.hurdles import Hurdle, Silence, hurdle_of
from convoca.convening.core.occasions import invitation_occasion, reminder_occasion
from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.standing import Existence, SeatFacts, Standing, standing_of
from convoca.convening.models import (
    AttendanceMark,
    ContactAttempt,
    GroupMembership,
    InterviewMark,
    Invitation,
    SeatCare,
)
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat, Tenure
from convoca.directory.queries import email_of, phone_of, seats_of
from convoca.foundation.words import join_names
from convoca.messaging.models import Message

EXISTENCE: dict[str, Existence] = {"exists": "exists", "does_not": "does_not", "unknown": "unknown"}


@dataclass(frozen=True)
class Carer:
    """Who of the staff looks after a seat in the cycle."""

    user_id: int
    name: str


@dataclass(frozen=True)
class SeatRow:
    """One seat as the pages show it. `tenure`, `invitation`, `carer` are None where none is.

    `serving` is the row of the seat that does the work of this one, if another does; `serves`
    are the seats whose work this one does, by comuna.
    """

    seat: Seat
    tenure: Tenure | None
    invitation: Invitation | None
    facts: SeatFacts
    standing: Standing
    attempts: tuple[ContactAttempt, ...]
    mail_states: frozenset[str]
    is_in_group: bool
    province: str
    carer: Carer | None
    serving: "SeatRow | None" = None
    serves: tuple[Seat, ...] = ()

    @property
    def served_places(self) -> str:
        """Return the comunas whose work this seat does besides its own, as they are listed."""
        return join_names([seat.municipality.comuna_name for seat in self.serves])

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
    def _mail_left(self) -> bool:
        return bool(self.mail_states & Message.LEFT)

    @property
    def was_reached(self) -> bool:
        """Say whether something of ours arrived: a mail left, or a call was answered."""
        answered_a_call = any(try_.result in ContactAttempt.SPOKEN for try_ in self.attempts)
        return self._mail_left or answered_a_call

    @property
    def has_mail_trouble(self) -> bool:
        """Say whether a mail of this invitation did not leave for sure and none other did."""
        return bool(self.mail_states & Message.TROUBLE) and not self._mail_left

    def hurdle(self, *, today: date) -> Hurdle | None:
        """Return what stands between us and an answer; None where none is awaited."""
        if not self.facts.is_office or (self.facts.is_invited and self.facts.answer):
            return None
        silence = Silence(
            is_held=self.facts.is_held,
            is_invited=self.facts.is_invited,
            has_email=bool(self.email),
            mail_left=self._mail_left,
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
    """What was read of the seats of a cycle, by seat."""

    invitations: Mapping[int, Invitation]
    presences: Mapping[int, Presences]
    attempts: Mapping[int, tuple[ContactAttempt, ...]]
    mail_states: Mapping[int, frozenset[str]]
    held: frozenset[int]


def list_seat_rows(cycle: Cycle) -> list[SeatRow]:
    """List all seats of the community's kind, from north to south, absent ones too."""
    return _rows(cycle, seats_of(cycle.community.association, cycle.community.kind), None)


def get_seat_row(cycle: Cycle, seat: Seat) -> SeatRow:
    """Return one seat as the lists show it; only those it serves or is served by are read."""
    community = cycle.community
    together = Q(pk=seat.pk) | Q(pk=seat.served_by_id) | Q(served_by=seat.pk)
    seats = seats_of(community.association, community.kind).filter(together)
    return next(row for row in _rows(cycle, seats, seat) if row.seat.pk == seat.pk)


def held_numbers(cycle: Cycle) -> frozenset[int]:
    """Return the numbers of the sessions held: those somebody has a mark of."""
    return frozenset(cycle.marks.values_list("number", flat=True).distinct())


def count_standings(rows: Iterable[SeatRow]) -> Counter[Standing]:
    """Count seats by where they stand."""
    return Counter(row.standing for row in rows)


def _rows(cycle: Cycle, chosen: QuerySet[Seat], only: Seat | None) -> list[SeatRow]:
    seats = list(_with_marks(cycle, chosen))
    findings = _find(cycle, seats, {} if only is None else {"seat__in": seats})
    holders = [tenure.person for seat in seats for tenure in _holding(seat)]
    invited = [one.person for one in findings.invitations.values()]
    deputies = [one.deputy for one in findings.invitations.values() if one.deputy]
    prefetch_related_objects([*holders, *invited, *deputies], "contacts")
    return _together([_row(cycle, seat, findings) for seat in seats], findings.held)


def _together(rows: Sequence[SeatRow], held: frozenset[int]) -> list[SeatRow]:
    """Return the rows, each knowing the row of the seat that serves it and the seats it serves.

    A seat with an invitation of its own in the cycle is an office of its own there.
    """
    found = {row.seat.pk: row for row in rows}
    serves: dict[int, list[Seat]] = {}
    for row in rows:
        serving = found.get(row.seat.served_by_id or 0)
        if serving is not None and row.invitation is None:
            facts = replace(row.facts, served_by=serving.facts)
            standing = standing_of(facts, held=held)
            found[row.seat.pk] = replace(row, serving=serving, facts=facts, standing=standing)
            serves.setdefault(serving.seat.pk, []).append(row.seat)
    for seat_id, seats in serves.items():
        by_name = sorted(seats, key=lambda seat: seat.municipality.comuna_name)
        found[seat_id] = replace(found[seat_id], serves=tuple(by_name))
    return list(found.values())


def _with_marks(cycle: Cycle, seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Read with each seat what other tables say of it in one word; one query for all."""
    of_seat = {"cycle": cycle, "seat": OuterRef("pk")}
    inside = GroupMembership.objects.filter(
        community=cycle.community_id,
        seat=OuterRef("pk"),
        joined_at__isnull=False,
        left_at__isnull=True,
        removed_at__isnull=True,
    )
    care = SeatCare.objects.filter(**of_seat)
    # the kind is that of the community: read once, not once a seat
    return (
        seats.select_related(None)
        .select_related("municipality__region")
        .annotate(
            province_name=F("municipality__province__name"),
            in_group=Exists(inside),
            interviewed=Exists(InterviewMark.objects.filter(**of_seat)),
            carer_id=Subquery(care.values("user")),
            carer_name=Subquery(care.values("user__name")),
        )
    )


def _find(cycle: Cycle, seats: Iterable[Seat], of: Mapping[str, Sequence[Seat]]) -> _Findings:
    """Read what is known of the seats of a cycle, or `of` some of them."""
    invitations = _invitations(cycle, seats, of)
    marks = AttendanceMark.objects.filter(cycle=cycle, **of)
    presences = _presences_by_seat(marks.values_list("seat", "number", "presence"))
    return _Findings(
        invitations=invitations,
        presences=presences,
        attempts=_attempts_by_seat(ContactAttempt.objects.filter(cycle=cycle, **of)),
        mail_states=_mail_states(invitations.values()),
        held=held_numbers(cycle)
        if of
        else frozenset(number for each in presences.values() for number in each.marks),
    )


def _invitations(
    cycle: Cycle, seats: Iterable[Seat], of: Mapping[str, Sequence[Seat]]
) -> dict[int, Invitation]:
    """Return the live invitations by seat; each knows the seat and the cycle already read."""
    live = Invitation.objects.filter(cycle=cycle, withdrawn_at__isnull=True, **of)
    found = {one.seat_id: one for one in live.select_related("person", "deputy")}
    for seat in seats:
        if seat.pk in found:
            found[seat.pk].seat, found[seat.pk].cycle = seat, cycle
    return found


def _presences_by_seat(marks: Iterable[tuple[int, int, str]]) -> dict[int, Presences]:
    found: dict[int, dict[int, Presence]] = {}
    for seat_id, number, presence in marks:
        found.setdefault(seat_id, {})[number] = Presence(presence)
    return {seat_id: Presences(by_number) for seat_id, by_number in found.items()}


def _attempts_by_seat(
    attempts: QuerySet[ContactAttempt],
) -> dict[int, tuple[ContactAttempt, ...]]:
    found: dict[int, list[ContactAttempt]] = {}
    for attempt in attempts.select_related("by"):
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


def _row(cycle: Cycle, seat: Seat, findings: _Findings) -> SeatRow:
    seat.kind = cycle.community.kind
    marks = vars(seat)  # the type of a seat does not know what was read with it
    holding = _holding(seat)
    invitation = findings.invitations.get(seat.pk)
    facts = SeatFacts(
        existence=EXISTENCE[seat.existence],
        is_held=bool(holding),
        is_invited=invitation is not None,
        answer=invitation.answer if invitation else "",
        presences=findings.presences.get(seat.pk, Presences()),
        is_interviewed=marks["interviewed"],
    )
    return SeatRow(
        seat=seat,
        tenure=holding[0] if holding else None,
        invitation=invitation,
        facts=facts,
        standing=standing_of(facts, held=findings.held),
        attempts=findings.attempts.get(seat.pk, ()),
        mail_states=findings.mail_states.get(seat.pk, frozenset()),
        is_in_group=marks["in_group"],
        province=marks["province_name"],
        carer=Carer(marks["carer_id"], marks["carer_name"]) if marks["carer_id"] else None,
    )
