import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.fold import (
    fold_loosely,
    fold_place,
    fold_sound,
    fold_text,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ñuñoa (S) ", "nunoa s"),
        ("E-MAIL", "e mail"),
        ("Aysén", "aysen"),
        ("O’Higgins", "o higgins"),
        ("", ""),
        ("¡…!", ""),
    ],
)
def test_fold_text_drops_case_accents_and_punctuation(text, folded):
    assert fold_text(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("I. Municipalidad de Ñuñoa", "nunoa"),
        ("Ilustre Municipalidad de La Florida", "la florida"),
        ("ILUSTRE MUNICIPALIDAD DEL BOSQUE", "bosque"),
        ("Comuna de Viña del Mar", "vina del mar"),
        ("I.M. Ñuñoa", "nunoa"),
        ("Municipalidad", ""),
        ("Imperial", "imperial"),
        ("Municipalidad de la comuna de Lota", "la comuna de lota"),
    ],
)
def test_fold_place_drops_what_precedes_the_name(text, folded):
    assert fold_place(text) == folded


@given(st.text())
def test_fold_text_twice_equals_once(text):
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(alphabet="imunicpaldeoñlu. ", max_size=60))
def test_fold_place_twice_equals_once(text):
    assert fold_place(fold_place(text)) == fold_place(text)


@given(st.text())
def test_fold_text_ignores_case(text):
    assert fold_text(text.upper().lower()) == fold_text(text.lower().upper().lower())


def test_fold_loosely_drops_articles_unless_nothing_else_is_left():
    assert [fold_loosely("la florida"), fold_loosely("viña del mar"), fold_loosely("la")] == [
        "florida",
        "viñamar",
        "la",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paihuano", "paiguano"),
        ("llay llay", "yaiyai"),
        ("vallenar", "bayenar"),
        ("quillota", "kiyota"),
        ("zapallar", "sapayar"),
        ("hualqui", "gualki"),
        ("combarbala", "conbarvala"),
    ],
)
def test_fold_sound_makes_equal_what_sounds_equal(one, other):
    assert fold_sound(one) == fold_sound(other)


def test_fold_sound_keeps_apart_what_sounds_different():
    assert fold_sound("chile") != fold_sound("kile")
