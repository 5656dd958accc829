"""What tests of messages may ask for."""

from collections.abc import Iterator

import pytest

from tests.fakes.whatsapp import WhatsAppServer


@pytest.fixture
def whatsapp_server() -> Iterator[WhatsAppServer]:
    """A Cloud API of this test alone."""
    server = WhatsAppServer()
    server.start()
    yield server
    server.stop()
