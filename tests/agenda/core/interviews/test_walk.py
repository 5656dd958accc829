from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.interviews.guide import parse_guide
from convoca.agenda.core.interviews.walk import (
    ListedTheme,
    plan_walk,
    shuffle_themes,
)
from convoca.agenda.queries.guides import default_guide

GUIDE = parse_guide(default_guide())
THEMES = [ListedTheme(number, f"Tema {number}") for number in range(1, 5)]
YES = {"consent": "yes"}


def test_plan_walk_before_consent_asks_only_for_it():
    walk = plan_walk(GUIDE, THEMES, {}, seed=1)

    assert [step.id for step in walk.steps] == ["consent"]


def test_plan_walk_after_a_no_asks_nothing_more():
    walk = plan_walk(GUIDE, THEMES, {"consent": "no"}, seed=1)

    assert ([step.id for step in walk.steps], walk.first_open, walk.first_owed) == (
        ["consent"],
        None,
        None,
    )


def test_plan_walk_after_a_yes_has_a_step_for_each_theme():
    walk = plan_walk(GUIDE, THEMES, YES, seed=1)

    shown = [step.theme.id for step in walk.steps if step.theme]
    assert (len(walk.steps), sorted(shown)) == (11 + 4, [1, 2, 3, 4])


def test_plan_walk_without_themes_asks_neither_for_them_nor_for_favourites():
    steps = [step.id for step in plan_walk(GUIDE, [], YES, seed=1).steps]

    assert steps[-2:] == ["own_themes", "whatsapp"]


def test_walk_goes_forwards_and_back():
    walk = plan_walk(GUIDE, THEMES, YES, seed=1)
    second = walk.find("may_quote")

    assert (walk.place(second), walk.before(second).id, walk.after(second).id) == (
        2,
        "consent",
        "unit_size",
    )
    assert (walk.before(walk.steps[0]), walk.after(walk.steps[-1]), walk.find("x")) == (
        None,
        None,
        None,
    )


def test_first_owed_passes_over_what_may_be_left_blank():
    walk = plan_walk(GUIDE, [], {**YES, "may_quote": "no"}, seed=1)

    assert (walk.first_open.id, walk.first_owed.id, walk.answered_count) == (
        "unit_size",
        "whatsapp",
        2,
    )


def test_shuffle_themes_differs_between_interviews():
    orders = {shuffle_themes(THEMES, seed=seed) for seed in range(50)}

    assert len(orders) > 10
    assert {order[0].id for order in orders} == {1, 2, 3, 4}


@given(st.integers(), st.permutations(THEMES), st.sampled_from(THEMES))
def test_shuffle_themes_keeps_its_order_when_a_theme_leaves(seed, themes, leaving):
    before = shuffle_themes(THEMES, seed=seed)
    staying = [theme for theme in themes if theme != leaving]

    assert shuffle_themes(staying, seed=seed) == tuple(one for one in before if one != leaving)
