"""How a page feels on a cheap phone with a bad line: first paint, requests, bytes."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

KILOBITS_PER_S = 400
LATENCY_MS = 400
PROCESSOR_SLOWDOWN = 6
FIRST_PAINT = """() => new Promise(resolve => {
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
    if (paint()) { resolve(paint().startTime); return; }
    new PerformanceObserver((list, observer) => {
        if (paint()) { observer.disconnect(); resolve(paint().startTime); }
    }).observe({type: "paint", buffered: true});
})"""


@dataclass(frozen=True)
class PageLoad:
    """One cold load: milliseconds to the first paint, requests, bytes on the wire."""

    first_paint_ms: float
    requests: int
    received_bytes: int


def load_on_a_bad_line(page: Page, url: str) -> PageLoad:
    """Load `url` with an empty cache at 400 kbit/s, 400 ms and a sixth of the processor.

    The page needs JavaScript: the browser tells the first paint through it. The line
    stays bad for what the page does next.
    """
    session = page.context.new_cdp_session(page)
    requests: set[str] = set()
    sizes: dict[str, float] = {}
    session.on("Network.requestWillBeSent", lambda event: _note_request(event, requests))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", _bad_line())
    session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWDOWN})
    page.goto(url, wait_until="networkidle", timeout=60_000)
    first_paint_ms = float(page.evaluate(FIRST_PAINT))
    return PageLoad(
        first_paint_ms, len(requests), round(sum(sizes.get(key, 0) for key in requests))
    )


def _note_request(event: dict[str, Any], requests: set[str]) -> None:
    if not event["request"]["url"].startswith("data:"):
        requests.add(event["requestId"])


def _bad_line() -> dict[str, Any]:
    bytes_per_s = KILOBITS_PER_S * 1000 / 8
    return {
        "offline": False,
        "latency": LATENCY_MS,
        "downloadThroughput": bytes_per_s,
        "uploadThroughput": bytes_per_s,
    }
