import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.text import (
    clean_text,
    has_invisible_characters,
    is_placeholder,
    looks_like_formula,
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Ana \t Soto\r\n", "Ana Soto"),
        ("A\0na", "Ana"),
        ("Ana\u202eotoS", "AnaotoS"),
        ("Jose\u0301", "José"),
        ("zero\u200bwidth", "zerowidth"),
        ("uno\u00a0dos", "uno dos"),
        ("\x07", ""),
        ("", ""),
    ],
)
def test_clean_text_leaves_only_what_can_be_seen(text, cleaned):
    assert clean_text(text) == cleaned


@given(st.text())
def test_clean_text_twice_equals_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("text", ["Ana\0", "Ana\u202e", "\u200bAna", "\ud800"])
def test_invisible_characters_are_noticed(text):
    assert has_invisible_characters(text)


def test_line_ends_are_not_invisible_characters():
    assert not has_invisible_characters("Ana\r\n\tSoto")


@pytest.mark.parametrize("text", ["-", "s/i", "S/I", "n/a", "No tiene", "#N/A", "#¡REF!", "…"])
def test_placeholder_means_nothing_here(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "Ana", "Noé", "#hola", "Xi Soto"])
def test_what_says_something_is_no_placeholder(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "@SUM(A1)", "-2"])
def test_looks_like_formula_by_its_first_character(text):
    assert looks_like_formula(text)


def test_looks_like_formula_ignores_signs_further_in():
    assert not looks_like_formula("Pérez-Soto")
