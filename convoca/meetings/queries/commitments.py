"""What seats promised, in this cycle and in those before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Seat
from convoca.foundation.errors import NotFoundError
from convoca.meetings.models import Commitment

State = Commitment.State


@dataclass(frozen=True)
class CommitmentBook:
    """The commitments of a cycle: open ones (overdue first), and those settled."""

    open: list[Commitment]
    settled: list[Commitment]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return len(self.open) + len(self.settled)


def _with_names(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return commitments.select_related(
        "session__cycle", "seat__municipality__region", "seat__kind"
    ).order_by("due_on", "pk")


def open_commitments(community: Community) -> QuerySet[Commitment]:
    """Return the open commitments of a community, of whatever cycle; the first due come first."""
    return _with_names(
        Commitment.objects.filter(session__cycle__community=community, state=State.OPEN)
    )


def of_cycle(cycle: Cycle) -> Q:
    """Return what belongs to a cycle: made in its sessions, or carried over to it."""
    carried = Commitment.carried_to.through.objects.filter(cycle=cycle)
    return Q(session__cycle=cycle) | Q(pk__in=carried.values("commitment"))


def list_commitments(cycle: Cycle) -> CommitmentBook:
    """List the commitments of a cycle with those carried over to it."""
    found = list(_with_names(Commitment.objects.filter(of_cycle(cycle))))
    still = [one for one in found if one.state == State.OPEN]
    return CommitmentBook(
        open=sorted(still, key=lambda one: (one.due_on or date.max, one.pk)),
        settled=[one for one in found if one.state != State.OPEN],
    )


def seat_commitments(seats: tuple[Seat, ...], community: Community) -> list[Commitment]:
    """List what seats promised to a community and is still open."""
    return list(open_commitments(community).filter(seat__in=seats))


def get_commitment(cycle: Cycle, commitment_id: int) -> Commitment:
    """Return a commitment of a cycle that the caller may see, or raise NotFoundError."""
    commitment = Commitment.objects.filter(of_cycle(cycle), pk=commitment_id).first()
    if commitment is None:
        raise NotFoundError(commitment_id)
    return commitment
