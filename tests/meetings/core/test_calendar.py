from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from convoca.meetings.core.calendar import Entry, Party, build_invitation, fold_line

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
MARK = "{{enlace:abc123def456}}"
ADDRESS = "https://comunidades.amuch.cl/p/AbCdEfGhIjKlMnOpQrStUv/"
ENTRY = Entry(
    uid="session-1@amuch.cl",
    sequence=2,
    starts_at=datetime(2027, 3, 9, 13, tzinfo=UTC),
    duration_min=60,
    summary="Sesión 1: Permisos, patentes; y ñandúes",
    description="Su página personal:\nhttps://x.cl/\n",
    video_url="https://zoom.us/j/123?pwd=a,b;c",
    organizer=Party("convoca@amuch.cl", "AMUCH"),
    attendee=Party("ana@nunoa.cl", 'Pérez, Ana "Anita"'),
)


def read_back(text):
    return Calendar.from_ical(text)


def event_of(text):
    (event,) = read_back(text).walk("VEVENT")
    return event


def test_build_invitation_request_reads_back_whole():
    text = build_invitation(ENTRY, method="REQUEST", stamped_at=NOW)

    event = event_of(text)
    assert read_back(text)["method"] == "REQUEST"
    assert {
        "uid": str(event["uid"]),
        "sequence": event["sequence"],
        "stamp": event["dtstamp"].dt,
        "start": event["dtstart"].dt,
        "end": event["dtend"].dt,
        "status": str(event["status"]),
        "summary": str(event["summary"]),
        "description": str(event["description"]),
        "location": str(event["location"]),
        "url": str(event["url"]),
    } == {
        "uid": "session-1@amuch.cl",
        "sequence": 2,
        "stamp": NOW,
        "start": datetime(2027, 3, 9, 13, tzinfo=UTC),
        "end": datetime(2027, 3, 9, 14, tzinfo=UTC),
        "status": "CONFIRMED",
        "summary": ENTRY.summary,
        "description": ENTRY.description,
        "location": ENTRY.video_url,
        "url": ENTRY.video_url,
    }


def test_build_invitation_names_one_guest_quoted_who_answers_by_our_own_link():
    text = build_invitation(ENTRY, method="REQUEST", stamped_at=NOW)

    guest, host = event_of(text)["attendee"], event_of(text)["organizer"]
    assert (str(guest), dict(guest.params)) == (
        "mailto:ana@nunoa.cl",
        {
            "CN": 'Pérez, Ana "Anita"',
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "FALSE",
        },
    )
    assert (str(host), host.params["CN"]) == ("mailto:convoca@amuch.cl", "AMUCH")


def test_build_invitation_is_in_utc_without_recurrence_nor_zone_table():
    text = build_invitation(ENTRY, method="REQUEST", stamped_at=NOW)

    assert "DTSTART:20270309T130000Z\r\n" in text
    assert [word for word in ("RRULE", "TZID", "VTIMEZONE", "RDATE") if word in text] == []


def test_build_invitation_cancel_says_so_twice():
    cancelled = replace(ENTRY, is_cancelled=True, sequence=3)

    text = build_invitation(cancelled, method="CANCEL", stamped_at=NOW)

    event = event_of(text)
    assert (str(read_back(text)["method"]), str(event["status"]), event["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        3,
    )


def test_build_invitation_without_guest_nor_call_leaves_both_out():
    bare = replace(ENTRY, attendee=None, video_url="")

    event = event_of(build_invitation(bare, method="PUBLISH", stamped_at=NOW))

    assert [name for name in ("attendee", "location", "url") if name in event] == []


def test_build_invitation_with_line_ends_in_names_adds_no_property():
    sly = replace(
        ENTRY,
        summary="Tema\r\nATTENDEE:mailto:otra@x.cl",
        attendee=Party("ana@nunoa.cl", "Ana\r\nX-MAS:1"),
    )

    event = event_of(build_invitation(sly, method="REQUEST", stamped_at=NOW))

    assert (str(event["attendee"]), event["attendee"].params["CN"]) == (
        "mailto:ana@nunoa.cl",
        "Ana X-MAS:1",
    )
    assert "x-mas" not in event


@given(st.text(alphabet="añ€😀 ,;\\\n", max_size=120), st.integers(0, 3))
def test_build_invitation_with_mark_revealed_keeps_address_whole_and_lines_short(text, marks):
    entry = replace(ENTRY, description=f"{text}{MARK * marks}\n{text}")

    stored = build_invitation(entry, method="REQUEST", stamped_at=NOW, widths={MARK: len(ADDRESS)})
    sent = stored.replace(MARK, ADDRESS)

    assert max(len(line.encode()) for line in sent.split("\r\n")) <= 75
    assert str(event_of(sent)["description"]) == entry.description.replace(MARK, ADDRESS)
    assert "\n" not in sent.replace("\r\n", "")


@given(st.text(alphabet="ab€😀", max_size=300))
def test_fold_line_unfolds_to_the_same_line(line):
    folded = fold_line(line, {})

    assert folded.replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))


def test_fold_line_of_exactly_75_octets_is_left_as_it_is():
    assert [fold_line("x" * n, {}) for n in (0, 75, 76)] == ["", "x" * 75, "x" * 75 + "\r\n x"]


def test_fold_line_with_text_wider_than_a_line_is_refused():
    assert fold_line(f"DESCRIPTION:{MARK}", {MARK: 74}) == f"DESCRIPTION:\r\n {MARK}"
    with pytest.raises(ValueError):
        fold_line(MARK, {MARK: 75})
