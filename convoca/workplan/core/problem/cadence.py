"""When one session of a series may follow another: days, weeks or months apart."""

from datetime import date, timedelta

from convoca.workplan.core.problem.model import WEEKS_APART, Community

MONTHS_A_YEAR = 12


def days_after(community: Community, day: date) -> tuple[date, date]:
    """Give the days [first, last) on which the session after one on `day` may be.

    days: day + gap_days, both ends included; weekly, fortnightly, three_weekly: the ISO week
    1, 2 or 3 later; monthly: the next calendar month. Later days never give earlier ranges.
    """
    kind = community.cadence.kind
    if kind == "days":
        shortest, longest = community.gap_days
        return day + timedelta(days=shortest), day + timedelta(days=longest + 1)
    if kind == "monthly":
        return _month(day, 1), _month(day, 2)
    monday = day - timedelta(days=day.weekday())
    first = monday + timedelta(weeks=WEEKS_APART[kind])
    return first, first + timedelta(weeks=1)


def may_follow(community: Community, before: date, after: date) -> bool:
    """Tell whether a session on `after` may come next after one on `before`."""
    first, last = days_after(community, before)
    return first <= after < last


def day_fits(community: Community, day: date) -> bool:
    """Tell whether the community may meet on a day: not closed for it, weekday and nth as fixed.

    The days closed for all are judged elsewhere (see `open_slots`).
    """
    weekday, nth = community.cadence.weekday, community.cadence.nth
    return (
        day not in community.closed_days
        and weekday in (None, day.weekday())
        and nth in (None, (day.day - 1) // 7 + 1)
    )


def _month(day: date, later: int) -> date:
    """Give the first day of the month so many months later."""
    months = day.year * MONTHS_A_YEAR + day.month - 1 + later
    return date(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)
