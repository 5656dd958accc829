"""Themes by interest and urgency: places, and labels that never cover each other."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.ui.charts import Axis, Cut, Theme, place_themes
from convoca.ui.charts.labels import LABEL_SIZE
from convoca.ui.charts.matrix import INSET, PLOT
from convoca.ui.charts.text import Box, text_width, wrap_label

ONE_TO_FIVE = Axis("de 1 a 5")
LETTERS = "abcdefghijklmnñopqrstuvwxyzÁWM "
rating = st.floats(1, 5)
themes = st.lists(
    st.builds(
        Theme,
        name=st.text(LETTERS, max_size=60),
        interest=rating,
        urgency=rating,
        count=st.integers(0, 345),
        chosen=st.booleans(),
    ),
    max_size=25,
)
boxes = st.builds(
    Box, st.integers(-5, 20), st.integers(-5, 20), st.integers(1, 9), st.integers(1, 9)
)


def picture_of(found, **axes):
    axes = {"across": ONE_TO_FIVE, "up": ONE_TO_FIVE} | axes
    return place_themes(found, key="m", title="t", description="d", **axes)


def labels_of(picture):
    return [bubble.label for bubble in picture.bubbles if bubble.label]


@given(found=themes)
def test_labels_never_cover_each_other(found):
    rooms = [label.box for label in labels_of(picture_of(found))]

    assert not any(one.meets(other) for one, other in combinations(rooms, 2))


@given(found=themes)
def test_labels_stay_in_the_plot_and_fit_their_room(found):
    for label in labels_of(picture_of(found)):
        assert PLOT.holds(label.box)
        for line in label.lines:
            assert text_width(line.text, LABEL_SIZE) <= label.box.width
            assert label.box.y < line.y <= label.box.y + label.box.height


@given(found=themes)
def test_bubbles_are_all_there_inside_the_plot_largest_first(found):
    bubbles = picture_of(found).bubbles
    radii = [bubble.spot.radius for bubble in bubbles]

    assert radii == sorted(radii, reverse=True)
    assert sorted(map(repr, (bubble.theme for bubble in bubbles))) == sorted(map(repr, found))
    assert all(PLOT.holds(bubble.spot.box) for bubble in bubbles)


@given(found=themes)
def test_picture_does_not_depend_on_the_order_of_different_themes(found):
    different = {(theme.chosen, theme.count, theme.name): theme for theme in found}

    straight = picture_of(list(different.values()))
    turned = picture_of(list(reversed(different.values())))

    assert straight == turned


@given(one=boxes, other=boxes)
def test_boxes_meet_when_they_share_a_point_of_area(one, other):
    def cells(box):
        return {
            (x, y)
            for x in range(box.x, box.x + box.width)
            for y in range(box.y, box.y + box.height)
        }

    assert one.meets(other) is bool(cells(one) & cells(other))
    assert one.holds(other) is (cells(other) <= cells(one))


def test_ten_scattered_themes_all_get_their_label():
    found = [Theme(f"Tema número {n}", 1 + n * 0.4, 5 - (n % 4), 10 * n) for n in range(10)]

    assert len(labels_of(picture_of(found))) == 10


def test_same_place_leaves_the_label_of_the_chosen_nearest():
    chosen = Theme("Elegido", 3, 3, 10, chosen=True)
    crowd = [Theme(f"Otro {n}", 3, 3, 20) for n in range(8)]

    picture = picture_of([*crowd, chosen])
    leaders = {bubble.theme.name: bubble.label.leader for bubble in picture.bubbles}

    assert leaders.pop("Elegido") is None
    assert any(leaders.values())


def test_crowd_beyond_the_room_leaves_labels_out_and_keeps_the_bubbles():
    crowd = [Theme(f"Un tema de nombre más bien largo {n}", 3, 3, n) for n in range(120)]

    picture = picture_of(crowd)

    assert len(picture.bubbles) == 120
    assert 0 < len(labels_of(picture)) < 120
    assert len(picture.ranked) == 120


def test_axes_run_between_half_steps_around_the_values():
    picture = picture_of([Theme("a", 2.2, 4.4, 1), Theme("b", 4.3, 2.1, 1)])

    assert [tick.text for tick in picture.across_ticks] == ["2", "3", "4"]
    assert picture.across_ticks[0].at == PLOT.x + INSET
    assert picture.up_ticks[0].at == PLOT.y + PLOT.height - INSET


def test_single_theme_at_the_top_has_an_axis_one_step_long():
    picture = picture_of([Theme("a", 5, 5, 1)])

    assert [tick.text for tick in picture.across_ticks] == ["4", "4,5", "5"]


def test_shares_have_their_own_axis():
    share = Axis("parte de los entrevistados", 0, 1, 0.25)

    picture = picture_of([Theme("a", 0, 2, 1), Theme("b", 1, 4, 1)], across=share)

    assert [tick.text for tick in picture.across_ticks] == ["0", "0,25", "0,5", "0,75", "1"]


def test_no_themes_give_axes_and_no_bubbles():
    picture = picture_of([])

    assert (picture.bubbles, picture.has_chosen) == ([], False)
    assert [tick.text for tick in picture.across_ticks] == ["1", "2", "3", "4", "5"]


def test_cut_is_drawn_as_far_as_it_lies_inside_the_axes():
    """The axes run from 1 to 5: the first and last points lie outside."""
    cut = Cut([(0.5, 4), (2, 4), (4, 2), (4, 0.5)], "La línea.")

    picture = picture_of([Theme("a", 1, 1, 1), Theme("b", 5, 5, 1)], cut=cut)

    assert (picture.cut, picture.cut_words) == ("M231 118 L533 282", "La línea.")


@pytest.mark.parametrize("points", [[], [(3, 3)], [(9, 9), (8, 8)]])
def test_cut_of_fewer_than_two_points_inside_is_not_drawn(points):
    assert picture_of([Theme("a", 3, 3, 1)], cut=Cut(points, "")).cut == ""


@pytest.mark.parametrize(
    ("theme", "axis"),
    [
        (Theme("a", 3, 3, -1), ONE_TO_FIVE),
        (Theme("a", 0.5, 3, 1), ONE_TO_FIVE),
        (Theme("a", 3, 3, 1), Axis("corto", 3, 3.5)),
        (Theme("a", 3, 3, 1), Axis("quieto", 1, 5, 0)),
    ],
)
def test_what_cannot_be_drawn_is_refused(theme, axis):
    with pytest.raises(ValueError):
        picture_of([theme], across=axis)


@given(label=st.text(LETTERS, max_size=200))
def test_wrapped_label_keeps_to_its_lines(label):
    lines = wrap_label(label)

    assert len(lines) <= 2
    assert all(0 < len(line) <= 24 for line in lines)


def test_label_that_does_not_fit_ends_in_dots():
    assert wrap_label("Cambio climático en proyectos de inversión municipal") == (
        "Cambio climático en",
        "proyectos de inversión…",
    )
    assert wrap_label("Rendición de fondos") == ("Rendición de fondos",)
    assert wrap_label("") == ()
