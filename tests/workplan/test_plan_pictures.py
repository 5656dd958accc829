"""The pictures of a plan, laid out from plain values."""

from datetime import date, datetime

from convoca.workplan.core.result.series import RegionShift, Shift
from convoca.workplan.core.search.nearing import Nearing
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.views.plan_pictures import (
    DayMark,
    ShiftBar,
    draw_nearing,
    draw_series,
    draw_shift,
)

FIRST, SECOND = datetime(2027, 11, 30, 10), datetime(2028, 1, 11, 9)


def test_series_shows_every_month_between_its_first_and_its_last_session():
    picture = draw_series([FIRST, SECOND], {date(2027, 12, 8)})

    assert [month.words for month in picture.months] == [
        "noviembre: 30, 10:00",
        "diciembre: sin sesiones",
        "enero: 11, 9:00",
    ]
    marked = [day for month in picture.months for day in month.days if day.kind]
    assert marked == [
        DayMark(30, 42, 152, "session", "10:00"),
        DayMark(8, 70, 68, "closed", ""),
        DayMark(11, 42, 68, "session", "9:00"),
    ]
    assert picture.rows == [
        (1, "martes 30 de noviembre a las 10:00"),
        (2, "martes 11 de enero a las 9:00"),
    ]
    assert picture.has_closed


def test_shift_draws_losses_to_the_left_and_gains_to_the_right():
    shift = Shift(5, 10, 0, 0, 0, (RegionShift("A", 5, 0), RegionShift(None, 0, 10)))
    page = PlanPage(Plan(problem={"names": {"A": "Aysén"}}))

    assert draw_shift(shift, page) == [
        ShiftBar("Aysén", 0, 5, "50.0%", "0.0%", "25.0%"),
        ShiftBar("Otras regiones", 10, 0, "0.0%", "50.0%", "0.0%"),
    ]


def test_nearing_draws_best_and_bound_on_one_scale_and_says_how_far_apart_they_are():
    nearing = draw_nearing(Nearing(((0.0, None, 300.0), (1.0, 100, 300.0), (2.0, 200, 210.0))))

    assert nearing.best == "160,78 314,42"
    assert nearing.bound == "6,6 160,6 314,38"
    assert nearing.words == "Ya hay un plan; como mucho puede mejorar un 5,0 %."


def test_nearing_without_a_plan_or_without_a_bound_says_so():
    assert draw_nearing(Nearing(())).words == "Todavía se busca un primer plan."
    assert draw_nearing(Nearing(((1.0, 5, None),))).words == (
        "Ya hay un plan, y se buscan otros mejores."
    )
