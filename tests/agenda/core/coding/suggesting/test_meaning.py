import numpy as np
import pytest

from convoca.agenda.core.coding.suggesting.meaning import is_meaning_known, vectors_of

pytestmark = [
    pytest.mark.skipif(not is_meaning_known(), reason="the extra is not installed"),
    pytest.mark.slow,
]


def test_vectors_of_point_the_same_way_for_the_same_thing_said_otherwise():
    dirt, same, other = vectors_of(
        ["Hay basura en las calles", "Las calles están sucias", "Falta un abogado en el equipo"]
    )

    assert dirt @ same > dirt @ other
    assert np.allclose(np.linalg.norm([dirt, same, other], axis=1), 1.0, atol=1e-3)


def test_vectors_of_nothing_are_no_rows():
    assert vectors_of([]).shape == (0, 512)
