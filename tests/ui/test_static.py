"""What a page of a director and a page of the staff weigh, and what old browsers can read."""

import gzip
import re
from pathlib import Path

import pytest

from convoca import ui

STATIC = Path(ui.__file__).parent / "static" / "ui"


def wire_size(name):
    """Return the bytes of a file as a server sends it."""
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


def test_style_of_a_directors_page_is_small():
    assert (STATIC / "portal.css").stat().st_size <= 9_000
    assert wire_size("portal.css") <= 3_000


def test_style_and_script_of_the_staff_are_small():
    assert wire_size("desk.css") <= 4_600
    assert wire_size("desk.js") <= 1_500


@pytest.mark.parametrize(
    "newer",
    [
        r"@layer", r"light-dark\(", r":has\(", r":is\(", r":where\(", r"color-mix\(", r"@container",
        r"\binset\s*:", r"(?:margin|padding)-(?:inline|block)\s*:", r"aspect-ratio", r"&\s*[:.{]",
        r"@import", r"url\(",
    ],
)  # fmt: skip
def test_style_of_a_directors_page_uses_nothing_newer_than_chrome_80(newer):
    rules = re.sub(r"/\*.*?\*/", "", (STATIC / "portal.css").read_text(), flags=re.DOTALL)

    assert re.findall(newer, rules) == []


def test_every_token_that_is_used_is_defined_in_both_schemes():
    portal, desk = ((STATIC / name).read_text() for name in ("portal.css", "desk.css"))
    light, dark = portal.split("prefers-color-scheme: dark", 1)
    dark = dark.partition("\n}\n")[0]
    colours = set(re.findall(r"(--[\w-]+): #", light))

    used = set(re.findall(r"var\((--[\w-]+)\)", portal + desk))
    defined = set(re.findall(r"(--[\w-]+):", portal + desk))

    assert used <= defined
    assert set(re.findall(r"(--[\w-]+): #", dark)) == colours
