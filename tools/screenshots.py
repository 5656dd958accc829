"""Takes the pictures of the documents from a rehearsal: `make docs` runs it.

A demo is made in a folder of its own, served by `convoca serve`, and looked at with the
system's Chromium.
"""
# ruff: noqa: T201, S603 -- a tool for the terminal that runs our own commands

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path("docs") / "images"
SIGN_IN = ("coordinadora@ensayo.example", "ensayo-coordinadora")
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PATIENCE_S = 60
SOLVING_MS = 120_000
LICENCES = (("Zoom 1", "500"), ("Zoom 2", "300"))


def run(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "convoca", *arguments]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def served_demo() -> Iterator[tuple[str, str]]:
    """Give the address of a served demo, and what making it printed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        home = f"http://127.0.0.1:{port}"
        environment = os.environ | {
            "CONVOCA_DATA_DIR": folder,
            "CONVOCA_REHEARSAL": "1",
            "CONVOCA_BASE_URL": home,
        }
        environment.pop("DATABASE_URL", None)
        run(environment, "migrate", "--verbosity", "0")
        run(environment, "country", "load")
        said = run(environment, "demo")
        command = [sys.executable, "-m", "convoca", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment)
        try:
            wait_for(f"{home}/salud")
            yield home, said
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_S)


def wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 -- our own address
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} no contesta.")


def take(page: Page, name: str) -> None:
    """Picture what is on the screen, without the cursor's frame around what was pressed."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=IMAGES / f"{name}.png")


def go_to(page: Page, *names: str) -> None:
    """Go by the links of these names, one after the other: the rail, then the tabs of a section."""
    for name in names:
        page.get_by_role("link", name=name, exact=True).first.click()


def wait_for_dates(page: Page) -> None:
    """Wait until what is worked out in the background is there."""
    stop = page.get_by_role("button", name="Cancelar", exact=True)
    stop.wait_for(state="detached", timeout=SOLVING_MS)


def picture_desk(browser: Browser, home: str) -> None:
    """Picture what a coordinator sees: a cycle, then what leads to its dates, then these."""
    page = browser.new_page(viewport=DESKTOP, locale="es-CL")
    page.goto(f"{home}/cuenta/login/")
    page.fill("input[name=login]", SIGN_IN[0])
    page.fill("input[name=password]", SIGN_IN[1])
    page.click("main button.go")
    picture_pool(page)
    page.goto(f"{home}/comunidades/")
    page.get_by_role("link", name="SECPLAN").first.click()
    take(page, "cycle")
    picture_availability(page)
    picture_plan(page)
    picture_country(page)
    picture_moving(page)
    page.close()


def picture_pool(page: Page) -> None:
    """Write two licences down; picture what the communities share, and the closed days."""
    for name, people in LICENCES:
        go_to(page, "Plan del país", "Quiénes y con qué")
        page.get_by_role("link", name="Agregar una licencia").click()
        page.fill("input[name=name]", name)
        page.fill("input[name=capacity]", people)
        page.click("main button.go")
    take(page, "pool")
    go_to(page, "Días sin sesiones")
    take(page, "closed-days")


def picture_availability(page: Page) -> None:
    """Picture the map of a week."""
    go_to(page, "Disponibilidad")
    take(page, "availability")


def picture_plan(page: Page) -> None:
    """Have the dates computed in two ways; picture the first, and both beside each other."""
    go_to(page, "Plan de trabajo")
    page.get_by_role("button", name="Calcular las fechas").click()
    wait_for_dates(page)
    take(page, "plan")
    page.get_by_role("link", name="Calcular de otra manera").click()
    page.get_by_text("Más asistencia en total").click()
    page.get_by_role("button", name="Calcular las fechas").click()
    wait_for_dates(page)
    page.get_by_role("link", name="Comparar con el de arriba").click()
    take(page, "two-plans")


def picture_country(page: Page) -> None:
    """Picture which communities are ready; have their dates computed together, and confirm."""
    go_to(page, "Plan del país")
    take(page, "country")
    page.get_by_role("button", name="Calcular las fechas").click()
    wait_for_dates(page)
    page.get_by_role("button", name="Confirmar las fechas").click()
    page.get_by_role("link", name="Sesiones").last.click()


def picture_moving(page: Page) -> None:
    """Picture what a session's second best place would do."""
    page.locator("#main td a").first.click()
    page.get_by_role("link", name="Mover", exact=True).click()
    page.locator(".card.double ol a").nth(1).click()
    page.locator("#trial h2").wait_for()
    take(page, "moving")


def picture_director(browser: Browser, said: str) -> None:
    """Picture what a director's phone shows: an invitation, and when one can."""
    links = [line.strip() for line in said.splitlines() if "/p/" in line]
    page = browser.new_page(viewport=PHONE, locale="es-CL", java_script_enabled=False)
    for name, link in zip(("week", "invitation"), links, strict=True):
        page.goto(link)
        page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Falta Chromium: las imágenes quedan como estaban.")
        return
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served_demo() as (home, said), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        picture_director(browser, said)  # first: confirmed dates end what she may answer
        picture_desk(browser, home)
        browser.close()


if __name__ == "__main__":
    main()
