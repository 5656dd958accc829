import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.coding.codebook import (
    Change,
    ChangeKind,
    CodeState,
    described,
    differences,
    fold,
    in_tree_order,
    stands_under,
    successors,
)

CREATE = ChangeKind.CREATE


def create(number, guid, **fields):
    return Change(number, CREATE, guid, {}, {"name": guid.upper(), **fields})


def change(number, kind, guid, **after):
    return Change(number, kind, guid, {}, after)


def test_fold_gives_the_book_at_any_version():
    changes = [
        create(1, "a", theme=7),
        create(2, "b"),
        change(3, ChangeKind.RENAME, "a", name="Alfa"),
        change(4, ChangeKind.MERGE, "b", is_active=False, merged_into="a"),
    ]

    assert fold(changes, version=2) == {
        "a": CodeState("a", "A", theme=7),
        "b": CodeState("b", "B"),
    }
    assert fold(changes) == {
        "a": CodeState("a", "Alfa", theme=7),
        "b": CodeState("b", "B", is_active=False, merged_into="a"),
    }


def test_fold_of_nothing_is_an_empty_book():
    assert (fold([]), fold([create(1, "a")], version=0)) == ({}, {})


@pytest.mark.parametrize(
    "changes",
    [[change(1, ChangeKind.RENAME, "a", name="Alfa")], [create(1, "a"), create(2, "a")]],
)
def test_fold_of_a_history_that_cannot_be_raises(changes):
    with pytest.raises(ValueError, match="change"):
        fold(changes)


def test_differences_come_a_kind_each():
    before = CodeState("a", "Plazos", definition="Fechas.")
    after = CodeState("a", "Plazos", definition="Fechas y plazos.", theme=3, is_codable=False)

    assert list(differences(before, after)) == [
        (
            ChangeKind.REDEFINE,
            {"definition": "Fechas.", "is_codable": True},
            {"definition": "Fechas y plazos.", "is_codable": False},
        ),
        (ChangeKind.MOVE, {"theme": None}, {"theme": 3}),
    ]
    assert list(differences(after, after)) == []


def test_successors_follow_merges_and_splits_to_codes_in_use():
    changes = [
        *(create(number, guid) for number, guid in enumerate("abcdef", 1)),
        change(7, ChangeKind.SPLIT, "a", is_active=False, into=["b", "c"]),
        change(8, ChangeKind.MERGE, "c", is_active=False, merged_into="d"),
        change(9, ChangeKind.MERGE, "e", is_active=False, merged_into="f"),
        change(10, ChangeKind.UNMERGE, "e", is_active=True, merged_into=None),
    ]

    assert successors(changes) == {"a": ("b", "d"), "c": ("d",)}


def test_stands_under_looks_up_the_whole_way_and_ends_in_a_circle():
    parents = {"a": None, "b": "a", "c": "b", "x": "y", "y": "x"}

    answers = [stands_under(*pair, parents) for pair in (("c", "a"), ("a", "a"), ("a", "c"))]
    assert answers == [True, True, False]
    assert stands_under("x", "a", parents) is False


def test_tree_order_puts_each_under_its_parent_and_brothers_by_name():
    codes = [
        CodeState("1", "plata"),
        CodeState("2", "Gente"),
        CodeState("3", "Turnos", parent="2"),
        CodeState("4", "Cargos", parent="2"),
        CodeState("5", "Solo", parent="gone"),
    ]

    laid = [(one.name, depth) for one, depth in in_tree_order(codes)]

    assert laid == [("Gente", 0), ("Cargos", 1), ("Turnos", 1), ("plata", 0), ("Solo", 0)]


GUIDS = "abcdef"
EDITS = st.builds(
    CodeState,
    st.sampled_from(GUIDS),
    st.sampled_from(["Uno", "Dos", "Tres"]),
    definition=st.sampled_from(["", "Qué."]),
    example=st.sampled_from(["", "Así."]),
    parent=st.sampled_from([None, *GUIDS]),
    theme=st.sampled_from([None, 1, 2]),
    is_codable=st.booleans(),
)


@given(st.lists(EDITS, max_size=20))
def test_changes_of_any_edits_fold_back_to_every_book_that_there_was(edits):
    changes, book = [], {}
    versions = [(0, {})]
    for state in edits:
        kinds = (
            differences(book[state.guid], state)
            if state.guid in book
            else [(CREATE, {}, described(state))]
        )
        for kind, before, after in kinds:
            changes.append(Change(len(changes) + 1, kind, state.guid, before, after))
        book = {**book, state.guid: state}
        versions.append((len(changes), book))

    assert all(fold(changes, version=number) == then for number, then in versions)


@given(st.lists(EDITS, max_size=12, unique_by=lambda one: one.guid))
def test_tree_order_loses_no_code_and_shows_none_twice(states):
    laid = [one for one, _ in in_tree_order(states)]

    assert sorted(laid, key=lambda one: one.guid) == sorted(states, key=lambda one: one.guid)
