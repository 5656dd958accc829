import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.coding.cutting import cut, cut_again, join, places_between
from convoca.agenda.core.coding.pieces import Piece, cut_pieces

ANSWER = "Falta gente. Y rendimos tres veces lo mismo, en tres plataformas."


def whole(text, start=0):
    return Piece(start, start + len(text), text)


def test_places_between_are_after_sentences_and_clauses():
    places = places_between(ANSWER)

    assert [ANSWER[place:] for place in places] == [
        "Y rendimos tres veces lo mismo, en tres plataformas.",
        "en tres plataformas.",
    ]


@pytest.mark.parametrize(
    "text", ["", "Falta gente", "Falta gente. ", "1,5 UTM a las 10:30", "…, ¡!"]
)
def test_places_between_of_a_text_that_says_one_thing_are_none(text):
    assert places_between(text) == []


def test_cut_parts_a_piece_and_leaves_out_the_blanks():
    parts = cut(whole(ANSWER, start=7), places_between(ANSWER))

    assert parts == [
        Piece(7, 19, "Falta gente."),
        Piece(20, 51, "Y rendimos tres veces lo mismo,"),
        Piece(52, 72, "en tres plataformas."),
    ]


def test_cut_within_a_word_cuts_before_it():
    assert [part.text for part in cut(whole("Falta gente"), [8])] == ["Falta", "gente"]


def test_cut_never_parts_a_letter_from_its_mark():
    text = "Falta a\u0301rbol"

    assert [part.text for part in cut(whole(text), [7])] == ["Falta", "a\u0301rbol"]


@pytest.mark.parametrize("places", [[], [0], [11], [-1], [1], [99]])
def test_cut_at_no_place_or_one_that_leaves_nothing_raises(places):
    with pytest.raises(ValueError, match="p"):
        cut(whole("Falta gente"), places)


def test_join_takes_along_what_stands_between():
    answer = "Falta gente.\n- - -\nY plata."

    joined = join(answer, *cut_pieces(answer))

    assert joined == whole(answer)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Piece(6, 12, "gente."), Piece(0, 5, "Falta")),
        (Piece(0, 8, "Falta ge"), Piece(6, 12, "gente.")),
        (Piece(0, 5, "Sobra"), Piece(6, 12, "gente.")),
    ],
)
def test_join_of_what_is_not_two_pieces_in_order_raises(first, second):
    with pytest.raises(ValueError, match="one after the other"):
        join("Falta gente.", first, second)


def test_cut_again_keeps_a_cut_where_its_words_moved_to():
    by_hand = cut(whole("Falta gente. Y plata."), [13])

    again = cut_again("Antes: nada.\nFalta gente. Y plata.", by_hand)

    assert [(piece.start, piece.text, is_by_hand) for piece, is_by_hand in again] == [
        (0, "Antes: nada.", False),
        (13, "Falta gente.", True),
        (26, "Y plata.", True),
    ]


def test_cut_again_cuts_anew_what_changed_beside_a_cut():
    by_hand = cut(whole("Falta gente. Y plata."), [13])

    again = cut_again("Falta gente. Y tiempo.", by_hand)

    assert [(piece.text, is_by_hand) for piece, is_by_hand in again] == [
        ("Falta gente.", True),
        ("Y tiempo.", False),
    ]


def test_cut_again_finds_words_of_paragraphs_that_changed_places():
    by_hand = [*cut(whole("Uno. Dos."), [5]), *cut(whole("Tres. Cuatro.", start=10), [6])]

    again = cut_again("Tres. Cuatro.\nUno. Dos.", by_hand)

    assert [piece.text for piece, _ in again] == ["Tres.", "Cuatro.", "Uno.", "Dos."]


def test_cut_again_does_not_take_words_out_of_other_words():
    again = cut_again("Síntesis de todo", [whole("Sí")])

    assert [(piece.text, is_by_hand) for piece, is_by_hand in again] == [
        ("Síntesis de todo", False)
    ]


WORDS = st.text(alphabet=st.sampled_from("aé😀\u0301.,!? \n»9"), max_size=120)


@st.composite
def pieces_cut(draw):
    """An answer, one of its pieces, and that piece cut at places between its words."""
    answer = draw(WORDS.filter(cut_pieces))
    piece = draw(st.sampled_from(cut_pieces(answer)))
    places = draw(st.lists(st.integers(1, max(1, len(piece.text) - 1)), min_size=1, max_size=4))
    try:
        return answer, piece, cut(piece, places)
    except ValueError:
        return answer, piece, [piece]


@given(pieces_cut())
def test_cut_pieces_stand_in_the_answer_and_never_overlap(case):
    answer, piece, parts = case

    assert all(answer[part.start : part.end] == part.text for part in parts)
    ends = [piece.start, *(part.end for part in parts)]
    assert all(part.start >= end for part, end in zip(parts, ends, strict=False))
    assert parts[-1].end <= piece.end


@given(pieces_cut())
def test_cut_then_join_gives_what_was_there(case):
    answer, piece, parts = case

    joined = parts[0]
    for part in parts[1:]:
        joined = join(answer, joined, part)

    assert joined == piece


@given(pieces_cut())
def test_cut_again_of_the_same_answer_changes_nothing(case):
    answer, piece, parts = case
    others = [other for other in cut_pieces(answer) if other != piece]

    again = cut_again(answer, parts)

    assert [one for one, _ in again] == sorted([*others, *parts], key=lambda one: one.start)


@given(WORDS, st.lists(st.builds(whole, WORDS.map(str.strip).filter(bool), st.integers(0, 90))))
def test_cut_again_pieces_stand_in_any_new_answer_and_never_overlap(answer, by_hand):
    pieces = [piece for piece, _ in cut_again(answer, by_hand)]

    assert all(answer[piece.start : piece.end] == piece.text for piece in pieces)
    ends = [0, *(piece.end for piece in pieces)]
    assert all(piece.start >= end for piece, end in zip(pieces, ends, strict=False))


@given(WORDS)
def test_places_between_part_a_text_into_pieces_that_say_something(text):
    stripped = text.strip()
    places = places_between(stripped)

    assert not places or len(cut(whole(stripped), places)) == len(places) + 1
