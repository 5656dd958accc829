"""Who of the staff can look after seats."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from convoca.convening.models import CareChange
from convoca.convening.queries.board import SeatRow
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, User
from convoca.messaging.services import UNDO_TIME


@dataclass(frozen=True)
class Assignment:
    """How many seats changed hands at a moment, which names the act."""

    at: datetime
    count: int


def list_carers(
    community: Community, rows: Sequence[SeatRow], *, besides: User
) -> list[tuple[User, int]]:
    """List the active team and who asks, by name, with how many seats each looks after now."""
    team = User.objects.filter(teams__community=community, is_active=True)
    people = {user.pk: user for user in (besides, *team)}
    counts = Counter(row.carer.user_id for row in rows if row.carer)
    in_order = sorted(people.values(), key=lambda user: (str(user), user.pk))
    return [(user, counts[user.pk]) for user in in_order]


def last_assignment(cycle: Cycle, *, now: datetime) -> Assignment | None:
    """Return the latest assignment of seats while it may still be undone, or None."""
    recent = CareChange.objects.filter(cycle=cycle, at__gt=now - UNDO_TIME)
    moments = list(recent.order_by("-at").values_list("at", flat=True))
    return Assignment(moments[0], moments.count(moments[0])) if moments else None
