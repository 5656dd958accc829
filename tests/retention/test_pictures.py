"""The pictures: their numbers, their places, their twins."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from convoca.ui.charts.curve import BOTTOM, LABEL_GAP, LEFT, RIGHT, TOP, Curve, CurveLine, CurveMark
from convoca.ui.charts.paired import PairedBar, PairedFunnel, PairedStep
from convoca.ui.formats import format_share as share

SHARES = st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=4), min_size=1, max_size=4)


def mark(height, words="", **more) -> CurveMark:
    return CurveMark(height, height or 0, height or 0, words, **more)


def curve_of(*lines: CurveLine, sessions: int = 4) -> Curve:
    numbers = [str(number) for number in range(1, sessions + 1)]
    return Curve("curve", "Cuántos siguen", "De los que vinieron.", numbers, lines)


def test_curve_places_shares_between_its_edges():
    line = CurveLine("Ciclo 1", [mark(1.0), mark(0.5), mark(None), mark(0.0)], is_current=True)

    [drawn] = curve_of(line).drawn

    middle = (TOP + BOTTOM) // 2
    assert [(one.x, one.y) for one in drawn.marks] == [(40, TOP), (122, middle), (286, BOTTOM)]
    assert drawn.path == f"M{LEFT} {TOP} L122 {middle} L{RIGHT} {BOTTOM}"
    assert [tick.at for tick in curve_of(line).across_ticks] == [40, 122, 204, 286]
    assert [tick.text for tick in curve_of(line).up_ticks] == ["0", "25", "50", "75", "100"]


def test_curve_draws_the_current_line_last_and_leaves_out_what_has_nothing_to_draw():
    now = CurveLine("Ciclo 2", [mark(0.9)], is_current=True)
    lines = (now, CurveLine("Ciclo 1", [mark(0.8)]), CurveLine("Ciclo 0", [mark(None)]))

    drawn = curve_of(*lines, sessions=1).drawn

    assert [one.line.label for one in drawn] == ["Ciclo 1", "Ciclo 2"]


def test_curve_refuses_more_marks_than_sessions():
    with pytest.raises(ValueError, match="Ciclo 1: 2 of 1"):
        curve_of(CurveLine("Ciclo 1", [mark(1.0), mark(1.0)]), sessions=1)


@given(SHARES)
def test_labels_of_a_curve_never_cover_each_other(shares):
    lines = [
        CurveLine(str(number), [mark(height) for height in line])
        for number, line in enumerate(shares)
    ]

    heights = sorted(one.label_y for one in curve_of(*lines).drawn)

    gaps = [below - above for above, below in pairwise(heights)]
    assert all(gap >= LABEL_GAP for gap in gaps)
    assert all(TOP - LABEL_GAP <= height <= BOTTOM for height in heights)


def test_twin_of_a_curve_has_the_words_and_the_links():
    told = mark(0.8, "8 de 10 · 80 %", detail="entre 49 % y 94 %", url="/x", link="2 no volvieron")
    html = render_to_string(
        "ui/charts/curve.html", {"curve": curve_of(CurveLine("Ciclo 1", [told], is_current=True))}
    )

    twin = html[html.index("<details") :]
    assert [part in twin for part in ("8 de 10 · 80 %", "entre 49 % y 94 %", 'href="/x"')] == [
        True
    ] * 3
    assert len(re.findall("<circle", html)) == 1


def test_paired_funnel_measures_each_cycle_by_its_own_first_step():
    funnel = PairedFunnel(
        "paired", "Embudo", "Dos ciclos.", "Ciclo 2", "Ciclo 1",
        [PairedStep("Puestos", 10, 20), PairedStep("Vinieron", 5, 5), PairedStep("Grupo", 1)],
    )  # fmt: skip

    assert funnel.height == 186
    assert funnel.bars == [
        PairedBar("Puestos", "", 0, "100.0%", share(10, 10), "100.0%", share(20, 20)),
        PairedBar("Vinieron", "", 62, "50.0%", share(5, 10), "25.0%", share(5, 20)),
        PairedBar("Grupo", "", 124, "10.0%", share(1, 10), "", ""),
    ]


def test_paired_funnel_of_the_first_cycle_has_one_bar_and_one_column():
    steps = [PairedStep("Puestos", 10)]
    funnel = PairedFunnel("paired", "Embudo", "Uno.", "Ciclo 1", "", steps)

    html = render_to_string("ui/charts/paired.html", {"paired": funnel})

    assert (html.count("<rect"), html.count('class="before"'), html.count("<th ")) == (2, 0, 3)
