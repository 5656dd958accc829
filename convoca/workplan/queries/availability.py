"""Who has said when they can, and the only ways to one answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.models import Invitation
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Municipality, Person
from convoca.directory.queries import email_of, phone_of
from convoca.foundation.errors import NotFoundError
from convoca.foundation.sheets import Cell, Sheet
from convoca.messaging import queries as outbox
from convoca.messaging.models import Message
from convoca.workplan.core.problem.model import Away, Council
from convoca.workplan.errors import NotTakingPartError
from convoca.workplan.models import Availability, Plan
from convoca.workplan.models.availability import UNANSWERED

PURPOSE = "availability"
FAILED = frozenset({Message.State.FAILED, Message.State.SUPPRESSED})
State = Literal["own", "carried", "started", "missing"]

MISSING_WORDS = {
    "own": "",
    "carried": gettext_lazy("Confirmar lo del ciclo anterior"),
    "started": gettext_lazy("Terminar: dejó días sin responder"),
    "missing": gettext_lazy("Responder"),
}


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
    def mark(self) -> str:
        """Return a mark of what is known, so that a form knows of what came in meanwhile."""
        return self.availability.mark if self.availability else UNANSWERED

    @property
    def missing_words(self) -> str:
        """Say what they have still to do; nothing who answered."""
        return str(MISSING_WORDS[self.state])

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


def get_availability_row(cycle: Cycle, seat_id: int) -> AvailabilityRow:
    """Return what is known of one seat that takes part.

    Raises NotFoundError when it does not.
    """
    invitation = accepted_invitations(cycle).filter(seat__pk=seat_id).first()
    if invitation is None:
        raise NotFoundError(seat_id)
    return AvailabilityRow(invitation, availability_of(invitation))


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


def known_council(*, person: Person, municipality: Municipality) -> Council | None:
    """Return the half day of a council that a person told last, for any of their seats there."""
    told = Availability.objects.filter(
        person=person, seat__municipality=municipality, council_weekday__isnull=False
    ).order_by("-answered_at", "-pk")
    latest = told.first()
    return latest.council if latest else None


@dataclass(frozen=True)
class KnownAnswer:
    """What a person answered for another seat on the same clock: the newest whole week."""

    community: str
    weekly: str
    absences: tuple[Away, ...]
    council: Council | None


def known_answer(invitation: Invitation) -> KnownAnswer | None:
    """Return what who takes part answered in another open cycle of the association, if anything.

    The council counts where the municipality is the same.
    """
    here = invitation.seat.municipality
    told = (
        Availability.objects.filter(
            person=invitation.participant,
            is_carried=False,
            cycle__closed_at__isnull=True,
            cycle__community__association=invitation.cycle.community.association_id,
            seat__municipality__zone=here.zone,
        )
        .exclude(cycle=invitation.cycle_id, seat=invitation.seat_id)
        .select_related("cycle__community", "seat")
        .order_by("-answered_at", "-pk")
    )
    found = next((one for one in told if one.is_complete), None)
    if found is None:
        return None
    council = found.council if found.seat.municipality_id == here.pk else None
    return KnownAnswer(found.cycle.community.name, found.weekly, found.absences, council)


def is_open(cycle: Cycle) -> bool:
    """Say whether availability may still change: until the dates are set or the cycle is over."""
    if cycle.closed_at is not None:
        return False
    return not Plan.objects.filter(cycle=cycle, state=Plan.State.CONFIRMED).exists()


def letter_key(cycle: Cycle, invitation: Invitation, *, now: datetime) -> str:
    """Name one letter: this person, for this seat, on this day of the association."""
    day = now.astimezone(ZoneInfo(cycle.community.association.zone)).date()
    return f"{_letter_keys(cycle, invitation)}{day}"


def _letter_keys(cycle: Cycle, invitation: Invitation) -> str:
    """Return how the names of all letters to this person for this seat begin."""
    who = f"{invitation.participant.pk}:{invitation.seat_id}"
    return f"{PURPOSE}:{who}:{cycle_occasion(cycle.pk)}:"


def last_batch(cycle: Cycle, *, now: datetime) -> datetime | None:
    """Return the moment of the last mass of mails while it can be undone, or None."""
    return outbox.last_batch(occasion=cycle_occasion(cycle.pk), purpose=PURPOSE, now=now)


@dataclass(frozen=True)
class PastAsking:
    """One mass act of asking: to how many, and how many of them have a week of their own by now."""

    at: datetime
    written: int
    by_whatsapp: int
    failed: int
    answered: int


def past_askings(cycle: Cycle, rows: Iterable[AvailabilityRow]) -> list[PastAsking]:
    """List when people were asked, the latest first; what was undone in time is left out."""
    answered = {_letter_keys(cycle, row.invitation) for row in rows if row.has_answered}
    found = outbox.list_occasion(cycle_occasion(cycle.pk), PURPOSE)
    found = found.exclude(state=Message.State.CANCELLED)
    batches: dict[datetime, list[Message]] = {}
    for message in found.only("key", "channel", "state", "created_at").order_by("-created_at"):
        batches.setdefault(message.created_at, []).append(message)
    return [
        PastAsking(
            at=at,
            written=len(batch),
            by_whatsapp=sum(one.channel == Message.Channel.WHATSAPP for one in batch),
            failed=sum(one.state in FAILED for one in batch),
            answered=sum(one.key.rpartition(":")[0] + ":" in answered for one in batch),
        )
        for at, batch in batches.items()
    ]


def calling_sheet(rows: Iterable[AvailabilityRow]) -> Sheet:
    """Return whom to call as a table, with room for what they say."""
    headings = [
        _("Comuna"),
        _("Región"),
        _("Persona"),
        _("Dirección"),
        _("Teléfono"),
        _("Correo"),
        _("Qué falta"),
        _("Qué respondió"),
    ]
    return Sheet(_("Llamadas por disponibilidad"), headings, [_cells(row) for row in rows])


def _cells(row: AvailabilityRow) -> list[Cell]:
    person, place = row.invitation.participant, row.invitation.seat.municipality
    return [
        place.comuna_name,
        place.region.short_name,
        person.name,
        row.invitation.seat.kind.name,
        row.phone,
        row.email,
        row.missing_words,
        None,
    ]
