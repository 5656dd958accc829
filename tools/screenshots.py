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

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path("docs") / "images"
SIGN_IN = ("coordinadora@ensayo.example", "ensayo-coordinadora")
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PATIENCE_S = 60


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


def picture_desk(browser: Browser, home: str) -> None:
    """Picture the page of the first community's cycle."""
    page = browser.new_page(viewport=DESKTOP, locale="es-CL")
    page.goto(f"{home}/cuenta/login/")
    page.fill("input[name=login]", SIGN_IN[0])
    page.fill("input[name=password]", SIGN_IN[1])
    page.click("main button.go")
    page.goto(f"{home}/comunidades/")
    page.get_by_role("link", name="SECPLAN").first.click()
    page.screenshot(path=IMAGES / "cycle.png")
    page.close()


def picture_director(browser: Browser, said: str) -> None:
    """Picture an invitation as a director's phone shows it."""
    link = [line.strip() for line in said.splitlines() if "/p/" in line][-1]
    page = browser.new_page(viewport=PHONE, locale="es-CL", java_script_enabled=False)
    page.goto(link)
    page.screenshot(path=IMAGES / "invitation.png")
    page.close()


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Falta Chromium: las imágenes quedan como estaban.")
        return
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served_demo() as (home, said), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        picture_desk(browser, home)
        picture_director(browser, said)
        browser.close()


if __name__ == "__main__":
    main()
