"""The day of the tests that show days: a week before the first session."""

import pytest
import time_machine

from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_coordinator
from tests.factories.meetings import AFTER, BEFORE, make_session


@pytest.fixture
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session():
    return make_session(make_accepted_cycle(3))


@pytest.fixture
def user(session, client):
    user = make_coordinator(session.cycle.community)
    client.force_login(user)
    return user


@pytest.fixture
def page(session, user):
    return f"/sesiones/{session.cycle_id}/{session.number}/"


@pytest.fixture
def after(client, user, clock):
    """Two hours after the start; sessions of browsers ended meanwhile, so sign in again."""
    clock.move_to(AFTER)
    client.force_login(user)
