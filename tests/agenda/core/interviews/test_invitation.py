from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from convoca.agenda.core.interviews.invitation import Entry, Party, build_invitation

GUEST = (
    'ATTENDEE;CN="Pérez, Ana";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE'
    ":mailto:ana@comuna.cl"
)
AT = datetime(2027, 1, 5, 10, tzinfo=ZoneInfo("Pacific/Easter"))


def entry(**more):
    given = {
        "uid": "hora-1",
        "sequence": 2,
        "starts_at": AT,
        "duration_min": 30,
        "summary": "Entrevista de Comunidad SECPLAN",
        "description": "Le llamamos al +56912345678.",
        "place": "+56912345678",
        "organizer": Party("convoca@amuch.cl", "AMUCH"),
        "attendee": Party("ana@comuna.cl", "Pérez, Ana"),
    }
    return Entry(**given | more)


def test_build_invitation_is_the_event_of_the_hour_in_utc():
    text = build_invitation(entry(), method="REQUEST", stamped_at=AT)

    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Convoca//Convoca//ES",
        "VERSION:2.0",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:hora-1",
        "SEQUENCE:2",
        "DTSTAMP:20270105T150000Z",
        "DTSTART:20270105T150000Z",
        "DTEND:20270105T153000Z",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=AMUCH:mailto:convoca@amuch.cl",
        GUEST,
        "SUMMARY:Entrevista de Comunidad SECPLAN",
        "DESCRIPTION:Le llamamos al +56912345678.",
        "LOCATION:+56912345678",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_build_invitation_says_whether_it_stands(method, status):
    calendar = Calendar.from_ical(build_invitation(entry(), method=method, stamped_at=AT))

    event = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], event["STATUS"]) == (method, status)


def test_build_invitation_without_a_place_has_none():
    text = build_invitation(entry(place=""), method="REQUEST", stamped_at=AT)

    assert "LOCATION" not in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
