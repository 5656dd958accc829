"""Which words ask us to stop, or to begin again."""

import pytest

from convoca.messaging.core.whatsapp_words import Wish, wish_of


@pytest.mark.parametrize(
    "text",
    [
        "BAJA",
        " baja. ",
        "Baja, por favor",
        "¡Hola! Quiero darme de baja, gracias",
        "STOP",
        "No más",
    ],
)
def test_wish_of_who_wants_no_more(text):
    assert wish_of(text) == Wish.STOP


@pytest.mark.parametrize("text", ["ALTA", "Darme de alta, por favor"])
def test_wish_of_who_comes_back(text):
    assert wish_of(text) == Wish.START


@pytest.mark.parametrize(
    "text",
    ["", "Gracias", "No puedo dar de baja la reunión", "Bajada", "¿Cómo me doy de alta en Zoom?"],
)
def test_wish_of_anything_else_is_for_a_person_to_read(text):
    assert wish_of(text) == Wish.NONE
