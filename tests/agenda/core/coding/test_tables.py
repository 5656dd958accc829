from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.coding.tables import Row, shown_counts

GROUPS = ("urbana", "mixta", "rural")


def test_shown_counts_hides_small_cells_and_the_totals_that_give_them_away():
    counts = {"plazos": {"urbana": 9, "rural": 6, "mixta": 5}, "dinero": {"urbana": 12, "rural": 4}}

    assert shown_counts(counts, groups=GROUPS, smallest=5) == [
        Row("plazos", (9, 5, 6), 20),
        Row("dinero", (12, None, None), None),
    ]


def test_shown_counts_of_nothing_is_empty():
    assert shown_counts({}, groups=GROUPS, smallest=5) == []


COUNTS = st.dictionaries(
    st.sampled_from("abc"), st.fixed_dictionaries({group: st.integers(0, 8) for group in GROUPS})
)


@given(COUNTS)
def test_shown_counts_are_the_same_whatever_a_hidden_cell_holds(counts):
    shown = shown_counts(counts, groups=GROUPS, smallest=5)
    hidden = [(row.key, group) for row in shown for group, cell in _cells(row) if cell is None]

    for (key, group), other in product(hidden[:2], range(5)):
        changed = {**counts, key: {**counts[key], group: other}}
        assert shown_counts(changed, groups=GROUPS, smallest=5) == shown


def _cells(row):
    return zip(GROUPS, row.cells, strict=True)
