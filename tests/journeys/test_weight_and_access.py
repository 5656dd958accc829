"""Every page: light, inside the screen, accessible in both colours, in Spanish, without complaints.

The pages are shown by one server over one `World`, which no test here changes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from convoca.agenda.models import Code
from convoca.directory.models import User
from convoca.messaging.models import Message
from convoca.workplan.models import Expert
from tests.journeys.world import make_world
from tests.journeys.world_parts import World, interview_of, invitation_of
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

DIRECTOR_BYTES, DIRECTOR_REQUESTS = 30_000, 4
STAFF_BYTES = 150_000
THUMB = 48
WIDTHS, COLOURS = (320, 1280), ("light", "dark")
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

# A page of a director: the link that opens it, and where one goes from there.
DIRECTOR_PAGES = {
    "invitation": ("unanswered", ""),
    "invitation_of_a_deputy": ("deputy", ""),
    "invitation_change": ("yes", "invitacion/cambiar/"),
    "invitation_deputy": ("unanswered", "invitacion/reemplazo/"),
    "invitation_replaced": ("unanswered", "invitacion/cargo/"),
    "answered_yes": ("yes", ""),
    "answered_deputy": ("deputized", ""),
    "answered_no_and_why": ("no_reason", ""),
    "answered_no": ("no", ""),
    "interview_yes_no": ("fresh", ""),
    "interview_choice": ("half", "entrevista/{choice}/"),
    "interview_text": ("half", "entrevista/{text}/"),
    "interview_themes": ("half", "entrevista/{themes}/"),
    "interview_pick_themes": ("half", "entrevista/{pick_themes}/"),
    "interview_pause": ("half", "entrevista/despues/"),
    "interview_end": ("done", ""),
    "interview_declined": ("declined", ""),
    "interview_closed": ("interview_closed", ""),
    "availability_day": ("no_week", ""),
    "availability_day_with_copies": ("half_week", ""),
    "availability_hours": ("no_week", "disponibilidad/1/horas/"),
    "availability_absences": ("week", "disponibilidad/ausencias/"),
    "availability_no_absences": ("no_week", "disponibilidad/ausencias/"),
    "availability_council": ("week", "disponibilidad/concejo/"),
    "availability_summary": ("week", ""),
    "availability_summary_with_gaps": ("half_week", "disponibilidad/resumen/"),
    "availability_closed": ("week_closed", ""),
    "availability_refused": ("outside", ""),
    "session_coming": ("coming", ""),
    "session_excused": ("excused", ""),
    "session_without_call": ("no_call", ""),
    "session_cancelled": ("cancelled", ""),
    "session_held": ("held", ""),
    "session_held_without_minutes": ("held_without_minutes", ""),
}
OPEN_PAGES = {
    "refused": "/p/estoNoEsUnEnlaceConocido/",
    "left": "/p/hasta-pronto/",
    "renewal": "/p/enlace-nuevo/",
    "privacy": "/privacidad",
    "absent": "/p/e/nada/",
    "sign_in": "/cuenta/login/",
    "sign_in_by_code": "/cuenta/login/code/",
}
# Pages of the staff that need nothing but a cycle; each is shown full and empty.
CYCLE_PAGES = [
    "desk:cycle", "convening:invitations", "convening:unreached", "convening:invite",
    "convening:remind", "convening:board", "convening:group", "agenda:interviews",
    "agenda:links", "agenda:statements", "agenda:coded", "agenda:codebook", "agenda:themes",
    "agenda:agenda", "agenda:confirm", "agenda:override", "workplan:availability",
    "workplan:ask", "workplan:experts", "workplan:expert_new", "workplan:plan",
    "meetings:sessions", "meetings:commitments",
]  # fmt: skip
SESSION_PAGES = [
    "meetings:session", "meetings:change", "meetings:attendance", "meetings:minutes",
    "meetings:promise", "meetings:announce", "meetings:remind", "meetings:cancel",
    "meetings:close", "meetings:send_minutes",
]  # fmt: skip


def of_cycle(page: str, name: str, *more: int) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.cycles[name].pk, *more])


def of_community(page: str, name: str) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.communities[name].pk])


def of_seat(page: str, place: int) -> Callable[[World], str]:
    return lambda world: reverse(
        page,
        args=[world.cycles["open"].pk, invitation_of(world.cycles["open"], place).seat_id],
    )


def interview_step(kind: str) -> Callable[[World], str]:
    def path(world: World) -> str:
        interview = interview_of(world.cycles["open"], 5)
        return reverse("agenda:step", args=[interview.cycle_id, interview.pk, world.steps[kind]])

    return path


def first(page: str, rows: Callable[[World], object]) -> Callable[[World], str]:
    """Return the page of the first of some rows in the cycle that is open."""
    return lambda world: reverse(page, args=[world.cycles["open"].pk, rows(world).pk])


STAFF_PAGES: dict[str, Callable[[World], str]] = {
    **{f"{page}, full": of_cycle(page, "open") for page in CYCLE_PAGES},
    **{f"{page}, empty": of_cycle(page, "begun") for page in CYCLE_PAGES},
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in ("desk:cycle", "convening:board", "convening:group", "agenda:agenda")
    },
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in ("workplan:availability", "meetings:sessions", "meetings:commitments")
    },
    "workplan:plan, solved": of_cycle("workplan:plan", "planned"),
    "workplan:plan, confirmed": of_cycle("workplan:plan", "scheduled"),
    "workplan:expert": lambda world: reverse(
        "workplan:expert",
        args=[
            world.cycles["planned"].pk,
            Expert.objects.get(community=world.communities["planned"]).pk,
        ],
    ),
    **{f"{page}, coming": of_cycle(page, "scheduled", 1) for page in SESSION_PAGES},
    "meetings:session, cancelled": of_cycle("meetings:session", "scheduled", 2),
    **{f"{page}, held": of_cycle(page, "held", 1) for page in SESSION_PAGES},
    "convening:seat, who takes part": of_seat("convening:seat", 0),
    "convening:seat, who said no": of_seat("convening:seat", 8),
    "convening:seat, without address": of_seat("convening:seat", 11),
    "workplan:entry, answered": of_seat("workplan:entry", 0),
    "workplan:entry, not answered": of_seat("workplan:entry", 7),
    "agenda:interview, done": first(
        "agenda:interview", lambda world: interview_of(world.cycles["open"], 0)
    ),
    "agenda:edit_code": first("agenda:edit_code", lambda _world: Code.objects.get()),
    "agenda:edit_theme": first(
        "agenda:edit_theme", lambda world: world.communities["open"].themes.first()
    ),
    **{
        f"agenda:step, {kind}": interview_step(kind)
        for kind in ("yes_no", "choice", "text", "themes", "pick_themes")
    },
    "desk:today": lambda _world: reverse("desk:today"),
    "desk:communities": lambda _world: reverse("desk:communities"),
    "desk:community_new": lambda _world: reverse("desk:community_new"),
    "desk:community, without a cycle": of_community("desk:community", "empty"),
    "desk:community_edit": of_community("desk:community_edit", "open"),
    "desk:team": of_community("desk:team", "empty"),
    "desk:cycle_new": of_community("desk:cycle_new", "empty"),
    "desk:mailbox": lambda _world: reverse("desk:mailbox"),
    "desk:mailbox, nothing found": lambda _world: reverse("desk:mailbox") + "?para=nadie",
    "desk:message, uncertain": lambda _world: reverse(
        "desk:message", args=[Message.objects.get(state="uncertain").pk]
    ),
    "desk:staff": lambda _world: reverse("desk:staff"),
    "directory:roster_new": of_community("directory:roster_new", "open"),
    "directory:roster": lambda world: reverse(
        "directory:roster", args=[world.communities["open"].pk, world.roster.pk]
    ),
    "account_logout": lambda _world: reverse("account_logout"),
    "absent": lambda _world: "/ciclo/999999/",
}


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


@dataclass
class Load:
    """What came over the wire for one page."""

    received_bytes: float = 0
    requests: int = 0


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
    page.goto(url, wait_until="load")
    session.detach()
    return seen


def faults_of_look(page: Page) -> list[str]:
    """Say what is wrong with an open page at both widths, in both colours."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    found = []
    for width in (*WIDTHS, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if overflows_sideways(page):
            found.append(f"wider than {width}")
        for colour in COLOURS if width in WIDTHS else ():
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
    return found + faults_of_look(page) + faults_of_words(page) + faults_of_targets(page)


@pytest.mark.parametrize("name", DIRECTOR_PAGES)
def test_directors_page_is_light_and_open_to_everybody(site, page_factory, name):
    who, rest = DIRECTOR_PAGES[name]
    page = page_factory(allowed=REFUSED)
    url = f"{site.url}/p/{site.world.token(who)}/"
    if rest:
        page.goto(url)
        reference = site.world.links[who].reference
        url = f"{site.url}/p/e/{reference}/{rest.format(**site.world.steps)}"

    assert director_faults(page, url) == []
    assert not rest or page.url == url  # the page itself, not one it leads to


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_without_a_link_is_light_and_open_to_everybody(site, page_factory, name):
    page = page_factory(allowed=REFUSED)

    assert director_faults(page, site.url + OPEN_PAGES[name]) == []


def test_directors_form_with_faults_is_open_to_everybody(site, page_factory):
    page = page_factory(allowed=REFUSED)
    page.goto(f"{site.url}/p/{site.world.token('unanswered')}/")
    page.get_by_role("link", name="Irá otra persona en mi lugar").click()
    page.get_by_role("button", name="Guardar", exact=True).click()

    assert page.get_by_role("alert").count() == 2
    assert faults_of_look(page) + faults_of_words(page) + faults_of_targets(page) == []


def test_directors_pages_work_without_javascript(site, page_factory):
    page = page_factory(javascript=False)
    page.goto(f"{site.url}/p/{site.world.token('unanswered')}/")

    page.get_by_role("link", name="Díganos quién lo ocupa").click()
    page.get_by_role("link", name="Sigo en el cargo: volver").click()

    assert page.get_by_role("button", name="Sí, participaré").is_visible()


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_page_is_light_and_open_to_everybody(site, page_factory, name):
    page = page_factory(phone=False, allowed=REFUSED)
    page.context.add_cookies([site.cookie(site.world.carla)])

    seen = load(page, site.url + STAFF_PAGES[name](site.world))

    found = [f"heavy: {seen}"] if seen.received_bytes > STAFF_BYTES else []
    assert found + faults_of_look(page) + faults_of_words(page) == []


def test_every_staff_page_has_its_answer(site):
    client = Client()
    client.force_login(site.world.carla)

    answers = {name: client.get(path(site.world)) for name, path in STAFF_PAGES.items()}

    broken = {name: one.status_code for name, one in answers.items() if one.status_code >= 500}
    assert broken == {}
    assert answers["desk:today"].status_code == 200
