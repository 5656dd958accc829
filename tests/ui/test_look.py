"""The components in a real browser: accessible, inside the screen, and light."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from playwright.sync_api import expect

from convoca.ui.frames import PortalFrame
from convoca.ui.samples import SampleForm, sample_context
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = pytest.mark.browser
SITE = "http://127.0.0.1:9"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'"
)
PORTAL = """{% extends "ui/portal.html" %}{% block title %}Martes{% endblock %}
{% block progress %}2 de 5{% endblock %}{% block content %}<h1>¿A qué hora puede el martes?</h1>
<form class="stack">{% field form.day %}{% scale form.urgency "1: espera" "5: plazo" %}
<button class="button go wide">Guardar y seguir con el miércoles</button></form>
{% endblock %}{% block small_print %}<p>Puede cambiarlo hasta el viernes.</p>{% endblock %}"""
KINDS = {".css": "text/css", ".js": "text/javascript"}


def answer(route, html):
    """Serve the page and its static files from here; no server is needed."""
    path = route.request.url.removeprefix(SITE)
    if path == "/":
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        return
    found = Path(finders.find(path.removeprefix("/static/")))
    route.fulfill(body=found.read_bytes(), content_type=KINDS[found.suffix])


def opened(page, html):
    page.route(f"{SITE}/**", lambda route: answer(route, html))
    page.goto(f"{SITE}/")
    return page


@pytest.fixture(scope="module")
def components():
    return render_to_string("ui/components.html", sample_context())


@pytest.fixture(scope="module")
def portal():
    frame = PortalFrame("Asociación de prueba", "/datos/", "/salir/")
    page = engines["django"].from_string(PORTAL)
    return page.render({"portal": frame, "form": SampleForm()})


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1280])
def test_components_are_accessible_and_inside_the_screen(page_factory, components, width, dark):
    page = page_factory(phone=width < 640, dark=dark)
    page.set_viewport_size({"width": width, "height": 800})

    opened(page, components)

    assert axe_violations(page) == []
    assert overflows_sideways(page) is False


def test_components_work_without_javascript(page_factory, components):
    page = opened(page_factory(javascript=False), components)

    page.get_by_text("Ver como tabla").first.click()

    assert page.get_by_role("table").first.is_visible()
    assert page.locator("#trouble").is_visible() is False


def test_rail_on_a_phone_shows_where_we_are(page_factory, components):
    page = opened(page_factory(), components)

    assert page.locator(".rail [aria-current]").is_visible()
    assert page.locator(".rail nav").evaluate("nav => nav.scrollWidth > nav.clientWidth")


def test_pressed_button_rests_so_that_nothing_leaves_twice(page_factory, components):
    page = opened(page_factory(phone=False), components)
    page.evaluate("document.querySelector('.confirm form').target = 'elsewhere'")

    page.get_by_role("button", name="Enviar a 41 personas").click()

    expect(page.get_by_role("button", name="Enviar a 41 personas")).to_be_disabled()


def test_failed_request_says_so_and_a_refusal_does_not(page_factory, components):
    page = opened(page_factory(), components)
    tell = """status => document.body.dispatchEvent(new CustomEvent(
        "htmx:responseError", {bubbles: true, detail: {xhr: {status}}}))"""

    page.evaluate(tell, 409)
    refused = page.locator("#trouble").is_visible()
    page.evaluate(tell, 500)

    assert (refused, page.locator("#trouble").is_visible()) == (False, True)


def test_frame_of_a_directors_page_asks_for_one_style_and_nothing_else(page_factory, portal):
    page = page_factory()
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(SITE)))

    opened(page, portal)

    assert [url for url in asked if not url.startswith("data:")] == [
        "/",
        "/static/ui/portal.css",
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_directors_page_is_accessible_on_the_smallest_phone(page_factory, portal, dark):
    page = page_factory(dark=dark)
    page.set_viewport_size({"width": 320, "height": 640})

    opened(page, portal)

    assert axe_violations(page) == []
    assert overflows_sideways(page) is False


@pytest.mark.parametrize("dark", [False, True])
def test_buttons_of_a_directors_page_have_room_for_a_thumb(page_factory, portal, dark):
    page = opened(page_factory(dark=dark), portal)

    sizes = page.locator("button, .foot a, .choice, .scale label").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )

    assert len(sizes) == 11
    assert min(sizes) >= 48
