import pytest

from convoca.agenda.core.coding.suggesting.words import fold, letters_of, stems_of, words_of


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Rendiciones y RENDICIÓN", ["rendicion", "rendicion"]),
        ("Licitación de obras", ["licit", "de", "obras"]),
        ("ñandú, 2.019", ["nandu", "019"]),
        ("a b", []),
        ("", []),
    ],
)
def test_stems_of_drops_endings_and_accents(text, stems):
    assert stems_of(text) == stems


def test_letters_of_sees_the_ends_of_words_and_no_accents():
    assert letters_of("Día a") == [" di", "dia", "ia ", " dia", "dia ", " dia ", " a "]


def test_fold_and_words_of_keep_what_is_said():
    assert (fold("ÁÉÍ Ñandú"), words_of("¿Qué pasa, 3 veces?")) == (
        "aei nandu",
        ["Qué", "pasa", "veces"],
    )
