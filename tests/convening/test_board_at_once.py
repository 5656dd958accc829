"""Two coordinators at the board at the same moment: nothing is doubled, nothing half done."""

import pytest

from convoca.convening.models import SavedView
from convoca.convening.queries import live_invitations
from convoca.convening.services import save_view
from tests.factories.convening import make_invited_cycle, put_in_care
from tests.factories.directory import make_user
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]


def test_seats_given_to_two_people_at_once_end_with_one_of_them():
    cycle = make_invited_cycle(6)
    seats = [invitation.seat_id for invitation in live_invitations(cycle)]
    association = cycle.community.association
    people = [make_user(association, f"{name}@ejemplo.cl", name) for name in ("ana", "olga")]

    counts = at_once([lambda user=user: put_in_care(cycle, seats, user) for user in people])

    owners = list(cycle.cares.values_list("user", flat=True))
    assert counts == [6, 6]
    assert (len(owners), len(set(owners))) == (6, 1)


def test_view_saved_twice_at_once_is_one_view():
    cycle = make_invited_cycle(1)
    owner = make_user(cycle.community.association)

    def save() -> str:
        view = save_view(
            community=cycle.community, owner=owner, name="Sur", query="region=S", is_shared=False
        )
        return view.name

    names = at_once([save, save])

    assert names == ["Sur", "Sur"]
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Sur"]
