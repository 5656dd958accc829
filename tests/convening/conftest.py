"""A convocatoria that has just begun, and who coordinates it."""

import pytest
from django.utils import timezone

from tests.factories.convening import make_invited_cycle
from tests.factories.directory import make_coordinator, make_municipality, make_seat


@pytest.fixture
def cycle():
    """Three invited seats and a vacant one, a moment ago; nobody answered."""
    made = make_invited_cycle(3, now=timezone.now())
    make_seat(made.community, make_municipality("Vacante", "V1", region="Sur"))
    return made


@pytest.fixture
def staff(client, cycle):
    """Sign the coordinator in."""
    user = make_coordinator(cycle.community)
    client.force_login(user)
    return user
