import numpy as np

from convoca.agenda.core.coding.suggesting.likeness import condense, nearest, reading_order, twins
from tests.agenda.core.coding.suggesting.sayings import TEXTS

SAID = [
    "Falta personal en obras",
    "La basura se acumula los domingos",
    "Falta personal en la dirección de obras",
    "Se acumula la basura los domingos.",
]


def test_reading_order_puts_what_is_alike_side_by_side():
    order = reading_order(condense(SAID))

    places = {index: place for place, index in enumerate(order)}
    assert sorted(order) == [0, 1, 2, 3]
    assert abs(places[0] - places[2]) == abs(places[1] - places[3]) == 1


def test_reading_order_of_nothing_is_nothing():
    assert reading_order(condense([])) == []
    assert reading_order(condense(["?", "!"])) == [0, 1]


def test_condense_gives_directions_of_length_one_however_many_texts():
    many = [f"{text} {number}0" for number in range(10, 15) for text in TEXTS]

    vectors = condense(many)

    assert vectors.shape == (120, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.array_equal(vectors, condense(many))


def test_nearest_lists_the_others_alike_and_never_itself():
    vectors = np.array([[1, 0], [0.9, 0.4359], [0, 1], [0.8, 0.6]], dtype=np.float32)

    assert nearest(vectors) == [[1, 3], [3, 0, 2], [3, 1], [1, 0, 2]]
    assert nearest(vectors, most=1) == [[1], [3], [3], [1]]


def test_twins_say_almost_the_same_and_differ_by_a_number():
    texts = ["Hay 30 patrullas malas", "Hay 30 patrullas malas hoy", "Hay 31 patrullas malas"]
    near = [[1, 2], [0, 2], [0, 1]]

    assert twins(texts, near) == [[1], [0], []]
    assert twins(["?", "!"], [[1], [0]]) == [[], []]
