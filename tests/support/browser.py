"""A real Chromium for tests: pages on a phone or a desktop that tell what went wrong in them.

With pytest-django's `live_server`, name it before `page_factory` in the test's arguments:
the pages then close before the server does. The server answers from another thread, so
such a test runs without a surrounding transaction (`live_server` sees to it).
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
COLOUR_RULES = ("color-contrast", "link-in-text-block")
AXE_RUN = "options => axe.run(document, options).then(found => found.violations)"
PICTURES = Path(__file__).parents[2] / "var" / "test-artifacts"
OUTCOME = pytest.StashKey[pytest.TestReport]()
OWN_HOSTS = {"127.0.0.1", "localhost", None}


def find_chromium() -> str | None:
    """Return the path of the system's Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def started_chromium(path: str) -> Iterator[Browser]:
    """Give a running Chromium and close it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Pages:
    """Opens pages and remembers what they complained about.

    Errors on the console (a broken content security policy is one), exceptions, and
    requests to any host but this machine. `allowed`: patterns of complaints that the
    test expects, like "status of 409".
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self.allowed: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(  # the switches are named at every call
        self,
        *,
        phone: bool = True,
        javascript: bool = True,
        dark: bool = False,
        allowed: Sequence[str] = (),
    ) -> Page:
        """Open an empty page in a browser of its own: no cookies of another page."""
        self.allowed.extend(allowed)
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="es-CL",
            timezone_id="America/Santiago",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        context.on("request", self._look)
        return page

    def unexpected(self) -> list[str]:
        """Return the complaints that no test allowed."""
        return [
            complaint
            for complaint in self.complaints
            if not any(re.search(pattern, complaint) for pattern in self.allowed)
        ]

    def keep_pictures(self, folder: Path, name: str) -> list[Path]:
        """Save what every open page shows, for a person to look at."""
        folder.mkdir(parents=True, exist_ok=True)
        safe = re.sub(r"[^\w.-]+", "-", name)[:150]
        pages = [page for context in self.contexts for page in context.pages]
        paths = [folder / f"{safe}-{number}.png" for number in range(1, len(pages) + 1)]
        for page, path in zip(pages, paths, strict=True):
            page.screenshot(path=path, full_page=True)
        return paths

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _look(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in OWN_HOSTS:
            self.complaints.append(f"third party: {request.url}")


def keep_complaints(pages: Pages, test: pytest.Item) -> str:
    """Return what the pages complained about; where that or the test failed, keep pictures."""
    problems = pages.unexpected()
    outcome = test.stash.get(OUTCOME, None)
    if problems or (outcome is not None and outcome.failed):
        pages.keep_pictures(PICTURES, test.nodeid)
    return "\n".join(["The pages complained:", *problems]) if problems else ""


def axe_violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """Return what axe holds against the page, a line each; the page needs JavaScript.

    `colours_only` looks at contrast alone: all that another colour scheme can change.
    """
    if not page.evaluate("'axe' in window"):  # half a megabyte: once a page, not once a look
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if colours_only:
        options["runOnly"] = list(COLOUR_RULES)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}"
        for rule in page.evaluate(AXE_RUN, options)
        for node in rule["nodes"]
    ]


def overflows_sideways(page: Page) -> bool:
    """Tell whether the page is wider than its window."""
    # A telephone zooms out to what is too wide, so the window itself is no measure.
    width = page.evaluate("document.documentElement.scrollWidth")
    return bool(page.viewport_size and width > page.viewport_size["width"])
