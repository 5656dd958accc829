"""What the pictures are drawn from: bars, strips, heat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.ui.charts import (
    AttendanceStrip,
    Funnel,
    FunnelStep,
    Heat,
    HeatCell,
    HeatRow,
    LinedBars,
    LinedShare,
    Meter,
    Presence,
    SeatState,
    StripRow,
)
from convoca.ui.charts.bars import FunnelBar, bar_width
from convoca.ui.charts.lined import LinedBar
from convoca.ui.charts.strip import StripMark

HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("count", "total", "width"),
    [(0, 0, "0.0%"), (1, 3, "33.3%"), (40, 40, "100.0%"), (41, 40, "100.0%"), (-1, 40, "0.0%")],
)
def test_bar_is_as_long_as_the_share_and_stays_in_its_track(count, total, width):
    assert bar_width(count, total) == width


def test_meter_says_its_denominator():
    meter = Meter("Cobertura", 258, 312)

    assert (meter.share, meter.width) == (f"258 de 312 · 83{HARD}%", "82.7%")


def test_funnel_counts_every_step_of_the_first_and_of_the_one_before():
    funnel = Funnel("f", "t", "d", [FunnelStep("Puestos", 200), FunnelStep("Sí", 50, "/si/")])

    assert funnel.bars == [
        FunnelBar("Puestos", "", 0, "100.0%", f"200 de 200 · 100{HARD}%", ""),
        FunnelBar("Sí", "/si/", 48, "25.0%", f"50 de 200 · 25{HARD}%", f"25{HARD}%"),
    ]
    assert funnel.height == 96


def test_funnel_without_steps_is_empty():
    funnel = Funnel("f", "t", "d", [])

    assert (funnel.bars, funnel.height) == ([], 0)


def test_lined_bars_run_to_twice_the_line_and_mark_who_reaches_it():
    shares = [LinedShare("Uno", 0.25, "25 %", "/uno/"), LinedShare("Dos", 0.1, "10 %")]
    lined = LinedBars("l", "t", "d", shares, line=0.25, line_words="La raya es 25 %.")

    assert lined.bars == [
        LinedBar(shares[0], 0, "50.0%", is_over=True),
        LinedBar(shares[1], 44, "20.0%", is_over=False),
    ]
    assert (lined.line_at, lined.height, lined.end_words) == ("50.0%", 92, f"50{HARD}%")


def test_lined_bars_run_farther_when_a_share_does_and_never_beyond_the_whole():
    long = LinedBars("l", "t", "d", [LinedShare("Uno", 0.8, "80 %")], line=0.25, line_words="")
    whole = LinedBars("l", "t", "d", [], line=1, line_words="")

    assert (long.bars[0].width, long.line_at, long.end_words) == ("100.0%", "31.2%", f"80{HARD}%")
    assert (whole.bars, whole.line_at, whole.end_words) == ([], "100.0%", f"100{HARD}%")


def test_strip_counts_sessions_held_and_leaves_out_the_coming_ones():
    came, excused, missed, coming = Presence
    row = StripRow("Ñuñoa", (came, excused, missed, coming))

    assert row.share == f"1 de 3 · 33{HARD}%"


def test_strip_draws_a_mark_a_session_in_order():
    row = StripRow("Ñuñoa", (Presence.PRESENT, Presence.COMING))
    strip = AttendanceStrip("s", "t", "d", ["Sesión 1", "Sesión 2"], [row])

    [drawn] = strip.drawn

    assert drawn.marks == [
        StripMark(Presence.PRESENT, "Sesión 1", 9),
        StripMark(Presence.COMING, "Sesión 2", 27),
    ]
    assert [mark.words for mark in drawn.marks] == ["Sesión 1: Vino", "Sesión 2: Por venir"]
    assert strip.legend == [Presence.PRESENT, Presence.COMING]


def test_strip_with_a_row_of_other_length_is_refused():
    with pytest.raises(ValueError, match="Ñuñoa: 1 of 2"):
        AttendanceStrip("s", "t", "d", ["1", "2"], [StripRow("Ñuñoa", (Presence.ABSENT,))])


def heat_of(counts, total):
    columns = [str(n) for n in range(len(counts))]
    row = HeatRow("10:00", [HeatCell(count) for count in counts])
    return Heat("h", "t", "d", columns, [row], total)


def test_heat_is_deeper_where_more_can():
    [row] = heat_of([0, 11, 109, 217], 217).drawn

    assert [(cell.percent, cell.depth) for cell in row.cells] == [
        (0, 0),
        (5, 1),
        (50, 5),
        (100, 10),
    ]


def test_heat_without_answers_is_flat():
    [row] = heat_of([0, 0], 0).drawn

    assert [(cell.percent, cell.depth) for cell in row.cells] == [(0, 0), (0, 0)]


@given(total=st.integers(1, 400), data=st.data())
def test_heat_depth_never_falls_when_more_can(total, data):
    counts = sorted(data.draw(st.lists(st.integers(0, total), min_size=1)))

    [row] = heat_of(counts, total).drawn

    depths = [cell.depth for cell in row.cells]
    assert depths == sorted(depths)
    assert set(depths) <= set(range(11))


def test_heat_tells_of_a_frame_only_when_there_is_one():
    framed = Heat("h", "t", "d", ["lun"], [HeatRow("9:00", [HeatCell(1, proposed=True)])], 2)

    assert (framed.has_proposed, heat_of([1], 2).has_proposed) == (True, False)


def test_heat_tells_all_hours_in_order_with_who_cannot():
    cells = [HeatCell(3), HeatCell(2, more=4), HeatCell(3)]

    heat = Heat("h", "t", "d", ["lun", "mar", "mié"], [HeatRow("9:00", cells)], 9)

    told = [(label, one.column, one.count, one.more, one.rest) for label, one in heat.in_order]
    assert told == [
        ("9:00", "mar", "2", "4", "3"),
        ("9:00", "lun", "3", "", "6"),
        ("9:00", "mié", "3", "", "6"),
    ]
    assert (heat.has_more, heat_of([1], 2).has_more) == (True, False)


def test_heat_tells_of_what_stands_against_an_hour_only_when_something_does():
    noted = Heat("h", "t", "d", ["lun"], [HeatRow("9:00", [HeatCell(1, note="sin sala")])], 2)

    assert (noted.has_notes, heat_of([1], 2).has_notes) == (True, False)


def test_heat_with_a_row_of_other_length_is_refused():
    with pytest.raises(ValueError, match="9:00: 1 of 2"):
        Heat("h", "t", "d", ["lun", "mar"], [HeatRow("9:00", [HeatCell(1)])], 2)


@pytest.mark.parametrize("states", [SeatState, Presence])
def test_every_state_has_words_of_its_own(states):
    words = {state.words for state in states}

    assert len(words) == len(states)
    assert "" not in words
