import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convoca.agenda.core.coding.cutting import places_between
from convoca.agenda.errors import (
    ActBuiltUponError,
    CutFaultError,
    NoNeighbourError,
    StatementBlindError,
    StatementChangedError,
)
from convoca.agenda.models import BlindRound, Coding, CodingAct, Memo, Recoding, Statement
from convoca.agenda.queries.acts import find_last_act
from convoca.agenda.services import (
    Author,
    CodeInput,
    code_statement,
    cut_statement,
    join_statements,
    mark_sensitive,
    recode_statement,
    save_answer,
    set_statement_aside,
    split_code,
    uncode_statement,
    undo_act,
    write_memo,
)
from convoca.directory.models import User
from tests.agenda.coding import (
    LATER,
    coder_of,
    codes_of,
    community_of,
    cycle_of,
    give,
    live_pieces,
    make_code,
)
from tests.factories.agenda import make_statement
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
WORDS = "Falta gente. Y rendimos tres veces, en tres plataformas."
PARTS = ["Falta gente.", "Y rendimos tres veces,", "en tres plataformas."]


@pytest.fixture
def statement():
    return make_statement(WORDS)


def cut_all(statement, user=None):
    places = places_between(statement.text)
    return cut_statement(statement=statement, places=places, user=user, now=LATER)


def join(statement, user=None):
    return join_statements(statement=statement, user=user, now=LATER)


def say_again(statement, text):
    save_answer(interview=statement.interview, question="problems", value=text, now=LATER)


def undo_last(statement, user):
    act = find_last_act(cycle_of(statement), user)
    return undo_act(act=act, now=LATER)


def open_blind_round(statement):
    first, second = (coder_of(statement, f"{name}@ejemplo.cl") for name in ("uno", "dos"))
    opened = BlindRound.objects.create(
        cycle=cycle_of(statement),
        first=first,
        second=second,
        share="0.100",
        seed=1,
        codebook_version=0,
        codebook=[],
        opened_at=NOW,
    )
    opened.items.create(statement=statement, position=1)


def test_cut_gives_each_part_the_codes_and_the_first_the_memos(statement):
    user = coder_of(statement)
    give(statement, make_code(community_of(statement), "Plata"), user=user)
    write_memo(community=community_of(statement), about=statement, text="Ojo.", user=user, now=NOW)

    parts = cut_all(statement)

    assert live_pieces(statement.interview) == [(text, ["Plata"]) for text in PARTS]
    assert {one.by for one in Coding.objects.filter(statement__in=parts)} == {user}
    assert Memo.objects.get().statement == parts[0]
    statement.refresh_from_db()
    assert (statement.superseded_at, codes_of(statement)) == (LATER, ["Plata"])


def test_cut_keeps_sensitive_what_was_sensitive(statement):
    mark_sensitive(statement=statement, is_sensitive=True)

    assert [part.is_sensitive for part in cut_all(statement)] == [True, True, True]


def test_cut_twice_raises_and_cuts_once(statement):
    cut_all(statement)

    with pytest.raises(StatementChangedError):
        cut_all(statement)

    assert len(live_pieces(statement.interview)) == 3


@pytest.mark.parametrize("places", [[], [0], [len(WORDS)]])
def test_cut_without_a_place_raises(statement, places):
    with pytest.raises(CutFaultError):
        cut_statement(statement=statement, places=places, user=None, now=LATER)


def test_join_has_the_codes_and_memos_of_both(statement):
    community = community_of(statement)
    first, second, third = cut_all(statement)
    plata, gente = make_code(community, "Plata"), make_code(community, "Gente")
    give(first, gente)
    give(second, plata)
    write_memo(community=community, about=second, text="Ojo.", user=None, now=NOW)

    joined = join(first)

    assert live_pieces(statement.interview) == [
        (" ".join(PARTS[:2]), ["Gente", "Plata"]),
        (third.text, []),
    ]
    assert Memo.objects.get().statement == joined


def test_cut_then_join_says_what_was_said(statement):
    first, *_ = cut_all(statement)

    joined = join(join(first))

    assert (joined.start, joined.end, joined.text) == (0, len(WORDS), WORDS)


def test_join_of_the_last_statement_of_an_answer_raises(statement):
    with pytest.raises(NoNeighbourError):
        join(statement)


def test_statement_in_an_open_blind_round_is_neither_cut_nor_joined(statement):
    first, *_ = cut_all(statement)
    open_blind_round(first)

    for change in (join, cut_all):
        with pytest.raises(StatementBlindError):
            change(first)


def test_answer_given_anew_keeps_a_cut_of_the_same_words(statement):
    first, *_ = cut_all(statement)
    give(first, make_code(community_of(statement), "Gente"))

    say_again(statement, f"Antes que nada: gracias.\n{WORDS}")

    assert live_pieces(statement.interview) == [
        ("Antes que nada: gracias.", []),
        (PARTS[0], ["Gente"]),
        (PARTS[1], []),
        (PARTS[2], []),
    ]


def test_answer_given_anew_keeps_two_paragraphs_joined(statement):
    say_again(statement, "Falta gente.\nY plata.")
    first = statement.interview.statements.filter(superseded_at__isnull=True).earliest("start")
    join(first)

    say_again(statement, "Hola.\nFalta gente.\nY plata.\nChao.")

    assert [text for text, _ in live_pieces(statement.interview)] == [
        "Hola.",
        "Falta gente.\nY plata.",
        "Chao.",
    ]


def test_answer_given_anew_drops_parts_that_are_gone_and_keeps_memos_as_history(statement):
    first, second, third = cut_all(statement)
    community = community_of(statement)
    write_memo(community=community, about=first, text="Ojo.", user=None, now=NOW)

    say_again(statement, "Otra cosa.")

    first.refresh_from_db()
    assert first.superseded_at == LATER
    assert not Statement.objects.filter(pk__in=[second.pk, third.pk]).exists()


def test_undo_of_a_cut_brings_back_the_whole_with_codes_and_memos(statement):
    user, community = coder_of(statement), community_of(statement)
    give(statement, make_code(community, "Plata"), user=user)
    write_memo(community=community, about=statement, text="Ojo.", user=user, now=NOW)
    cut_all(statement, user)

    undo_last(statement, user)

    assert live_pieces(statement.interview) == [(WORDS, ["Plata"])]
    assert Memo.objects.get().statement == statement


def test_undo_of_a_join_brings_back_both(statement):
    user = coder_of(statement)
    first, second, _ = cut_all(statement)
    give(second, make_code(community_of(statement), "Plata"))
    join(first, user)

    undo_last(statement, user)

    assert live_pieces(statement.interview) == [
        (PARTS[0], []),
        (PARTS[1], ["Plata"]),
        (PARTS[2], []),
    ]


def test_undo_of_a_cut_on_words_that_moved_puts_the_whole_where_they_are(statement):
    user = coder_of(statement)
    cut_all(statement, user)
    say_again(statement, f"Hola.\n{WORDS}")

    undo_last(statement, user)

    statement.refresh_from_db()
    assert [text for text, _ in live_pieces(statement.interview)] == ["Hola.", WORDS]
    assert (statement.start, statement.end) == (6, 6 + len(WORDS))


def test_undo_of_a_cut_whose_part_was_coded_since_raises(statement):
    user = coder_of(statement)
    first, *_ = cut_all(statement, user)
    give(first, make_code(community_of(statement), "Plata"))

    with pytest.raises(ActBuiltUponError):
        undo_last(statement, user)

    assert len(live_pieces(statement.interview)) == 3


def test_undo_of_a_cut_whose_words_changed_since_raises(statement):
    user = coder_of(statement)
    cut_all(statement, user)
    say_again(statement, "Falta gente. Y nada más.")

    with pytest.raises(StatementChangedError):
        undo_last(statement, user)


def test_undo_goes_back_step_by_step(statement):
    user = coder_of(statement)
    code = make_code(community_of(statement), "Plata")
    give(statement, code, user=user)
    uncode_statement(statement=statement, code=code, user=user, now=LATER)
    set_statement_aside(statement=statement, user=user, now=LATER)

    seen = [codes_of(statement)]
    for _ in range(3):
        undo_last(statement, user)
        seen.append(codes_of(statement))

    assert seen == [["Sin contenido"], [], ["Plata"], []]
    assert find_last_act(cycle_of(statement), user) is None


def test_undo_twice_raises(statement):
    user = coder_of(statement)
    give(statement, make_code(community_of(statement), "Plata"), user=user)
    act = undo_last(statement, user)

    with pytest.raises(ActBuiltUponError):
        undo_act(act=act, now=LATER)


def test_undo_of_a_look_after_a_split_makes_it_wait_again(statement):
    user = coder_of(statement)
    code = make_code(community_of(statement), "Recursos")
    give(statement, code)
    parts = [CodeInput("Plata"), CodeInput("Gente")]
    split_code(code=code, parts=parts, author=Author(user, LATER))
    recode_statement(recoding=Recoding.objects.get(), codes=[], user=user, now=LATER)

    undo_last(statement, user)

    assert (codes_of(statement), Recoding.objects.get().done_at) == (["Recursos"], None)


def test_what_several_statements_got_in_one_act_is_undone_together(statement):
    user = coder_of(statement)
    first, second, _ = cut_all(statement)
    code = make_code(community_of(statement), "Plata")
    (coding,) = give(first, code, user=user)
    code_statement(statement=second, codes=[code], user=user, now=NOW, act=coding.made_in)

    undo_last(statement, user)

    assert [codes for _, codes in live_pieces(statement.interview)] == [[], [], []]
    assert CodingAct.objects.filter(undone_at__isnull=False).count() == 1


def step(interview, user, kind, number):
    """Cut, join or undo something of this interview; what is refused changes nothing."""
    rows = list(interview.statements.filter(superseded_at__isnull=True).order_by("start"))
    one = rows[number % len(rows)]
    try:
        if kind == "cut":
            cut_statement(statement=one, places=[number], user=user, now=LATER)
        elif kind == "join":
            join(one, user)
        elif act := find_last_act(interview.cycle, user):
            undo_act(act=act, now=LATER)
    except (CutFaultError, NoNeighbourError):
        return


STEPS = st.tuples(st.sampled_from(["cut", "cut", "join", "undo"]), st.integers(1, len(WORDS) - 1))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_any_cuts_joins_and_undoes_leave_pieces_that_stand_in_the_answer(statement, steps):
    user = User.objects.first() or coder_of(statement)
    for kind, number in steps:
        step(statement.interview, user, kind, number)

    rows = statement.interview.statements.filter(superseded_at__isnull=True).order_by("start")
    assert all(WORDS[one.start : one.end] == one.text for one in rows)
    ends = [0, *(one.end for one in rows)]
    assert all(one.start >= end for one, end in zip(rows, ends, strict=False))
    assert "".join("".join(one.text for one in rows).split()) == "".join(WORDS.split())


def test_undo_of_everything_gives_back_what_was_said(statement):
    user = coder_of(statement)
    for kind, number in [("cut", 13), ("cut", 40), ("join", 0), ("cut", 20), ("join", 1)]:
        step(statement.interview, user, kind, number)

    while act := find_last_act(cycle_of(statement), user):
        undo_act(act=act, now=LATER)

    assert [one.pk for one in statement.interview.statements.filter(superseded_at=None)] == [
        statement.pk
    ]
