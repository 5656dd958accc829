"""Every page: light, inside the screen, accessible in both colours, in Spanish, without complaints.

The pages are shown by one server over one `World`, which no test here changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from convoca.directory.models import User
from tests.journeys.pages import DIRECTOR_PAGES, OPEN_PAGES, STAFF_PAGES
from tests.journeys.world import make_world
from tests.journeys.world_parts import World
from tests.support.browser import (
    DESKTOP,
    PHONE,
    Pages,
    axe_violations,
    keep_complaints,
    overflows_sideways,
)

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

DIRECTOR_BYTES, DIRECTOR_REQUESTS = 30_000, 4
STAFF_BYTES = 150_000
THUMB, OK, ABSENT = 48, 200, 404
WIDTHS, COLOURS = (320, 1280), ("light", "dark")
NARROW, WIDE = WIDTHS  # a director's own width, and the staff's; all four looks, in soak
FIRST_STATES = {name.partition(",")[0]: name for name in reversed(STAFF_PAGES)}.values()
ALL_LOOKS = [(width, colour) for width in WIDTHS for colour in COLOURS]
REFUSED = ["status of (404|409|410|422)"]
ENGLISH = re.compile(
    r"\b(This field|Sign In|Log ?in|Enter a|Page not found|Please|Select a|required|Submit|Next|"
    r"Previous|Password|Email|Yes|Save|Delete|None|True|False|Error)\b"
)
FORBIDDEN = re.compile(r"\b(usuarios?|tokens?|slots?|inv[aá]lid[oa]s?|links?|submit)\b", re.I)
TARGETS = (
    "button, .button, .quiet, summary, .choice, .scale label, .foot a, select, input, textarea"
)
SMALL = """(all, least) => all.filter(one => {
    const box = one.getBoundingClientRect();
    const inside = one.closest('.choice, .scale label');
    return box.height > 1 && box.width > 1 && box.height < least && (!inside || inside === one);
}).map(one => `${one.innerText || one.name}: ${one.getBoundingClientRect().height}`)"""
# axe does not look for this any more; a label then belongs to another field.
NAMED_TWICE = """() => {
    const names = [...document.querySelectorAll('[id]')].map(one => one.id);
    return names.filter((name, place) => names.indexOf(name) !== place);
}"""


@dataclass(frozen=True)
class Site:
    """Where the world is shown, and how the staff is known there."""

    url: str
    world: World

    def cookie(self, user: User) -> dict[str, str]:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.url}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[Site]:
    """One world and one server for all pages; afterwards the database is empty again."""
    with django_db_blocker.unblock():
        world = make_world(timezone.now())
        server = LiveServer("127.0.0.1")
        try:
            yield Site(server.url, world)
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def kept_pages(chromium) -> Iterator[dict[bool, Pages]]:
    """A telephone and a desktop that stay open: a new window takes longer than a look at it."""
    kept = {phone: Pages(chromium) for phone in (True, False)}
    for phone, pages in kept.items():
        pages(phone=phone, allowed=REFUSED).add_init_script(AXE_SCRIPT)
    yield kept
    for pages in kept.values():
        pages.close()


def clean(pages: Pages, *, phone: bool) -> Page:
    """Return the page that stays open as if it were new: no cookies, its own size, light."""
    page = pages.contexts[0].pages[0]
    pages.complaints.clear()
    page.context.clear_cookies()
    page.set_viewport_size(PHONE if phone else DESKTOP)
    page.emulate_media(color_scheme=COLOURS[0])
    return page


@pytest.fixture
def telephone(kept_pages, request) -> Iterator[Page]:
    yield clean(kept_pages[True], phone=True)
    assert keep_complaints(kept_pages[True], request.node) == ""


@pytest.fixture
def laptop(kept_pages, request) -> Iterator[Page]:
    yield clean(kept_pages[False], phone=False)
    assert keep_complaints(kept_pages[False], request.node) == ""


@dataclass
class Load:
    """What came over the wire for one page."""

    received_bytes: float = 0
    requests: int = 0
    status: int = 0


def load(page: Page, url: str) -> Load:
    """Open a page with an empty cache and count what it asks for."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    seen = Load()

    def note_request(event: dict) -> None:
        seen.requests += not event["request"]["url"].startswith("data:")

    def note_bytes(event: dict) -> None:
        seen.received_bytes += event["encodedDataLength"]

    session.on("Network.requestWillBeSent", note_request)
    session.on("Network.loadingFinished", note_bytes)
    answer = page.goto(url, wait_until="load")
    seen.status = answer.status if answer else 0
    session.detach()
    return seen


def looks_at(width: int, *, is_first: bool = True) -> list[tuple[int, str]]:
    """Return the looks of one width: light, then dark; further states of a page only light."""
    return [(width, colour) for colour in (COLOURS if is_first else COLOURS[:1])]


def faults_of_look(page: Page, looks: list[tuple[int, str]]) -> list[str]:
    """Say what is wrong with an open page in these looks, and whether it fits any width."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    found = [f"twice on the page: {name}" for name in page.evaluate(NAMED_TWICE)]
    for width in (*WIDTHS, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if overflows_sideways(page):
            found.append(f"wider than {width}")
        for colour in (colour for wide, colour in looks if wide == width):
            page.emulate_media(color_scheme=colour)
            faults = axe_violations(page, colours_only=colour != COLOURS[0])
            found += [f"{width} {colour}: {one}" for one in faults]
    return found


def faults_of_words(page: Page) -> list[str]:
    """Say which words on the page are English, or not for people."""
    text = f"{page.title()}\n{page.locator('body').inner_text()}"
    return [f"word: {one}" for one in ENGLISH.findall(text) + FORBIDDEN.findall(text)]


def faults_of_targets(page: Page) -> list[str]:
    """Say what a thumb would miss."""
    page.set_viewport_size({"width": 360, "height": 740})
    return page.locator(TARGETS).evaluate_all(SMALL, THUMB)


def director_faults(page: Page, url: str) -> list[str]:
    seen = load(page, url)
    found = []
    if seen.received_bytes > DIRECTOR_BYTES or seen.requests > DIRECTOR_REQUESTS:
        found.append(f"heavy: {seen}")
    if page.locator("script").count():
        found.append("needs a script")
    return found + faults_on_a_phone(page)


def faults_on_a_phone(page: Page) -> list[str]:
    looks = faults_of_look(page, looks_at(NARROW))
    return looks + faults_of_words(page) + faults_of_targets(page)


@pytest.mark.parametrize("name", DIRECTOR_PAGES)
def test_directors_page_is_light_and_open_to_everybody(site, telephone, name):
    who, rest = DIRECTOR_PAGES[name]
    url = f"{site.url}/p/{site.world.token(who)}/"
    if rest:
        telephone.goto(url)
        reference = site.world.links[who].reference
        url = f"{site.url}/p/e/{reference}/{rest.format(**site.world.steps, **site.world.rows)}"

    assert director_faults(telephone, url) == []
    assert not rest or telephone.url == url  # the page itself, not one it leads to


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_without_a_link_is_light_and_open_to_everybody(site, telephone, name):
    assert director_faults(telephone, site.url + OPEN_PAGES[name].format(**site.world.doors)) == []


def test_directors_form_with_faults_is_open_to_everybody(site, page_factory):
    page = page_factory(allowed=REFUSED)
    page.goto(f"{site.url}/p/{site.world.token('unanswered')}/")
    page.get_by_role("link", name="Irá otra persona en mi lugar").click()
    page.get_by_role("button", name="Guardar", exact=True).click()

    assert page.get_by_role("alert").count() == 2
    assert faults_on_a_phone(page) == []


def test_directors_pages_work_without_javascript(site, page_factory):
    page = page_factory(javascript=False)
    page.goto(f"{site.url}/p/{site.world.token('unanswered')}/")

    page.get_by_role("link", name="Díganos quién lo ocupa").click()
    page.get_by_role("link", name="Sigo en el cargo: volver").click()

    assert page.get_by_role("button", name="Sí, participaré").is_visible()


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_page_is_light_and_open_to_everybody(site, laptop, name):
    laptop.context.add_cookies([site.cookie(site.world.carla)])

    seen = load(laptop, site.url + STAFF_PAGES[name](site.world))

    looks = looks_at(WIDE, is_first=name in FIRST_STATES)
    found = [f"heavy: {seen}"] if seen.received_bytes > STAFF_BYTES else []
    assert found + faults_of_look(laptop, looks) + faults_of_words(laptop) == []
    assert seen.status == (ABSENT if name == "absent" else OK)


@pytest.mark.soak
def test_every_staff_page_is_open_to_everybody_in_every_look(site, laptop):
    laptop.context.add_cookies([site.cookie(site.world.carla)])
    faults = {}

    for name, path in STAFF_PAGES.items():
        laptop.goto(site.url + path(site.world))
        faults[name] = faults_of_look(laptop, ALL_LOOKS)

    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.soak
def test_every_directors_page_is_open_to_everybody_in_every_look(site, telephone):
    faults = {}

    for name, (who, rest) in DIRECTOR_PAGES.items():
        telephone.goto(f"{site.url}/p/{site.world.token(who)}/")
        if rest:
            reference = site.world.links[who].reference
            path = rest.format(**site.world.steps, **site.world.rows)
            telephone.goto(f"{site.url}/p/e/{reference}/{path}")
        faults[name] = faults_of_look(telephone, ALL_LOOKS)

    assert {name: found for name, found in faults.items() if found} == {}
