from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.coding.pieces import Piece, cut_pieces


def test_cut_pieces_takes_a_paragraph_each_without_its_blanks():
    pieces = cut_pieces("  Falta gente. Y plata.\n\n- - -\nRendimos tres veces 😀.  ")

    assert pieces == [
        Piece(2, 23, "Falta gente. Y plata."),
        Piece(31, 53, "Rendimos tres veces 😀."),
    ]


def test_cut_pieces_breaks_a_long_paragraph_between_sentences():
    sentence = "Esto pasa cada año y nadie responde por ello en la región."
    answer = " ".join([sentence] * 6)

    assert [len(piece.text) for piece in cut_pieces(answer)] == [58 * 4 + 3, 58 * 2 + 1]


def test_cut_pieces_leaves_one_endless_sentence_whole():
    answer = "y sigue " * 50

    assert [piece.text for piece in cut_pieces(answer)] == [answer.strip()]


def test_cut_pieces_of_nothing_is_nothing():
    assert [cut_pieces(blank) for blank in ("", " \n … ", " " * 300)] == [[], [], []]


TEXTS = st.text(alphabet=st.sampled_from("aé😀.!?… \n»9"), max_size=900)


@given(TEXTS)
def test_cut_pieces_stand_where_they_say_and_never_overlap(answer):
    pieces = cut_pieces(answer)

    assert all(answer[piece.start : piece.end] == piece.text for piece in pieces)
    ends = [0, *(piece.end for piece in pieces)]
    assert all(piece.start >= end for piece, end in zip(pieces, ends, strict=False))


@given(TEXTS)
def test_cut_pieces_lose_no_letter(answer):
    kept = "".join(piece.text for piece in cut_pieces(answer))

    assert [c for c in kept if c.isalnum()] == [c for c in answer if c.isalnum()]
