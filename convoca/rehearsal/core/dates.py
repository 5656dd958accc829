"""The calendar of a simulated cycle: twenty weeks, the last one ending about today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

CYCLE_WEEKS = 20
CLOSED_AFTER = timedelta(days=133)
CONTACT_DAYS = (0, 5, 10, 15, 20)
ANSWER_DAY, SURVEY_DAY, LINKS_DAY = 25, 26, 27
INTERVIEW_DAYS = (28, 40)
AGENDA_DAY, ASK_DAY, TURNOVER_DAY = 43, 44, 48
AVAILABILITY_DAYS = (45, 54)
PLAN_DAY, FIRST_SESSION_DAY = 56, 63
PLAN_WEEKS = 9
OPENING = time(9, 0)


@dataclass(frozen=True)
class CycleCalendar:
    """When what happens in one cycle; every moment is a working hour of the association."""

    begins_on: date
    zone: tzinfo

    def at(self, day: int, *, minutes: int = 0) -> datetime:
        """Return the moment so many minutes after nine o'clock of a day, day 0 the first."""
        wall = datetime.combine(self.begins_on + timedelta(days=day), OPENING)
        return (wall + timedelta(minutes=minutes)).replace(tzinfo=self.zone)

    @property
    def contacts(self) -> tuple[datetime, ...]:
        """Return when the invitation leaves, and then its four reminders."""
        return tuple(self.at(day) for day in CONTACT_DAYS)

    @property
    def answer_by(self) -> datetime:
        """Return the deadline to answer: the end of a day."""
        return self.at(ANSWER_DAY, minutes=14 * 60)

    @property
    def plan_from(self) -> date:
        """Return the first day on which there may be a session: a Monday as the first day is."""
        return self.begins_on + timedelta(days=FIRST_SESSION_DAY)


def calendar_of(number: int, *, cycles: int, today: date, zone: tzinfo) -> CycleCalendar:
    """Return the calendar of cycle `number` (from 1) of so many.

    Cycles begin on Mondays, twenty weeks apart. The last is closed at most 133 days after
    it began, and began on the last Monday that is at least 133 days before `today`; so its
    personal links still open today (they end 140 days after it began).
    """
    last = monday_of(today - CLOSED_AFTER)
    begins_on = last - timedelta(weeks=CYCLE_WEEKS * (cycles - number))
    return CycleCalendar(begins_on, zone)


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
