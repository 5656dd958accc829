"""Seats that share an office: those that do, those that may, and who could serve one."""

from collections.abc import Sequence

from django.db.models import QuerySet

from convoca.convening.queries.board import SeatRow
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat
from convoca.directory.queries import MaybeShared, find_shared, seats_of


def list_maybe_shared(rows: Sequence[SeatRow]) -> list[MaybeShared]:
    """List which seats of a board may be one office; asks the database nothing."""
    tenures = [row.tenure for row in rows if row.tenure is not None]
    return find_shared(tenures, {row.seat.served_by_id for row in rows if row.seat.served_by_id})


def list_serving_candidates(cycle: Cycle, seat: Seat) -> QuerySet[Seat]:
    """Return the seats that could serve this one: they exist and are not served themselves."""
    community = cycle.community
    existing = seats_of(community.association, community.kind).filter(
        existence=Seat.Existence.EXISTS, served_by__isnull=True
    )
    return existing.exclude(pk=seat.pk)
