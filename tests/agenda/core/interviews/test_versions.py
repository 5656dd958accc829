from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.versions import (
    Place,
    Writing,
    can_join,
    freeze,
    holds_words,
    is_blank,
    is_open_rating,
    join_values,
    place_writing,
    thaw_rating,
)

AT = datetime(2027, 3, 9, 13, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=41)
ONE, TWO = UUID(int=1), UUID(int=2)


def place(coming, standing, *, at=LATER, stood_at=AT, pens=(ONE, TWO), **more):
    saw_it = more.pop("saw_it", False)
    return place_writing(
        Writing(coming, at, pens[0]), Writing(standing, stood_at, pens[1]), saw_it=saw_it, **more
    )


def test_place_of_a_first_value_is_on():
    assert place_writing(Writing("Falta gente.", AT), None, saw_it=False) is Place.ON


def test_place_of_what_stands_already_is_same():
    assert place("Falta gente.", "Falta gente.") is Place.SAME


def test_place_goes_on_from_what_its_page_saw_or_wrote_itself():
    seen = place("Nada.", "Falta gente.", saw_it=True)
    own = place("Nada.", "Falta gente.", pens=(ONE, ONE))
    nobody_says = place("Nada.", "Falta gente.", is_known=False)

    assert (seen, own, nobody_says) == (Place.ON,) * 3


def test_place_of_two_unknown_pens_is_not_taken_for_one():
    assert place("Nada.", "Falta gente.", pens=(None, None)) is Place.OVER


def test_place_written_apart_is_over_when_newer_and_beside_when_older():
    newer = place("Nada.", "Falta gente.")
    same_moment = place("Nada.", "Falta gente.", at=AT)
    older = place("Nada.", "Falta gente.", at=AT, stood_at=LATER)

    assert (newer, same_moment, older) == (Place.OVER, Place.OVER, Place.BESIDE)


def test_place_of_a_blank_never_covers_words_of_another_page():
    assert place("", "Falta gente.") is Place.SAME
    assert place("Falta gente.", "") is Place.ON


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("Falta gente. Y plata.", "Falta gente."),
        ([3, 1, 2], [1, 2]),
        ({"interest": 4, "example": "La RS."}, {"interest": 4, "example": ""}),
        (7, 7),
        (7, ""),
    ],
)
def test_place_that_holds_all_the_words_is_on(whole, part):
    assert holds_words(whole, part)
    assert place(whole, part, at=AT, stood_at=LATER) is not Place.BESIDE


@pytest.mark.parametrize(
    ("whole", "part"),
    [("Falta.", "Falta gente."), ([1], [1, 2]), ({"interest": 4}, {"interest": 5}), ("a", ["a"])],
)
def test_holds_words_is_false_when_something_would_go(whole, part):
    assert not holds_words(whole, part)


def test_is_blank_of_nothing_said():
    blanks = ["", None, [], {"interest": None, "example": "", "not_applicable": False}]

    assert [is_blank(one) for one in blanks] == [True] * 4
    assert not is_blank({"interest": None, "example": "La RS."})


@pytest.mark.parametrize(
    ("standing", "other", "joined"),
    [
        ("Uno.", "Dos.", "Uno.\n\nDos."),
        ("", "Dos.", "Dos."),
        ([1, 2], [2, 3], [1, 2, 3]),
        ({"interest": 5, "example": "a"}, {"interest": 1, "example": "b"},
         {"interest": 5, "example": "a\n\nb"}),
        (4, 5, 4),
    ],
)  # fmt: skip
def test_join_values_keeps_the_words_of_both(standing, other, joined):
    assert join_values(standing, other) == joined


def test_can_join_is_for_words_and_lists():
    assert [can_join(one) for one in ("a", [1], {"example": "a"}, 4)] == [True, True, True, False]


def test_freeze_and_thaw_keep_a_rating():
    for rating in (RatedTheme(4, 5, "La RS."), RatedTheme(example="No hay."), RatedTheme(4)):
        assert thaw_rating(freeze(rating)) == rating


def test_freeze_tells_what_does_not_apply_from_what_nobody_said_yet():
    whole, draft = (freeze(RatedTheme(), is_whole=whole) for whole in (True, False))

    assert [is_open_rating(one) for one in (whole, draft, freeze(RatedTheme(4)), None)] == [
        False, True, False, True,
    ]  # fmt: skip
    assert freeze("Falta gente.") == "Falta gente."


@pytest.mark.parametrize(
    "stored", ["4 x 5", {"points": 4}, {"interest": "4"}, {"interest": True}, {"example": 3}]
)
def test_thaw_rating_of_something_else_raises(stored):
    with pytest.raises(ValueError, match=r"rating|text|number"):
        thaw_rating(stored)
