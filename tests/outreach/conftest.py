"""A morning in the queue: somebody of the team signs in at a working hour."""

import pytest
import time_machine

from tests.factories.outreach import WORKING, make_caller, make_queue


@pytest.fixture
def working_hour():
    with time_machine.travel(WORKING, tick=False):
        yield WORKING


@pytest.fixture
def cycle():
    """Three invited seats, three working days later; nobody answered."""
    return make_queue(3)


@pytest.fixture
def caller(client, cycle, working_hour):
    """Sign somebody of the team in."""
    user = make_caller(cycle)
    client.force_login(user)
    return user
