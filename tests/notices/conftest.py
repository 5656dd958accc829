"""A community between sessions, and who coordinates it."""

import pytest
import time_machine

from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.notices import writer_of


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cycle(clock):
    """Two seats that take part."""
    return make_accepted_cycle(2)


@pytest.fixture
def staff(client, cycle):
    """Sign the coordinator in."""
    user = writer_of(cycle)
    client.force_login(user)
    return user
