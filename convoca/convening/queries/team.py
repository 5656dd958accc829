"""Who of the staff can look after seats."""

from collections import Counter
from collections.abc import Sequence

from convoca.convening.queries.board import SeatRow
from convoca.directory.models import Community, User


def list_carers(
    community: Community, rows: Sequence[SeatRow], *, besides: User
) -> list[tuple[User, int]]:
    """List the active team and who asks, by name, with how many seats each looks after now."""
    team = User.objects.filter(teams__community=community, is_active=True)
    people = {user.pk: user for user in (besides, *team)}
    counts = Counter(row.carer.user_id for row in rows if row.carer)
    in_order = sorted(people.values(), key=lambda user: (str(user), user.pk))
    return [(user, counts[user.pk]) for user in in_order]
