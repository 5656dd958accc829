"""From the bytes of a calendar file to the spans in which somebody is busy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from convoca.workplan.core.asking.busy.files import text_of
from convoca.workplan.core.asking.busy.lines import Block, Line, read_blocks
from convoca.workplan.core.asking.busy.moments import (
    Moment,
    at_midnight,
    day_of,
    read_length,
    read_moment,
)
from convoca.workplan.core.asking.busy.recurrence import Purse, Rule, days_of, read_rule
from convoca.workplan.core.asking.busy.zones import described_zones, zone_of

DAY = timedelta(days=1)
LONGEST = timedelta(days=400)
SPAN_DAYS = 5
"""To place one event on a clock takes as long as to look at so many days."""
FREE_WORDS = {"FREE", "WORKINGELSEWHERE"}
Mark = tuple[str, Moment]
"""One occurrence of a series: its UID and its instant in UTC, or its day."""


@dataclass(frozen=True)
class Span:
    """Somebody is busy from `start` until `end` (not in it), both on their own clock."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class _Event:
    uid: str
    start: Moment
    length: timedelta
    rule: Rule | None
    more: tuple[Moment, ...]
    but: frozenset[Moment]
    replaces: Moment | None
    is_busy: bool


@dataclass(frozen=True)
class _Window:
    own: tzinfo
    first: date
    last: date
    zones: Mapping[str, tzinfo]
    purse: Purse

    def moment(self, line: Line | None) -> Moment | None:
        """Return the moment of a line in the zone that it names."""
        if line is None:
            return None
        return read_moment(line.value, self._zone(line))

    def moments(self, lines: list[Line]) -> Iterator[Moment]:
        """Return the moments of lists; of a period, its beginning. Each costs a day."""
        for line in lines:
            for part in line.value.split(","):
                self.purse.spend()
                found = read_moment(part.partition("/")[0], self._zone(line))
                if found is not None:
                    yield found

    def instant(self, moment: Moment) -> datetime:
        """Return a moment on the own clock; of a day, its beginning."""
        if isinstance(moment, datetime):
            return moment.astimezone(self.own)
        return at_midnight(moment, self.own)

    def _zone(self, line: Line) -> tzinfo:
        name = line.parameters.get("TZID")
        return zone_of(name, self.zones, self.own) if name else self.own


def read_busy(content: bytes, *, zone: str, first: date, last: date) -> tuple[Span, ...]:
    """Return when somebody is busy between two days, both included, on the clock of `zone`.

    An event counts unless it is cancelled, transparent, or marked as free. Times without a zone,
    and of a zone that nobody knows, are of `zone`. A series has its days by its rule, without
    those taken out or put in another place; one whose rule is not understood counts once.

    Args:
        content: the file, or a .zip of such files, as it was uploaded.
        zone: a zone that exists.
        first, last: days on the clock of `zone`.

    Returns:
        Spans in order of time; they may overlap, and begin before or end after the window.

    Raises:
        CalendarFileError: the file as a whole is of no use, or asks for too much.

    Source: RFC 5545.
    """
    calendar = read_blocks(text_of(content))
    purse, own = Purse(), ZoneInfo(zone)
    zones = described_zones(calendar, first=first, last=last + DAY, purse=purse)
    window = _Window(own, first, last, zones, purse)
    events = [one for block in calendar.of_kind("VEVENT") if (one := _event(block, window))]
    replaced = {_mark(one.uid, one.replaces) for one in events if one.replaces is not None}
    spans: set[Span] = set()
    for event in events:
        if event.is_busy:
            spans.update(_spans(event, window, replaced))
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def _event(block: Block, window: _Window) -> _Event | None:
    """Return an event, or None where it says no beginning."""
    start = window.moment(block.first("DTSTART"))
    if start is None:
        return None
    rule_line, uid = block.first("RRULE"), block.first("UID")
    busy_word = block.word("X-MICROSOFT-CDO-BUSYSTATUS")
    return _Event(
        uid.value if uid else "",
        start,
        _length(block, start, window),
        read_rule(rule_line.value) if rule_line else None,
        tuple(window.moments(block.lines.get("RDATE", []))),
        frozenset(_key(one) for one in window.moments(block.lines.get("EXDATE", []))),
        window.moment(block.first("RECURRENCE-ID")),
        block.word("STATUS") != "CANCELLED"
        and block.word("TRANSP") != "TRANSPARENT"
        and busy_word not in FREE_WORDS,
    )


def _length(block: Block, start: Moment, window: _Window) -> timedelta:
    """Return how long an event takes, at most LONGEST; without a word, a whole day or nothing."""
    end, length = window.moment(block.first("DTEND")), block.first("DURATION")
    whole_days = not isinstance(start, datetime)
    if end is not None:
        taken = (
            day_of(end) - day_of(start)
            if whole_days
            else window.instant(end) - window.instant(start).astimezone(UTC)
        )
    else:
        taken = read_length(length.value) if length else DAY if whole_days else timedelta()
    return min(max(taken, timedelta()), LONGEST)


def _spans(event: _Event, window: _Window, replaced: set[Mark]) -> Iterator[Span]:
    """Give the spans of an event that touch the window."""
    begin = at_midnight(window.first, window.own)
    end = at_midnight(window.last + DAY, window.own)
    for start in _starts(event, window):
        window.purse.spend(SPAN_DAYS)
        is_single = event.replaces is not None
        taken_out = _key(start) in event.but or day_of(start) in event.but
        if not is_single and (taken_out or _mark(event.uid, start) in replaced):
            continue
        one = Span(window.instant(start), _end(start, event.length, window))
        if one.start < one.end and one.start < end and one.end > begin:
            yield one


def _starts(event: _Event, window: _Window) -> Iterator[Moment]:
    """Give when an event begins, as far as the window goes: by its rule, and the days added."""
    if event.replaces is not None or event.rule is None:
        yield event.start
    else:
        yield from _by_rule(event, event.rule, window)
    if event.replaces is None:
        yield from event.more


def _by_rule(event: _Event, rule: Rule, window: _Window) -> Iterator[Moment]:
    first = window.first - event.length - 2 * DAY
    last = window.last + 2 * DAY
    start = event.start
    until = read_moment(rule.until, window.own) if rule.until else None
    if until is not None:
        last = min(last, day_of(until) + DAY)
    days = days_of(rule, day_of(start), first=first, last=last, purse=window.purse)
    for day in days:
        one = (
            datetime.combine(day, start.time(), tzinfo=start.tzinfo)
            if isinstance(start, datetime)
            else day
        )
        if until is None or _is_not_after(one, until, window):
            yield one


def _is_not_after(one: Moment, until: Moment, window: _Window) -> bool:
    if isinstance(one, datetime) and isinstance(until, datetime):
        return one.astimezone(UTC) <= until.astimezone(UTC)
    return day_of(one) <= day_of(until)


def _end(start: Moment, length: timedelta, window: _Window) -> datetime:
    """Return the end on the own clock: whole days by days, the rest by the length that passes."""
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + length).astimezone(window.own)
    return at_midnight(start + length, window.own)


def _key(moment: Moment) -> Moment:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _mark(uid: str, moment: Moment) -> Mark:
    return uid, _key(moment)
