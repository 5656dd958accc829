"""Two coordinators who share offices at the same moment: no chain, nothing doubled."""

import pytest

from convoca.convening.models import SeatNote
from convoca.convening.queries import live_invitations
from convoca.convening.services import share_seat
from convoca.directory.models import Seat
from tests.factories.convening import make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_user
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]


def test_offices_shared_both_ways_and_twice_at_once_end_with_one_agreement():
    cycle = make_invited_cycle(3)
    first, second, third = (invitation.seat for invitation in live_invitations(cycle))
    user = make_user(cycle.community.association)

    def share(seat: Seat, serving: Seat) -> object:
        return share_seat(cycle=cycle, seat=seat, serving=serving, user=user, now=NOW).served_by_id

    wishes = [(first, second), (second, first), (first, second), (second, third)]
    given = at_once([lambda pair=pair: share(*pair) for pair in wishes])

    served = dict(Seat.objects.filter(served_by__isnull=False).values_list("pk", "served_by"))
    assert not served.keys() & served.values()
    assert all(serving in given for serving in served.values())
    assert SeatNote.objects.values("text").distinct().count() * 2 == SeatNote.objects.count()
