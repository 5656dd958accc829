"""Who has said when they can, and the only ways to one answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Q

from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.models import Invitation
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.queries import email_of, phone_of
from convoca.messaging import queries as outbox
from convoca.workplan.errors import NotTakingPartError
from convoca.workplan.models import Availability, Plan

PURPOSE = "availability"
State = Literal["own", "carried", "started", "missing"]


@dataclass(frozen=True)
class AvailabilityRow:
    """One seat that takes part, and what is known of when its participant can.

    own: a whole week of theirs. carried: the week of the last cycle, not confirmed yet.
    started: some days. missing: nothing; what somebody else answered for the seat before is
    not shown to them, nor used.
    """

    invitation: Invitation
    availability: Availability | None

    @property
    def state(self) -> State:
        if self.availability is None:
            return "missing"
        if self.availability.is_carried:
            return "carried"
        return "own" if self.availability.is_complete else "started"

    @property
    def has_answered(self) -> bool:
        return self.state == "own"

    @property
    def is_known(self) -> bool:
        """Say whether there is a whole week to plan with, own or carried."""
        return self.availability is not None and self.availability.is_complete

    @property
    def email(self) -> str:
        return email_of(self.invitation.participant)

    @property
    def phone(self) -> str:
        return phone_of(self.invitation.participant)


def availability_rows(cycle: Cycle) -> list[AvailabilityRow]:
    """List every seat that takes part, from north to south, with its availability."""
    given = {one.seat_id: one for one in Availability.objects.filter(cycle=cycle)}
    return [
        AvailabilityRow(invitation, _theirs(given.get(invitation.seat_id), invitation))
        for invitation in accepted_invitations(cycle)
    ]


def _theirs(availability: Availability | None, invitation: Invitation) -> Availability | None:
    if availability is None or availability.is_carried:
        return availability
    return availability if availability.person_id == invitation.participant.pk else None


def answered_seat_ids(cycle: Cycle) -> set[int]:
    """Return the seats whose participant has given a whole week of their own in this cycle."""
    return {row.invitation.seat_id for row in availability_rows(cycle) if row.has_answered}


def get_participation(*, cycle_id: int, seat_id: int, person_id: int) -> Invitation:
    """Return the invitation by which this person takes part for a seat.

    Raises NotTakingPartError when nobody does, or somebody else.
    """
    invitation = (
        Invitation.objects.filter(
            Q(answer=Invitation.Answer.YES, person=person_id)
            | Q(answer=Invitation.Answer.DEPUTY, deputy=person_id),
            cycle=cycle_id,
            seat=seat_id,
            withdrawn_at__isnull=True,
        )
        .select_related(
            "person", "deputy", "seat__municipality", "seat__kind", "cycle__community__association"
        )
        .first()
    )
    if invitation is None:
        raise NotTakingPartError(seat_id)
    return invitation


def availability_of(invitation: Invitation) -> Availability | None:
    """Return what is known of when the participant of an invitation can."""
    given = Availability.objects.filter(cycle=invitation.cycle_id, seat=invitation.seat_id).first()
    return _theirs(given, invitation)


def is_open(cycle: Cycle) -> bool:
    """Say whether availability may still change: until the dates are set or the cycle is over."""
    if cycle.closed_at is not None:
        return False
    return not Plan.objects.filter(cycle=cycle, state=Plan.State.CONFIRMED).exists()


def letter_key(cycle: Cycle, invitation: Invitation, *, now: datetime) -> str:
    """Name one letter: this person, for this seat, on this day of the association."""
    day = now.astimezone(ZoneInfo(cycle.community.association.zone)).date()
    who = f"{invitation.participant.pk}:{invitation.seat_id}"
    return f"{PURPOSE}:{who}:{cycle_occasion(cycle.pk)}:{day}"


def last_batch(cycle: Cycle, *, now: datetime) -> datetime | None:
    """Return the moment of the last mass of mails while it can be undone, or None."""
    return outbox.last_batch(occasion=cycle_occasion(cycle.pk), purpose=PURPOSE, now=now)
