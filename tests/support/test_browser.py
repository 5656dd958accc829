"""The browser of the tests sees what it must see."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.browser import axe_violations, overflows_sideways
from tests.support.slow_network import load_on_a_bad_line

pytestmark = pytest.mark.browser

GOOD = (
    '<!doctype html><html lang="es"><meta name="viewport" content="width=device-width">'
    "<title>Sesión</title><main><h1>Hola</h1></main>"
)
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'"
BODIES = {
    "/good": GOOD,
    "/inline": GOOD + "<script>1</script>",
    "/throws": GOOD + '<script src="/throws.js"></script>',
    "/throws.js": "throw new Error('roto')",
    "/wide": GOOD + f"<p>{'ancho' * 200}</p>",
    "/unnamed": GOOD + '<main><input type="text"></main>',
    "/heavy": GOOD + "x" * 100_000,
    "/scheme": GOOD + '<link rel="stylesheet" href="/scheme.css">',
    "/faint": GOOD + '<link rel="stylesheet" href="/faint.css">',
    "/faint.css": "@media (prefers-color-scheme: dark) {h1 {color: #777; background: #888}}",
    "/scheme.css": "h1 {display: none} @media (prefers-color-scheme: dark) {h1 {display: block}}",
}


class Site(BaseHTTPRequestHandler):
    """Answers the pages above under a strict content security policy."""

    def do_GET(self):
        body = BODIES.get(self.path)
        self.send_response(200 if body else 404)
        kind = {"js": "text/javascript", "css": "text/css"}.get(self.path.rpartition(".")[2])
        self.send_header("Content-Type", f"{kind or 'text/html'}; charset=utf-8")
        self.send_header("Content-Security-Policy", STRICT)
        self.end_headers()
        self.wfile.write((body or GOOD).encode())

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def complaints_about(page_factory, url):
    """Open `url`, return what was complained about and forget it."""
    page = page_factory()
    page.goto(url)
    page.wait_for_timeout(100)
    found = page_factory.unexpected()
    page_factory.complaints.clear()
    return found


def test_good_page_gives_no_complaint_and_no_violation(page_factory, site):
    page = page_factory()
    page.goto(f"{site}/good")

    assert axe_violations(page) == []
    assert overflows_sideways(page) is False
    assert page_factory.unexpected() == []


@pytest.mark.parametrize(
    ("path", "word"),
    [("inline", "Content Security Policy"), ("throws", "roto"), ("absent", "404")],
)
def test_page_with_a_fault_gives_one_complaint_that_names_it(page_factory, site, path, word):
    [complaint] = complaints_about(page_factory, f"{site}/{path}")

    assert word in complaint


def test_allowed_complaint_is_not_unexpected(page_factory, site):
    page = page_factory(allowed=["status of 404"])
    page.goto(f"{site}/absent")
    page.wait_for_timeout(100)

    assert len(page_factory.complaints) == 1
    assert page_factory.unexpected() == []


def test_third_party_request_is_a_complaint(page_factory, site):
    page = page_factory()
    page.goto(f"{site}/good")
    page.route("https://tercero.example/*", lambda route: route.fulfill(body="x"))
    page.evaluate("location.assign('https://tercero.example/x')")
    page.wait_for_url("https://tercero.example/x")

    found = page_factory.unexpected()
    page_factory.complaints.clear()

    assert found == ["third party: https://tercero.example/x"]


def test_axe_names_the_field_without_a_label(page_factory, site):
    page = page_factory()
    page.goto(f"{site}/unnamed")

    assert "label (critical): input" in axe_violations(page)


def test_axe_finds_in_one_page_what_only_the_dark_colours_break(page_factory, site):
    page = page_factory()
    page.goto(f"{site}/faint")

    in_the_light = axe_violations(page)
    page.emulate_media(color_scheme="dark")

    assert in_the_light == []
    assert axe_violations(page, colours_only=True) == ["color-contrast (serious): h1"]


def test_wide_page_overflows_on_a_phone(page_factory, site):
    page = page_factory()
    page.goto(f"{site}/wide")

    assert overflows_sideways(page) is True


@pytest.mark.parametrize("dark", [True, False])
def test_page_follows_the_scheme_that_was_asked_for(page_factory, site, dark):
    page = page_factory(dark=dark)
    page.goto(f"{site}/scheme")

    assert page.locator("h1").is_visible() is dark


def test_page_without_javascript_runs_no_script(page_factory, site):
    page = page_factory(javascript=False, phone=False)

    page.goto(f"{site}/throws")

    assert page.locator("h1").inner_text() == "Hola"
    assert page.viewport_size == {"width": 1280, "height": 800}


@pytest.mark.soak
def test_bad_line_takes_latency_and_bandwidth_into_account(page_factory, site):
    light = load_on_a_bad_line(page_factory(), f"{site}/good")
    heavy = load_on_a_bad_line(page_factory(), f"{site}/heavy")
    styled = load_on_a_bad_line(page_factory(allowed=["favicon"]), f"{site}/scheme")

    assert light.first_paint_ms >= 400
    assert heavy.received_bytes - light.received_bytes == 100_000
    assert styled.requests == light.requests + 1


def test_pictures_are_kept_of_every_open_page(page_factory, site, tmp_path):
    for path in ("good", "scheme"):
        page_factory().goto(f"{site}/{path}")

    paths = page_factory.keep_pictures(tmp_path, "tests/x.py::test[a b]")

    assert [path.name for path in paths] == [
        "tests-x.py-test-a-b--1.png",
        "tests-x.py-test-a-b--2.png",
    ]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)
