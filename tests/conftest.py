"""What every test may ask for: a mail server, a browser, a Redis."""

import gc
import os
from collections.abc import Iterator

import hypothesis
import pytest
from playwright.sync_api import Browser

from tests.support.at_once import shared_database
from tests.support.browser import (
    OUTCOME,
    Pages,
    find_chromium,
    keep_complaints,
    started_chromium,
)
from tests.support.needs import leave_out
from tests.support.redis import find_redis, started_redis
from tests.support.smtp import MailServer

COVERAGE_AIM = 95
LONGEST = "test_whole_cycle"

# `make soak` asks for the thorough one: --hypothesis-profile=thorough
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20, print_blob=True)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("quick")


def pytest_collection_finish() -> None:
    """Take what is loaded by now out of the collector's rounds; it stays to the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest story, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: LONGEST not in item.nodeid)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Keep how the test itself went, for fixtures that act on a failure."""
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report
    return report


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config) -> None:
    """Hold the coverage against the aim, where it was measured."""
    plugin = config.pluginmanager.getplugin("_cov")
    total = getattr(plugin, "cov_total", None)
    if total is not None:
        terminalreporter.write_line(
            f"Ramas y líneas recorridas: {total:.1f} %. Meta: {COVERAGE_AIM} %."
        )


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    """A mail server of this test alone."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def one_database(transactional_db, tmp_path) -> Iterator[None]:
    """The database as all threads of a process share it in production."""
    with shared_database(tmp_path):
        yield


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis that goes away with the tests."""
    path = find_redis()
    if path is None:
        leave_out("Falta redis-server en este equipo.")
    with started_redis(path) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    path = find_chromium()
    if path is None:
        leave_out("Falta Chromium en este equipo.")
    # Playwright keeps a loop in this thread; Django would refuse the database because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with started_chromium(path) as browser:
        yield browser


@pytest.fixture
def page_factory(chromium, request) -> Iterator[Pages]:
    """Opens pages; see `Pages`. The test fails when one complains, pictures stay in `var`."""
    pages = Pages(chromium)
    yield pages
    problems = keep_complaints(pages, request.node)
    pages.close()
    if problems:
        pytest.fail(problems, pytrace=False)
