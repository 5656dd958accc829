"""The pictures of a plan, laid out: the series in its months, who can come, how both ends meet."""

from calendar import monthcalendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import dateformat
from django.utils.translation import gettext as _

from convoca.ui.charts.bars import Meter, bar_width
from convoca.ui.formats import format_number, format_percent
from convoca.workplan.core.result.series import Shift
from convoca.workplan.core.search.nearing import Nearing
from convoca.workplan.queries.plan_page import DateCard, PlanPage
from convoca.workplan.queries.plan_words import hour_words, moment_words, short_moment
from convoca.workplan.queries.words import DAY_NAMES

PITCH, TOP = 28, 40
WORKDAYS = 5
NEARING_WIDTH, NEARING_HEIGHT, MARGIN = 320, 84, 6


@dataclass(frozen=True)
class DayMark:
    """One day of a month as drawn, by its centre; kind "session", "closed" or none."""

    number: int
    x: int
    y: int
    kind: str
    hour: str


@dataclass(frozen=True)
class MonthPicture:
    """One month: its name, its working days, and the sessions in words."""

    title: str
    days: Sequence[DayMark]
    height: int
    words: str


@dataclass(frozen=True)
class SeriesPicture:
    """The months of a series, and each session for the table."""

    months: Sequence[MonthPicture]
    weekdays: Sequence[tuple[int, str]]
    rows: Sequence[tuple[int, str]]
    has_closed: bool


@dataclass(frozen=True)
class AnswerBar:
    """Who can come to one session: parts of a bar, and the same in words."""

    label: str
    yes_width: str
    need_width: str
    yes: str
    if_need: str
    cannot: str
    expected: int


@dataclass(frozen=True)
class ShiftBar:
    """How many of a region lose and gain: two bars from the middle."""

    region: str
    fewer: int
    more: int
    fewer_x: str
    fewer_width: str
    more_width: str


@dataclass(frozen=True)
class NearingPicture:
    """The best plan and the bound as lines that come together; points of SVG."""

    best: str
    bound: str
    words: str
    width: int = NEARING_WIDTH
    height: int = NEARING_HEIGHT


def draw_series(starts: Sequence[datetime], closed: Collection[date]) -> SeriesPicture:
    """Lay out the months from the first session to the last, Monday to Friday.

    starts: in order of time, at least one.
    """
    hours = {start.date(): start for start in starts}
    first, last = starts[0], starts[-1]
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    months = [
        _draw_month(first.year + place // 12, place % 12 + 1, hours, closed)
        for place in range(first.month - 1, first.month - 1 + count)
    ]
    return SeriesPicture(
        months=months,
        weekdays=[(_middle(day), str(name)[:2]) for day, name in enumerate(DAY_NAMES)],
        rows=[(number, moment_words(start)) for number, start in enumerate(starts, start=1)],
        has_closed=any(day.kind == "closed" for month in months for day in month.days),
    )


def draw_answers(cards: Sequence[DateCard]) -> list[AnswerBar]:
    """Lay out who can come to each session; those with too few answers are left out."""
    return [
        AnswerBar(
            label=f"{card.number}. {short_moment(card.start)}",
            yes_width=bar_width(card.yes, card.answered),
            need_width=bar_width(card.yes + card.if_need, card.answered),
            yes=format_percent(card.yes, card.answered),
            if_need=format_percent(card.if_need, card.answered),
            cannot=format_percent(card.cannot, card.answered),
            expected=card.expected,
        )
        for card in cards
        if card.has_shares
    ]


def draw_regions(page: PlanPage) -> list[Meter]:
    """Lay out how many of each region come often enough, the lowest first."""
    return [
        Meter(
            label=page.names.get(one.region, one.region) if one.region else _("Otras regiones"),
            count=one.reached,
            total=one.answered,
        )
        for one in page.regions
    ]


def draw_shift(shift: Shift, page: PlanPage) -> list[ShiftBar]:
    """Lay out who loses and who gains by region, those who lose most first."""
    most = max((max(one.more, one.fewer) for one in shift.by_region), default=0)
    order = sorted(
        shift.by_region,
        key=lambda one: (one.region is None, one.more - one.fewer, one.region or ""),
    )
    return [
        ShiftBar(
            region=page.names.get(one.region, one.region) if one.region else _("Otras regiones"),
            fewer=one.fewer,
            more=one.more,
            fewer_x=bar_width(most - one.fewer, 2 * most),
            fewer_width=bar_width(one.fewer, 2 * most),
            more_width=bar_width(one.more, 2 * most),
        )
        for one in order
    ]


def draw_nearing(nearing: Nearing) -> NearingPicture:
    """Lay out how far the best plan is from the bound, step by step, and say it."""
    values = [value for step in nearing.steps for value in step[1:] if value is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    latest = nearing.steps[-1][0] if nearing.steps else None

    def points(column: int) -> str:
        return " ".join(
            f"{_scaled(step[0] or 0, 0, latest or 0, NEARING_WIDTH):.0f},"
            f"{NEARING_HEIGHT - _scaled(step[column] or 0, low, high, NEARING_HEIGHT):.0f}"
            for step in nearing.steps
            if step[column] is not None
        )

    return NearingPicture(points(1), points(2), nearing_words(nearing))


def nearing_words(nearing: Nearing) -> str:
    """Say how good the plan in hand is: "Ya hay un plan; como mucho puede mejorar un 0,4 %."."""
    if nearing.best is None:
        return _("Todavía se busca un primer plan.")
    if nearing.gain is None:
        return _("Ya hay un plan, y se buscan otros mejores.")
    return _("Ya hay un plan; como mucho puede mejorar un %(gain)s %%.") % {
        "gain": format_number(100 * nearing.gain, decimals=1)
    }


def _draw_month(
    year: int, month: int, hours: dict[date, datetime], closed: Collection[date]
) -> MonthPicture:
    title = dateformat.format(date(year, month, 1), "F")
    weeks = [week[:WORKDAYS] for week in monthcalendar(year, month) if any(week[:WORKDAYS])]
    days, told = [], []
    for row, week in enumerate(weeks):
        for column, number in enumerate(week):
            if number:
                day = date(year, month, number)
                start = hours.get(day)
                kind = "session" if start else "closed" if day in closed else ""
                hour = hour_words(start) if start else ""
                days.append(DayMark(number, _middle(column), TOP + PITCH * row, kind, hour))
                told += [f"{number}, {hour}"] if start else []
    words = "; ".join(told) or _("sin sesiones")
    return MonthPicture(title, days, TOP + PITCH * len(weeks) - PITCH // 2, f"{title}: {words}")


def _middle(column: int) -> int:
    return PITCH * column + PITCH // 2


def _scaled(value: float, low: float, high: float, room: int) -> float:
    """Put a value between two others into the room of a picture; equal ends give the middle."""
    inner = room - 2 * MARGIN
    return MARGIN + (inner * (value - low) / (high - low) if high > low else inner / 2)
