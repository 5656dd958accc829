import json

import pytest

from convoca.agenda.core.rule.ballots import (
    MAX_FILE_BYTES,
    BallotsError,
    parse_ballots,
    read_ballots,
)
from tests.agenda.core.rule.builders import document


def refusal(content: bytes) -> tuple[str, ...]:
    with pytest.raises(BallotsError) as refused:
        read_ballots(content)
    return refused.value.sentences


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_read_ballots_reads_utf8_with_or_without_mark(mark):
    content = mark + json.dumps(document(), ensure_ascii=False).encode()

    assert read_ballots(content) == parse_ballots(document())


def test_read_ballots_refuses_a_file_over_the_limit():
    assert refusal(b" " * (MAX_FILE_BYTES + 1)) == (
        "El archivo pesa más de 24 MB. Revise que sea el correcto.",
    )


def test_read_ballots_refuses_what_is_not_utf8():
    assert refusal('"región"'.encode("cp1252")) == (
        "El archivo no está en UTF-8. Guárdelo de nuevo con esa codificación.",
    )


def test_read_ballots_says_where_the_file_stops_being_json():
    assert refusal(b'{"format":\n  }') == ("El archivo no es JSON: revise la línea 2, columna 3.",)


def test_read_ballots_refuses_endless_nesting():
    assert refusal(b"[" * 200_000) == (
        "El archivo tiene listas u objetos anidados sin fin. Revise que sea el correcto.",
    )


def test_read_ballots_refuses_a_number_of_thousands_of_digits():
    assert refusal(b'{"k": ' + b"9" * 5000 + b"}") == (
        "El archivo trae un número demasiado largo. Revise las notas y los pesos.",
    )


def test_read_ballots_refuses_a_name_given_twice():
    assert refusal(b'{"k": 1, "k": 2}') == (
        "El nombre «k» aparece dos veces en un mismo objeto. Deje uno.",
    )
