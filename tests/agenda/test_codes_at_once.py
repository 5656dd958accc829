"""The codebook changed while others code: no statement is left with a code that is gone."""

import pytest

from convoca.agenda.errors import (
    ActBuiltUponError,
    MergeFaultError,
    StatementChangedError,
)
from convoca.agenda.models import CodeEvent, Coding, CodingAct, Consent, Memo, Statement
from convoca.agenda.services import (
    Author,
    CodeInput,
    cut_statement,
    merge_codes,
    save_answer,
    split_code,
    uncode_statement,
    undo_act,
    unmerge_code,
    write_memo,
)
from convoca.agenda.services.consents import change_consent
from tests.agenda.coding import (
    LATER,
    codes_of,
    community_of,
    give,
    history,
    live_pieces,
    make_code,
)
from tests.factories.agenda import answer_interview, make_interviews
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
WHY = Author(None, LATER)


@pytest.fixture
def said():
    """Three statements of one interview."""
    interview = answer_interview(
        make_interviews()[0], texts={"problems": "Falta plata. Y gente.\nB.\nC."}
    )
    return list(interview.statements.order_by("start"))


@pytest.fixture
def codes(said):
    return [make_code(community_of(said[0]), name) for name in ("Plata", "Dinero", "Recursos")]


def merge(code, into):
    """Return the act of merging codes as a page of before shows them."""
    seen, other = type(code).objects.in_bulk([code.pk, into.pk]).values()
    if seen.pk != code.pk:
        seen, other = other, seen
    return lambda: merge_codes(code=seen, into=other, author=WHY)


def code(statement, *codes):
    """Return the act of coding with codes as a page of before shows them."""
    seen = list(type(codes[0]).objects.filter(pk__in=[one.pk for one in codes]))
    return lambda: [one.code.name for one in give(statement, *seen, now=LATER)]


def all_codes(said):
    return [codes_of(one) for one in said]


def gone_but_given():
    """List the live codings of codes that went into another."""
    live = Coding.objects.filter(superseded_at__isnull=True, statement__superseded_at__isnull=True)
    return list(live.filter(code__merged_into__isnull=False))


def test_code_merged_while_several_code_with_it_keeps_no_statement(said, codes):
    plata, dinero, _ = codes
    give(said[0], plata)

    told = at_once([*[code(one, plata) for one in said], merge(plata, dinero)])

    assert type(told[-1]) is CodeEvent
    assert all_codes(said) == [["Dinero"]] * 3
    assert gone_but_given() == []


def test_code_and_the_one_it_goes_into_given_at_once_are_one(said, codes):
    plata, dinero, _ = codes

    told = at_once([*[code(one, plata, dinero) for one in said], merge(plata, dinero)])

    assert type(told[-1]) is CodeEvent
    assert all_codes(said) == [["Dinero"]] * 3


def test_two_codes_merged_into_each_other_at_once_leave_one(said, codes):
    plata, dinero, _ = codes
    for one in said:
        give(one, plata, dinero)

    told = at_once([merge(plata, dinero), merge(dinero, plata), merge(plata, dinero)])

    assert sum(isinstance(one, MergeFaultError) for one in told) == 2
    kept = community_of(said[0]).codes.get(name__in=["Plata", "Dinero"], is_active=True)
    assert all_codes(said) == [[kept.name]] * 3
    assert [kind for _n, kind, _name in history(kept.community)].count("merge") == 1


def test_merges_one_after_the_other_pressed_at_once_leave_no_code_in_between(said, codes):
    plata, dinero, recursos = codes
    give(said[0], plata)
    give(said[1], dinero)

    first, second = at_once([merge(plata, dinero), merge(dinero, recursos)])

    assert type(second) is CodeEvent
    is_chain = type(first) is CodeEvent
    assert is_chain or type(first) is MergeFaultError
    assert all_codes(said) == [["Recursos"] if is_chain else ["Plata"], ["Recursos"], []]
    assert gone_but_given() == []


def test_merge_parted_while_others_code_gives_back_and_keeps_what_is_new(said, codes):
    plata, dinero, _ = codes
    give(said[0], plata)
    merge(plata, dinero)()
    plata.refresh_from_db()

    told = at_once(
        [
            code(said[1], plata),
            code(said[2], dinero),
            lambda: unmerge_code(code=plata, author=WHY),
        ]
    )

    assert type(told[-1]) is CodeEvent
    assert all_codes(said) == [["Plata"], told[0], ["Dinero"]]
    assert gone_but_given() == []


def test_merge_parted_twice_at_once_is_parted_once(said, codes):
    plata, dinero, _ = codes
    give(said[0], plata)
    merge(plata, dinero)()

    told = at_once([lambda: unmerge_code(code=plata, author=WHY)] * 3)

    assert sorted(told, key=repr)[1:] == [None, None]
    assert all_codes(said) == [["Plata"], [], []]


def test_coding_undone_while_its_code_is_merged_is_gone_or_told(said, codes):
    plata, dinero, _ = codes
    give(said[0], plata)
    act = CodingAct.objects.get()

    undone, merged = at_once([lambda: undo_act(act=act, now=LATER), merge(plata, dinero)])

    assert type(merged) is CodeEvent
    is_undone = type(undone) is CodingAct
    assert is_undone or type(undone) is ActBuiltUponError
    assert codes_of(said[0]) == ([] if is_undone else ["Dinero"])


def test_code_taken_away_while_it_is_merged_is_gone_or_the_other_now(said, codes):
    plata, dinero, _ = codes
    give(said[0], plata)

    def take():
        return uncode_statement(statement=said[0], code=plata, now=LATER)

    told = at_once([take, take, merge(plata, dinero)])

    taken = sorted(told[:2])
    assert taken in ([0, 1], [0, 0])
    assert codes_of(said[0]) == ([] if taken == [0, 1] else ["Dinero"])
    assert CodingAct.objects.filter(kind="uncode").count() == sum(taken)


def test_statement_cut_while_its_code_is_merged_has_the_other_in_each_part(said, codes):
    plata, dinero, _ = codes
    give(said[0], plata)

    def cut():
        return len(cut_statement(statement=said[0], places=[13], user=None, now=LATER))

    told = at_once([cut, merge(plata, dinero)])

    assert (told[0], type(told[1])) == (2, CodeEvent)
    assert live_pieces(said[0].interview)[:2] == [
        ("Falta plata.", ["Dinero"]),
        ("Y gente.", ["Dinero"]),
    ]


def test_code_split_while_others_code_with_it_leaves_no_statement_without_a_look(said, codes):
    plata = codes[0]
    parts = [CodeInput("Pesos"), CodeInput("Centavos")]

    told = at_once(
        [
            *[code(one, plata) for one in said],
            lambda: split_code(code=plata, parts=parts, author=WHY),
        ]
    )

    given = [one for one, names in zip(said, told, strict=False) if names == ["Plata"]]
    assert type(told[-1]) is CodeEvent
    waiting = told[-1].recodings.order_by("statement").values_list("statement", flat=True)
    assert list(waiting) == [one.pk for one in given]
    assert all_codes(said) == [["Plata"] if one in given else [] for one in said]


def test_statement_coded_and_cut_while_its_person_withdraws_all_is_gone(said, codes):
    interview = said[0].interview

    def withdraw():
        return change_consent(interview=interview, purpose="interview", is_given=False, now=LATER)

    told = at_once(
        [
            code(said[1], codes[0]),
            withdraw,
            lambda: len(cut_statement(statement=said[0], places=[13], user=None, now=LATER)),
        ]
    )

    assert type(told[1]) is Consent
    assert told[0] == ["Plata"] or type(told[0]) is StatementChangedError
    assert told[2] == 2 or type(told[2]) is StatementChangedError
    assert not Statement.objects.filter(superseded_at__isnull=True).exists()


def test_memo_pressed_twice_while_its_person_withdraws_is_kept_once_or_told(said):
    interview, community = said[0].interview, community_of(said[0])

    def note():
        return write_memo(community=community, about=said[2], text="Ojo.", user=None, now=LATER)

    def withdraw():
        return change_consent(interview=interview, purpose="interview", is_given=False, now=LATER)

    *notes, withdrawn = at_once([note, note, withdraw])

    assert type(withdrawn) is Consent
    assert {type(one) for one in notes} <= {Memo, StatementChangedError}
    assert Memo.objects.count() == (Memo in map(type, notes))


def test_statement_cut_while_its_answer_is_given_anew_does_not_hold_up_either(said, codes):
    interview = said[0].interview
    give(said[0], codes[0])

    def answer():
        save_answer(interview=interview, question="problems", value="B.\nD.", now=LATER)

    cut, answered = at_once(
        [
            lambda: len(cut_statement(statement=said[0], places=[13], user=None, now=LATER)),
            answer,
        ]
    )

    assert cut == 2 or type(cut) is StatementChangedError
    assert answered is None
    assert live_pieces(interview) == [("B.", []), ("D.", [])]
