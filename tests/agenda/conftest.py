"""What the tests of this room's pages may ask for."""

import pytest

from tests.factories.directory import make_coordinator


@pytest.fixture
def sign_in(client):
    """Sign in a coordinator of the community of a cycle."""

    def enter(cycle):
        client.force_login(make_coordinator(cycle.community))
        return client

    return enter
