import pytest

from convoca.directory.core.kinds import KindIndex
from tests.directory.core.rosters import KINDS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SECPLAN", "SECPLAN"),
        ("Secplac", "SECPLAN"),
        ("Secretaría Comunal de Planificación", "SECPLAN"),
        ("Director(a) SECPLAN", "SECPLAN"),
        ("Directora de Obras Municipales (S)", "DOM"),
        ("DIRECCION DE OBRAS", "DOM"),
        ("Jefe de la Dirección de Obras", "DOM"),
        ("Obras y Planificación", None),
        ("Director", None),
        ("Dirección", None),
        ("", None),
    ],
)
def test_kind_is_found_only_by_an_exact_name(text, code):
    assert KindIndex(KINDS).find(text) == code


def test_name_of_two_kinds_is_neither():
    assert KindIndex({"A": ["Aseo"], "B": ["Aseo"]}).find("Aseo") is None


def test_words_are_the_names_of_one_word():
    assert KindIndex(KINDS).words == {"secplan", "secplac", "dom", "obras"}
