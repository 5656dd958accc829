"""What the page of a seat shows beside its row: who held it, what is noted, who may hold it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from convoca.convening.models import Invitation, SeatNote, SuccessorReport
from convoca.convening.queries.invitations import pending_replacements
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat, Tenure, User
from convoca.foundation.errors import NotFoundError

UNDO_TIME = timedelta(minutes=10)
"""How long the page of a seat offers to bring a removed note back."""


@dataclass(frozen=True)
class Holding:
    """One holder of a seat, and the other offices this person holds now."""

    tenure: Tenure
    elsewhere: Sequence[Seat] = ()


def list_holders(seat: Seat) -> list[Holding]:
    """List who held a seat, the latest first; who holds it now with their other seats."""
    tenures = list(seat.tenures.select_related("person").order_by("-from_on", "-pk"))
    now = [tenure.person_id for tenure in tenures if tenure.to_on is None]
    others = Tenure.objects.filter(
        person__in=now, to_on__isnull=True, seat__association=seat.association_id
    )
    others = others.exclude(seat=seat).select_related("seat__municipality", "seat__kind")
    elsewhere = [tenure.seat for tenure in others.order_by("pk")]
    return [Holding(each, () if each.to_on else elsewhere) for each in tenures]


def list_notes(seat: Seat, *, user: User, now: datetime) -> list[SeatNote]:
    """List the notes of a seat, the newest first, with those this person removed a moment ago."""
    just_removed = Q(by=user, removed_at__gt=now - UNDO_TIME)
    notes = seat.notes.filter(Q(removed_at__isnull=True) | just_removed)
    return list(notes.select_related("by"))


def get_own_note(seat: Seat, note_id: int, *, user: User) -> SeatNote:
    """Return a note of this seat that this person wrote, removed or not; or NotFoundError."""
    note = seat.notes.filter(pk=note_id, by=user).first()
    if note is None:
        raise NotFoundError(note_id)
    return note


def proposed_successor(cycle: Cycle, seat: Seat) -> SuccessorReport | None:
    """Return who is said to hold a seat now, as long as nobody newer does."""
    for note in pending_replacements(cycle):
        if note.seat_id == seat.pk:
            return SuccessorReport.objects.filter(attempt=note).first()
    return None


def standing_deputy(invitation: Invitation) -> Person | None:
    """Return whom this person once named for good to go in their place, for the same seat.

    The last word counts: who came in person since, or sent somebody this time only, has none.
    """
    last = (
        Invitation.objects.filter(seat=invitation.seat_id, person=invitation.person_id)
        .exclude(pk=invitation.pk)
        .exclude(answer__in=[Invitation.Answer.NONE, Invitation.Answer.NO])
        .select_related("deputy")
        .order_by("-pk")
        .first()
    )
    return last.deputy if last is not None and last.deputy_stays else None
