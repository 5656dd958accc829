"""Every template of the project keeps the rules; every page of an error stands by itself."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.test import override_settings

import convoca
from convoca.ui.samples import sample_context

PACKAGE = Path(convoca.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
PICTURES = ["funnel", "matrix", "meter", "seats", "strip_marks"]
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|hx-on|javascript:", re.I),
    "foreign address": re.compile(r"(?:src|<link[^>]*href)\s*=\s*[\"'](?:https?:)?//", re.I),
    "unfinished work": re.compile(r"TODO|FIXME"),
}


def template_name(path):
    return str(path).partition("/templates/")[2]


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_template_has_nothing_inline_and_nothing_foreign(path):
    text = path.read_text(encoding="utf-8")

    found = {rule: pattern.findall(text) for rule, pattern in FORBIDDEN.items()}

    assert {rule: hits for rule, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "bad",
    ['<p style="x">', "<style>", "<script>1</script>", '<a onclick="x">', '<b hx-on:click="x">'],
)
def test_rule_sees_what_it_forbids(bad):
    assert any(pattern.search(bad) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("name", [template_name(path) for path in TEMPLATES if "/ui/" in str(path)])
def test_template_of_the_look_compiles(name):
    assert get_template(name).template.source


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_page_of_an_error_needs_no_context_and_says_what_to_do(name):
    html = render_to_string(f"{name}.html")

    assert html.count("<h1>") == 1
    assert re.search(r"Vuelva|Revise|Pida|pida", html)
    assert re.search(r"sigue[n]? guardad|No se cambió nada", html)
    assert re.search(r"usuario|token|inválido|link\b(?! rel)", html.partition("<body>")[2]) is None


@override_settings(USE_THOUSAND_SEPARATOR=True)
def test_pictures_write_their_positions_as_plain_numbers():
    html = render_to_string("ui/components.html", sample_context())
    drawn = re.findall(r'\s(?:x|y|cx|cy|r|width|height|viewBox)="([^"]*)"', html)

    assert len(drawn) > 300
    assert [text for text in drawn if not re.fullmatch(r"[-\d ]+(\.\d+)?%?", text)] == []


def test_pictures_have_title_description_and_table():
    html = render_to_string("ui/components.html", sample_context())

    for key in ("funnel", "matrix", "seats"):
        assert f'aria-labelledby="{key}-title {key}-desc"' in html
        assert f' id="{key}-title">' in html
        assert f' id="{key}-desc">' in html
    assert html.count("Ver como tabla") == 5


def test_every_id_of_the_components_page_is_unique():
    html = render_to_string("ui/components.html", sample_context())

    ids = re.findall(r'\sid="([^"]+)"', html)

    assert sorted(set(ids)) == sorted(ids)
