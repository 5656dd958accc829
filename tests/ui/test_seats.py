"""One mark a seat: nothing touches, nothing is lost."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.ui.charts import Region, Seat, SeatState, place_seats
from convoca.ui.charts.seats import LABEL_SIZE, PITCH, RADIUS
from convoca.ui.charts.text import text_width

seats = st.builds(
    Seat, name=st.just("Comuna"), state=st.sampled_from(SeatState), url=st.just("/puesto/")
)
regions = st.lists(
    st.builds(
        Region,
        label=st.text("ABCDEFWMñ ", min_size=1, max_size=12),
        name=st.just("Región"),
        seats=st.lists(seats, max_size=60),
    ),
    max_size=18,
)


def picture_of(found, across=4):
    return place_seats(found, key="seats", title="t", description="d", across=across)


@given(found=regions, across=st.integers(1, 6))
def test_marks_keep_their_distance_and_their_number(found, across):
    picture = picture_of(found, across)
    spots = [(mark.x, mark.y) for column in picture.columns for mark in column.marks]

    assert len(set(spots)) == picture.total == sum(len(region.seats) for region in found)
    assert all(
        abs(x - u) >= PITCH or abs(y - v) >= PITCH for (x, y), (u, v) in combinations(spots, 2)
    )


@given(found=regions)
def test_labels_never_meet_and_have_room(found):
    picture = picture_of(found)
    boxes = [column.label_box(picture.height) for column in picture.columns]

    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    for column in picture.columns:
        assert text_width(column.region.label, LABEL_SIZE) <= column.width
        assert text_width(column.short_share, LABEL_SIZE) <= column.width


@given(found=regions)
def test_marks_stay_inside_the_picture_and_above_the_labels(found):
    picture = picture_of(found)

    for column in picture.columns:
        for mark in column.marks:
            assert column.x <= mark.x <= column.x + column.width <= picture.width
            assert 0 <= mark.y < column.label_box(picture.height).y


@given(found=regions)
def test_each_column_fits_in_a_box_that_begins_at_its_highest_mark(found):
    picture = picture_of(found)

    for column, box in picture.boxes:
        assert box.holds(column.label_box(picture.height))
        assert all(
            box.x <= mark.x - RADIUS
            and mark.x + RADIUS <= box.x + box.width
            and box.y <= mark.y - RADIUS
            for mark in column.marks
        )
        assert box.y == min((mark.y for mark in column.marks), default=box.y + PITCH // 2) - (
            PITCH // 2
        )


def test_column_fills_from_the_ground_up():
    region = Region("R", "Región", [Seat(str(n), SeatState.PRESENT, "/") for n in range(3)])

    [column] = picture_of([region], across=2).columns

    assert [(mark.x, mark.y) for mark in column.marks] == [(15, 21), (29, 21), (15, 7)]


def test_region_counts_only_seats_that_exist():
    states = [*SeatState, SeatState.PRESENT]
    region = Region("R", "Región", [Seat("c", state, "/") for state in states])

    [column] = picture_of([region]).columns

    assert (region.participating, region.existing, column.short_share) == (3, 10, "3/10")
    assert region.share == "3 de 10 · 30\N{NO-BREAK SPACE}%"


def test_region_counted_by_another_rule_shows_what_was_counted():
    region = Region("R", "Región", [Seat("c", SeatState.DECLINED, "/")], counted=(1, 1))

    assert (region.participating, region.existing, region.share) == (
        1,
        1,
        "1 de 1 · 100\N{NO-BREAK SPACE}%",
    )


def test_table_twin_counts_every_mark_by_state():
    region = Region(
        "R", "Región", [Seat("a", SeatState.RISK, "/"), Seat("b", SeatState.PRESENT, "/")]
    )

    picture = picture_of([region])

    assert picture.states == [SeatState.PRESENT, SeatState.RISK]
    assert picture.rows == [(region, [(SeatState.PRESENT, 1), (SeatState.RISK, 1)])]


def test_mark_says_comuna_and_state():
    assert Seat("Ñuñoa", SeatState.RISK, "/").words == "Ñuñoa: Se enfría"


def test_picture_without_regions_is_empty():
    picture = picture_of([])

    assert (picture.columns, picture.total, picture.states) == ([], 0, [])


def test_no_marks_across_is_refused():
    with pytest.raises(ValueError, match="0 marks"):
        picture_of([], across=0)
