from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.coding.drawing import draw_statements


def test_draw_statements_of_one_seed_are_the_same_in_any_order():
    ids = list(range(100))

    drawn = draw_statements(ids, share=0.15, total=100, seed=7)

    assert len(drawn) == 15
    assert drawn == draw_statements(ids[::-1], share=0.15, total=100, seed=7)
    assert drawn != draw_statements(ids, share=0.15, total=100, seed=8)


def test_draw_statements_rounds_up_and_takes_all_where_there_are_few():
    assert len(draw_statements(range(50), share=0.1, total=101, seed=1)) == 11
    assert sorted(draw_statements([1, 2], share=0.2, total=100, seed=1)) == [1, 2]
    assert draw_statements([], share=0.2, total=100, seed=1) == []


@given(st.sets(st.integers(1, 200), min_size=20), st.integers(0, 99))
def test_draw_statements_with_one_more_changes_at_most_one(ids, seed):
    before = draw_statements(ids, share=0.2, total=50, seed=seed)
    after = draw_statements({*ids, 1000}, share=0.2, total=50, seed=seed)

    assert len(set(before) - set(after)) <= 1
