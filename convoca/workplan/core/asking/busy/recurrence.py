"""On which days something repeats: daily, weekly, monthly, yearly (RFC 5545, 3.3.10).

A day is asked whether it belongs to the rule, so that the work is bounded by the days looked at
and not by what a file says: dateutil walks a rule from its beginning and cannot be stopped in a
stretch without any day. Its results are the yardstick of the tests.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from convoca.workplan.core.asking.busy.lines import CalendarFileError, Fault

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BY_DAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(WEEKDAYS)})")
NUMBER = re.compile(r"[+-]?\d{1,18}")
MOST = 10**18
MOST_WEEKDAYS = 60
DAY = timedelta(days=1)
WEEK = 7
READ = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
MOST_DAYS = 60_000
LISTS = {"BYMONTHDAY": (-31, 31), "BYMONTH": (1, 12), "BYSETPOS": (-366, 366)}


@dataclass
class Purse:
    """How many days may still be looked at for one file."""

    days: int = MOST_DAYS

    def spend(self, days: int = 1) -> None:
        """Take days out.

        Raises:
            CalendarFileError: there are none left.
        """
        self.days -= days
        if self.days < 0:
            raise CalendarFileError(Fault.TOO_MANY)


@dataclass(frozen=True)
class Rule:
    """One RRULE; empty lists ask nothing. `until` is as written: the caller compares moments."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(text: str) -> Rule | None:
    """Return a rule, or None for one not understood: by the hour, or by parts not in READ."""
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";") if part)
    freq = parts.get("FREQ", "")
    if freq not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or not READ.issuperset(parts):
        return None
    try:
        lists = {name: _numbers(parts.get(name, ""), *ends) for name, ends in LISTS.items()}
        return Rule(
            freq,
            _number(parts.get("INTERVAL", "1"), 1, MOST),
            _number(parts["COUNT"], 1, MOST) if "COUNT" in parts else None,
            parts.get("UNTIL", ""),
            _weekdays(parts.get("BYDAY", "")),
            lists["BYMONTHDAY"],
            lists["BYMONTH"],
            lists["BYSETPOS"],
            WEEKDAYS.index(parts.get("WKST", "MO")),
        )
    except ValueError:
        return None


def days_of(rule: Rule, start: date, *, first: date, last: date, purse: Purse) -> Iterator[date]:
    """Give the days of a rule that begins on `start`, from `first` to `last`, in order.

    Before `first` nothing is looked at unless the rule counts its days. `until` is not looked at.

    Raises:
        CalendarFileError: the purse is empty.
    """
    if _is_over(rule, (first - start).days):
        return
    counts = rule.count is not None and rule.count <= (last - start).days
    day = start if counts else max(start, first)
    found = 0
    while day <= last:
        purse.spend()
        if _belongs(rule, start, day, purse):
            found += 1
            if day >= first:
                yield day
            if counts and found == rule.count:
                return
        day += DAY


def _is_over(rule: Rule, days: int) -> bool:
    """Say whether so many days after its beginning a plain rule has surely had its count."""
    plain = not (rule.by_month or rule.by_month_day or rule.by_set_pos)
    if rule.count is None or not plain:
        return False
    if rule.freq == "DAILY" and not rule.by_day:
        return rule.count * rule.interval <= days
    return rule.freq == "WEEKLY" and (rule.count + 1) * rule.interval * WEEK <= days


def _belongs(rule: Rule, start: date, day: date, purse: Purse) -> bool:
    if _periods(rule, start, day) % rule.interval or not _passes(rule, start, day):
        return False
    if not rule.by_set_pos:
        return True
    begin, end = _period(rule, day)
    purse.spend((end - begin).days)
    every = [begin + DAY * number for number in range((end - begin).days)]
    passing = [one for one in every if _passes(rule, start, one)]
    place = passing.index(day)
    return bool({place + 1, place - len(passing)} & {*rule.by_set_pos})


def _periods(rule: Rule, start: date, day: date) -> int:
    """Count the periods of a rule from the one of `start` to the one of `day`."""
    if rule.freq == "DAILY":
        return (day - start).days
    if rule.freq == "WEEKLY":
        return (_week(rule, day) - _week(rule, start)).days // WEEK
    years = day.year - start.year
    return years if rule.freq == "YEARLY" else years * 12 + day.month - start.month


def _period(rule: Rule, day: date) -> tuple[date, date]:
    """Return the first day of the period of a day, and the first of the next."""
    if rule.freq == "DAILY":
        return day, day + DAY
    if rule.freq == "WEEKLY":
        return _week(rule, day), _week(rule, day) + WEEK * DAY
    if rule.freq == "YEARLY":
        return date(day.year, 1, 1), date(day.year + 1, 1, 1)
    days = monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=days) + DAY


def _week(rule: Rule, day: date) -> date:
    return day - DAY * ((day.weekday() - rule.week_start) % WEEK)


def _passes(rule: Rule, start: date, day: date) -> bool:
    """Say whether a day passes the lists of a rule; what they leave open is as on `start`."""
    if rule.by_month and day.month not in rule.by_month:
        return False
    if not rule.by_month_day and not rule.by_day:
        return _is_as_begun(rule, start, day)
    if rule.by_month_day and day.day not in rule.by_month_day:
        from_end = day.day - monthrange(day.year, day.month)[1] - 1
        if from_end not in rule.by_month_day:
            return False
    return not rule.by_day or any(_is_nth(rule, day, *one) for one in rule.by_day)


def _is_as_begun(rule: Rule, start: date, day: date) -> bool:
    if rule.freq == "DAILY":
        return True
    if rule.freq == "WEEKLY":
        return day.weekday() == start.weekday()
    other_month = rule.freq == "YEARLY" and not rule.by_month and day.month != start.month
    return day.day == start.day and not other_month


def _is_nth(rule: Rule, day: date, nth: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if not nth or rule.freq in {"DAILY", "WEEKLY"}:
        return True
    if rule.freq == "YEARLY" and not rule.by_month:
        begin, end = date(day.year, 1, 1), date(day.year, 12, 31)
        before, after = (day - begin).days, (end - day).days
    else:
        before, after = day.day - 1, monthrange(day.year, day.month)[1] - day.day
    return nth in {before // WEEK + 1, -(after // WEEK) - 1}


def _number(text: str, least: int, most: int) -> int:
    if not NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise ValueError(text)
    return int(text)


def _numbers(text: str, least: int, most: int) -> tuple[int, ...]:
    found = tuple(_number(part, least, most) for part in text.split(",") if text)
    if 0 in found or len(found) > most:
        raise ValueError(text)
    return found


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = [BY_DAY.fullmatch(part) for part in text.split(",") if text]
    if not all(found) or len(found) > MOST_WEEKDAYS:
        raise ValueError(text)
    return tuple((int(one[1] or 0), WEEKDAYS.index(one[2])) for one in found if one)
