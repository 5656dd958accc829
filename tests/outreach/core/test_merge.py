"""Texts with fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.outreach.core.merge import FIELDS, fields_of, fill_text, unknown_fields


def test_fields_are_found_once_in_their_order():
    text = "Hola {nombre}: {comuna}, { comuna } y {nombre} {}"

    assert fields_of(text) == ["nombre", "comuna"]


def test_unknown_fields_are_named():
    assert unknown_fields("{nombre} {apodo} {enlace:abc.def}") == ["apodo", "enlace:abc.def"]


def test_what_a_value_says_is_never_a_field():
    assert fill_text("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_field_without_a_value_is_refused():
    with pytest.raises(KeyError):
        fill_text("{nadie}", {})


@given(st.lists(st.sampled_from(FIELDS)), st.text(alphabet=st.characters(exclude_characters="{}")))
def test_text_of_known_fields_has_nothing_unknown_and_fills_whole(names, words):
    text = words.join(f"{{{name}}}" for name in names)

    assert unknown_fields(text) == []
    assert "{" not in fill_text(text, dict.fromkeys(FIELDS, words))
