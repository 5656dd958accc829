"""Templates and their blanks."""

import pytest

from convoca.messaging.core.whatsapp_templates import (
    TemplateTextError,
    check_body,
    clean_parameter,
    count_blanks,
    fill_body,
    is_name,
)


@pytest.mark.parametrize(
    ("body", "blanks"), [("Hola.", 0), ("Hola {{1}}.", 1), ("{{2}} y {{1}}, {{1}}.", 2), ("", 0)]
)
def test_count_blanks_is_the_highest_number(body, blanks):
    assert count_blanks(body) == blanks


@pytest.mark.parametrize("body", ["Hola.", "Hola {{1}}.", "Hola {{2}} y {{1}}.", " Hola {{1}}. "])
def test_check_body_takes_what_meta_takes(body):
    check_body(body)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "length"),
        ("   ", "length"),
        ("a" * 1025, "length"),
        ("Hola {{2}}.", "order"),
        ("Hola {{1}} y {{3}}.", "order"),
        ("Hola {{0}}.", "order"),
        ("{{1}}, hola.", "edge"),
        ("Hola {{1}}", "edge"),
    ],
)
def test_check_body_refuses_what_meta_refuses(body, fault):
    with pytest.raises(TemplateTextError) as refused:
        check_body(body)

    assert refused.value.fault == fault


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("recordatorio_2", True),
        ("Recordatorio", False),
        ("sesión", False),
        ("a b", False),
        ("", False),
    ],
)
def test_is_name_takes_small_letters_digits_and_underscores(name, fits):
    assert is_name(name) is fits


def test_clean_parameter_is_one_line_and_never_empty():
    assert [clean_parameter(text) for text in ("  Ana\n\tNúñez     Soto ", " \n ")] == [
        "Ana Núñez Soto",
        "-",
    ]


def test_fill_body_writes_each_parameter_once_and_leaves_other_blanks():
    assert fill_body("A {{2}}, {{1}}, {{1}}, {{3}}, {{0}}.", ["{{2}}", "b"]) == (
        "A b, {{2}}, {{2}}, {{3}}, {{0}}."
    )
