"""All communities at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from convoca.convening.models import Invitation
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.desk.queries.words import STAGE_NAMES
from convoca.directory.models import Community, Seat
from convoca.foundation.models import Association


@dataclass(frozen=True)
class CommunityCard:
    """One community: where its cycle is, and its coverage with the denominator.

    `seats` are those that exist, `held` those of them with a known person.
    """

    community: Community
    cycle: Cycle | None
    stage: str
    seats: int
    held: int
    accepted: int
    url: str


def list_cards(communities: Sequence[Community]) -> list[CommunityCard]:
    """Return a card a community, in the order given, in a fixed number of queries."""
    latest = _latest_cycles(communities)
    accepted = _accepted_by_cycle([cycle.pk for cycle in latest.values()])
    counts = _seats_by_kind(communities[0].association) if communities else {}
    cards = []
    for community in communities:
        cycle = latest.get(community.pk)
        seats, held = counts.get(community.kind_id, (0, 0))
        cards.append(
            CommunityCard(
                community=community,
                cycle=cycle,
                stage=str(STAGE_NAMES[Stage(cycle.stage)]) if cycle else "",
                seats=seats,
                held=held,
                accepted=accepted.get(cycle.pk, 0) if cycle else 0,
                url=reverse("desk:community", args=[community.pk]),
            )
        )
    return cards


def seat_counts(community: Community) -> tuple[int, int]:
    """Return (seats that exist, those of them with a known person)."""
    return _seats_by_kind(community.association).get(community.kind_id, (0, 0))


def _latest_cycles(communities: Sequence[Community]) -> dict[int, Cycle]:
    cycles = Cycle.objects.filter(community__in=communities).order_by("number")
    return {cycle.community_id: cycle for cycle in cycles}


def _accepted_by_cycle(cycle_ids: Sequence[int]) -> dict[int, int]:
    accepted = Invitation.objects.filter(
        cycle__in=cycle_ids,
        withdrawn_at__isnull=True,
        answer__in=[Invitation.Answer.YES, Invitation.Answer.DEPUTY],
    )
    rows = accepted.values("cycle").annotate(n=Count("pk"))
    return {row["cycle"]: row["n"] for row in rows.order_by()}


def _seats_by_kind(association: Association) -> dict[int, tuple[int, int]]:
    existing = Seat.objects.filter(
        association=association, existence=Seat.Existence.EXISTS, served_by__isnull=True
    )
    rows = existing.values("kind").annotate(
        seats=Count("pk", distinct=True),
        held=Count("tenures", filter=Q(tenures__to_on__isnull=True), distinct=True),
    )
    return {row["kind"]: (row["seats"], row["held"]) for row in rows.order_by()}
