from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from convoca.workplan.core.result.calendar_file import PlanEntry, write_calendar

SANTIAGO = ZoneInfo("America/Santiago")
STAMPED = datetime(2027, 1, 4, 9, tzinfo=SANTIAGO)


def entry(number, day, **changes):
    facts = {
        "uid": f"plan-1-{number}@convoca",
        "starts_at": datetime(2027, 4, day, 10, tzinfo=SANTIAGO),
        "duration_min": 90,
        "summary": "SECPLAN: Aseo",
        "description": "Elena",
        "is_confirmed": False,
    }
    return PlanEntry(**{**facts, **changes})


def test_calendar_holds_each_session_in_utc_on_both_sides_of_a_clock_change():
    written = write_calendar([entry(1, 2), entry(2, 5, is_confirmed=True)], stamped_at=STAMPED)

    events = Calendar.from_ical(written).walk("VEVENT")
    told = [(one["uid"], one.decoded("dtstart").isoformat(), one["status"]) for one in events]
    assert told == [
        ("plan-1-1@convoca", "2027-04-02T13:00:00+00:00", "TENTATIVE"),
        ("plan-1-2@convoca", "2027-04-05T14:00:00+00:00", "CONFIRMED"),
    ]
    assert {one.decoded("dtend") - one.decoded("dtstart") for one in events} == {
        entry(1, 1).starts_at - datetime(2027, 4, 1, 8, 30, tzinfo=SANTIAGO)
    }


def test_calendar_without_sessions_has_no_event():
    assert b"VEVENT" not in write_calendar([], stamped_at=STAMPED)
