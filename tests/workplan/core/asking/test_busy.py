"""Calendar files of strangers: what is busy in them, and what breaks no server."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.workplan.core.asking.busy import CalendarFileError, Fault, read_busy
from convoca.workplan.core.asking.busy.zones import FileZone

FIRST, LAST = date(2027, 3, 1), date(2027, 5, 30)
SANTIAGO, COYHAIQUE = "America/Santiago", "America/Coyhaique"
OUTLOOK = b"""BEGIN:VCALENDAR\r
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
VERSION:2.0\r
METHOD:PUBLISH\r
BEGIN:VTIMEZONE\r
TZID:Mi hora\r
BEGIN:STANDARD\r
DTSTART:16010401T000000\r
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4\r
TZOFFSETFROM:-0300\r
TZOFFSETTO:-0400\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010901T000000\r
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=9\r
TZOFFSETFROM:-0400\r
TZOFFSETTO:-0300\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
CLASS:PUBLIC\r
DTSTART;TZID="Mi hora":20270301T100000\r
DTEND;TZID="Mi hora":20270301T113000\r
RRULE:FREQ=WEEKLY;COUNT=2;INTERVAL=5;BYDAY=MO\r
SUMMARY;LANGUAGE=es:Comit\xe9 secreto\\, con una l\xednea que sigue en l\r
 a otra\r
TRANSP:OPAQUE\r
UID:040000008200E00074C5B7101A82E008\r
X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
DURATION:PT5M\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""
GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
X-WR-TIMEZONE:America/Santiago
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270308
DTEND;VALUE=DATE:20270313
UID:vacaciones@google.com
SUMMARY:Vacaciones
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=America/Santiago:20270302T090000
DTEND;TZID=America/Santiago:20270302T100000
RRULE:FREQ=WEEKLY;UNTIL=20270330T120000Z;BYDAY=TU
EXDATE;TZID=America/Santiago:20270316T090000
UID:martes@google.com
SUMMARY:Reunión
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=America/Santiago:20270324T150000
DTEND;TZID=America/Santiago:20270324T160000
RECURRENCE-ID;TZID=America/Santiago:20270323T090000
UID:martes@google.com
SUMMARY:Reunión movida
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270402
DTEND;VALUE=DATE:20270403
UID:feriado@google.com
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
DTSTART:20270303T130000Z
DTEND:20270303T140000Z
UID:nada@google.com
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


def busy(content, zone: str = SANTIAGO) -> list[tuple[str, str]]:
    """Return the spans of a file as local words."""
    content = content.encode() if isinstance(content, str) else content
    spans = read_busy(content, zone=zone, first=FIRST, last=LAST)
    return [(f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}") for one in spans]


def events(*parts: str) -> str:
    """Return a calendar of events, each written as its lines with semicolons at the ends."""
    blocks = ["BEGIN:VEVENT\n" + "\n".join(part.split("|")) + "\nEND:VEVENT" for part in parts]
    return "\n".join(["BEGIN:VCALENDAR", *blocks, "END:VCALENDAR"])


def fault_of(content) -> Fault:
    with pytest.raises(CalendarFileError) as caught:
        busy(content)
    return caught.value.fault


def test_google_calendar_gives_what_is_busy_and_nothing_else():
    assert busy(GOOGLE) == [
        ("03-02 09:00", "03-02 10:00"),
        ("03-08 00:00", "03-13 00:00"),
        ("03-09 09:00", "03-09 10:00"),
        ("03-24 15:00", "03-24 16:00"),
        ("03-30 09:00", "03-30 10:00"),
    ]


def test_outlook_calendar_with_a_zone_of_its_own_follows_its_change_of_hour():
    assert busy(OUTLOOK, COYHAIQUE) == [
        ("03-01 10:00", "03-01 11:30"),
        ("04-05 11:00", "04-05 12:30"),
    ]


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252", "utf-8"])
def test_coding_and_line_ends_of_a_file_change_nothing(coding):
    for text in (GOOGLE, GOOGLE.replace("\n", "\r\n"), GOOGLE.replace("\n", "\r")):
        assert busy(text.encode(coding)) == busy(GOOGLE)


def test_calendars_in_a_zip_count_together():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("uno.ics", events("DTSTART:20270301T100000|DURATION:PT1H"))
        archive.writestr("dos.ICS", events("DTSTART:20270301T120000|DURATION:PT1H"))
        archive.writestr("leame.txt", "nada")

    assert busy(packed.getvalue()) == [
        ("03-01 10:00", "03-01 11:00"),
        ("03-01 12:00", "03-01 13:00"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART:20270405T100000|DTEND:20270405T110000", ("04-05 10:00", "04-05 11:00")),
        ("DTSTART:20270405T130000Z|DURATION:PT45M", ("04-05 10:00", "04-05 10:45")),
        ("DTSTART;TZID=Pacific SA Standard Time:20270405T100000|DURATION:PT1H",
         ("04-05 11:00", "04-05 12:00")),
        ("DTSTART;TZID=/mozilla.org/x/America/Santiago:20270405T100000|DURATION:PT1H",
         ("04-05 11:00", "04-05 12:00")),
        ("DTSTART;TZID=No existe:20270405T100000|DURATION:PT1H", ("04-05 10:00", "04-05 11:00")),
        ("DTSTART;TZID=../../etc/passwd:20270405T100000|DURATION:PT1H",
         ("04-05 10:00", "04-05 11:00")),
        ("DTSTART;VALUE=DATE:20270405", ("04-05 00:00", "04-06 00:00")),
        ("DTSTART:20270405T100000|DURATION:PT1H|X-MICROSOFT-CDO-BUSYSTATUS:OOF",
         ("04-05 10:00", "04-05 11:00")),
        ("DTSTART:20270101|DTEND:20270303", ("01-01 00:00", "03-03 00:00")),
    ],
)  # fmt: skip
def test_event_counts_on_the_clock_of_who_answers(lines, expected):
    assert busy(events(lines), COYHAIQUE) == [expected]


@pytest.mark.parametrize(
    "lines",
    [
        "SUMMARY:Sin fecha",
        "DTSTART:mañana",
        "DTSTART:20271399T990000|DURATION:PT1H",
        "DTSTART:00010101T000000|DURATION:PT1H|RRULE:FREQ=DAILY",
        "DTSTART:99991231T235959|DURATION:PT1H|RRULE:FREQ=DAILY",
        "DTSTART:20270301T100000",
        "DTSTART:20270301T100000|DTEND:20270301T090000",
        "DTSTART:20270301T100000|DURATION:-PT1H",
        "DTSTART:20280301T100000|DURATION:PT1H",
        "DTSTART:20270301T100000|DURATION:PT1H|TRANSP:TRANSPARENT",
        "DTSTART:20270301T100000|DURATION:PT1H|X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "DTSTART:20200301T100000|DURATION:PT1H|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:20200301T100000|DURATION:PT1H|RRULE:FREQ=DAILY;UNTIL=20210301",
        "DTSTART:20260105T100000|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=5",
    ],
)
def test_event_that_says_nothing_of_the_window_is_passed_over(lines):
    assert busy(events(lines)) == []


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=1000000000", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2",
     "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=x", "FREQ=WEEKLY;BYDAY=XX", "X", "",
     "FREQ=DAILY;INTERVAL=" + "9" * 400, "FREQ=YEARLY;BYMONTH=0",
     "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=YEARLY;BYWEEKNO=3"],
)  # fmt: skip
def test_series_by_a_rule_not_understood_counts_once(rule):
    assert busy(events(f"DTSTART:20270301T100000|DURATION:PT1H|RRULE:{rule}")) == [
        ("03-01 10:00", "03-01 11:00")
    ]


def test_series_without_end_is_read_inside_the_window_only():
    content = events("DTSTART:19000101T100000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=1000000000000")

    assert len(busy(content)) == (LAST - FIRST).days + 1


def test_occurrence_of_a_series_that_was_called_off_is_free():
    series = "UID:a|DTSTART:20270301T100000|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=2"
    off = "UID:a|DTSTART:20270308T100000|RECURRENCE-ID:20270308T100000|STATUS:CANCELLED"

    assert busy(events(series, off)) == [("03-01 10:00", "03-01 11:00")]


def test_added_days_count_as_those_of_the_rule():
    content = events(
        "DTSTART:20270301T100000|DURATION:PT1H|RDATE:20270303T120000,x,20270304T120000/PT2H"
    )

    assert busy(content) == [
        ("03-01 10:00", "03-01 11:00"),
        ("03-03 12:00", "03-03 13:00"),
        ("03-04 12:00", "03-04 13:00"),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \r\n ", Fault.EMPTY),
        (b"x" * 1_000_001, Fault.TOO_BIG),
        (b"Comuna;Nombre\nArica;Ana", Fault.NO_CALENDAR),
        (b"<html><body>Inicie sesi\xf3n", Fault.NO_CALENDAR),
        (b"\x00\xff" * 5000, Fault.NO_CALENDAR),
        (b"PK\x03\x04 roto", Fault.NO_CALENDAR),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 30_000, Fault.NO_CALENDAR),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001, Fault.TOO_MANY),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:A\nEND:A\n" * 60_001, Fault.TOO_MANY),
    ],
)
def test_file_of_no_use_is_refused_by_its_fault(content, fault):
    assert fault_of(content) == fault


@given(
    cut=st.integers(0, len(GOOGLE)),
    length=st.integers(0, 40),
    put=st.one_of(
        st.binary(max_size=30),
        st.sampled_from([b"\n", b";", b":", b'"', b"99999999T999999Z", b"\nEND:VEVENT\n", b"-"]),
    ),
)
def test_spoilt_file_is_read_or_refused_but_breaks_nothing(cut, length, put):
    whole = GOOGLE.encode()
    content = whole[:cut] + put + whole[cut + length :]

    try:
        spans = read_busy(content, zone=SANTIAGO, first=FIRST, last=LAST)
    except CalendarFileError as error:
        spans = []
        assert error.fault == Fault.NO_CALENDAR

    assert all(one.start < one.end for one in spans)


def test_zip_that_swells_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomba.ics", b"0" * 5_000_000)

    assert fault_of(packed.getvalue()) == Fault.TOO_BIG


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_packed_in_a_way_that_asks_for_memory_is_refused(packing):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        archive.writestr("a.ics", events("DTSTART:20270301T100000|DURATION:PT1H"))

    assert fault_of(packed.getvalue()) == Fault.NO_CALENDAR


def test_zip_that_lost_a_piece_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.ics", events("DTSTART:20270301T100000|DURATION:PT1H"))
    whole = packed.getvalue()

    assert fault_of(whole[:10] + whole[15:]) == Fault.NO_CALENDAR


@pytest.mark.parametrize("name", ["EXDATE", "RDATE"])
def test_event_with_more_days_than_a_life_has_is_refused(name):
    many = ",".join(["20270301T100000"] * 60_001)

    assert fault_of(events(f"DTSTART:20270301T100000|{name}:{many}")) == Fault.TOO_MANY


def test_zip_without_a_calendar_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("leame.txt", "nada")

    assert fault_of(packed.getvalue()) == Fault.NO_CALENDAR


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=YEARLY;BYSETPOS=1;BYDAY=MO,TU,WE,TH,FR,SA,SU"]
)
def test_file_of_endless_series_is_refused_before_it_takes_long(rule):
    content = "\n".join(
        ["BEGIN:VCALENDAR"]
        + [f"BEGIN:VEVENT\nDTSTART:19000101T100000\nDURATION:P300D\nRRULE:{rule}\nEND:VEVENT"]
        * 3_000
    )

    assert fault_of(content.encode()) == Fault.TOO_MANY


ZONE_PARTS = {
    "without an offset": "DTSTART:19700101T000000",
    "with a false offset": "DTSTART:19700101T000000\nTZOFFSETTO:cuatro",
    "with an offset of days": "DTSTART:19700101T000000\nTZOFFSETTO:-2500",
    "that never begins": "TZOFFSETTO:-0600",
    "that begins on a day": "DTSTART:19700101\nTZOFFSETTO:-0600",
}


@pytest.mark.parametrize("lines", ZONE_PARTS.values(), ids=ZONE_PARTS)
def test_zone_part_that_cannot_be_read_leaves_the_own_zone(lines):
    assert busy(zoned(lines)) == [("03-01 10:00", "03-01 11:00")]


@pytest.mark.parametrize(
    ("rule", "hour"),
    [("FREQ=YEARLY;UNTIL=20200101T000000Z", "13"), ("FREQ=DAILY", "13"), ("X", "13")],
)
def test_zone_part_keeps_its_offset_from_its_beginning_on(rule, hour):
    lines = f"DTSTART:19700101T000000\nTZOFFSETTO:-0600\nRRULE:{rule}"

    assert busy(zoned(lines)) == [(f"03-01 {hour}:00", "03-01 14:00")]


def test_zone_of_a_file_holds_before_its_first_change():
    zone = FileZone([(datetime(2027, 4, 4), timedelta(hours=-4))])
    moment = datetime(2027, 3, 1, 10, tzinfo=zone)

    said = (moment.utcoffset(), moment.dst(), moment.tzname())

    assert said == (timedelta(hours=-4), timedelta(), "")


def zoned(lines: str) -> str:
    """Return an event in a zone that the file describes with one part."""
    event = "BEGIN:VEVENT\nDTSTART;TZID=Mía:20270301T100000\nDURATION:PT1H\nEND:VEVENT"
    part = f"BEGIN:STANDARD\n{lines}\nEND:STANDARD"
    zone = f"BEGIN:VTIMEZONE\nTZID:Mía\n{part}\nEND:VTIMEZONE"
    return f"BEGIN:VCALENDAR\n{zone}\n{event}\nEND:VCALENDAR"


def test_lines_that_are_none_and_blocks_out_of_place_are_passed_over():
    lines = "DTSTART:20270301T100000|DURATION:PT1H|DTSTART;=x|:|END:VTODO|UID|BEGIN:VALARM"
    content = events(lines)

    assert busy("END:VEVENT\n" + content) == [("03-01 10:00", "03-01 11:00")]


def test_too_many_spans_are_refused():
    event = "BEGIN:VEVENT\nDTSTART:20270301T10{:04}\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
    content = "".join(event.format(place // 60 * 100 + place % 60) for place in range(300))

    assert fault_of("BEGIN:VCALENDAR\n" + content) == Fault.TOO_MANY


def test_series_ends_before_an_hour_after_its_end():
    content = events(
        "DTSTART:20270301T100000|DURATION:PT1H|RRULE:FREQ=WEEKLY;UNTIL=20270308T095959"
    )

    assert busy(content) == [("03-01 10:00", "03-01 11:00")]


def test_series_of_whole_days_ends_with_its_last_day():
    content = events("DTSTART:20270301|RRULE:FREQ=WEEKLY;UNTIL=20270308T000000Z")

    assert busy(content) == [("03-01 00:00", "03-02 00:00"), ("03-08 00:00", "03-09 00:00")]


def test_zone_of_endless_changes_is_refused():
    part = "BEGIN:STANDARD\nDTSTART:19000101T000000\nTZOFFSETTO:-0400\nRRULE:{}\nEND:STANDARD\n"
    rule = "FREQ=YEARLY;BYSETPOS=1;BYDAY=MO,TU,WE,TH,FR,SA,SU"
    content = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\n" + part.format(rule) * 50

    assert fault_of(content) == Fault.TOO_MANY
