"""What every journey may ask for."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from convoca.config.env import as_mail_server
from convoca.directory.models import User
from tests.journeys.cast import Coordinator, Post


@pytest.fixture
def post(smtp_server, settings) -> Iterator[Post]:
    """The mail between the two, over a real mail server, and the clock."""
    settings.EMAIL_SERVER = as_mail_server(smtp_server.url)
    settings.EMAIL_FROM = "AMUCH <convoca@amuch.cl>"
    mail = Post(smtp_server)
    yield mail
    mail.stop()


@pytest.fixture
def desk(live_server, page_factory, settings) -> Callable[..., Coordinator]:
    """Opens a desk for somebody of the staff, on a laptop unless told otherwise."""
    settings.BASE_URL = live_server.url

    def sit(user: User, *, phone: bool = False) -> Coordinator:
        coordinator = Coordinator(page_factory(phone=phone), live_server.url)
        coordinator.enter(user)
        return coordinator

    return sit


@pytest.fixture
def site(one_database) -> Iterator[str]:
    """A server with a connection for each request, as in production: a page asks two at once."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
