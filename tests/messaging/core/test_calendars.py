"""The calendar part of a message, as text."""

from convoca.messaging.core.calendars import readdress_calendar

LONG = "ATTENDEE;CN=Ana Núñez;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:ana"
FOLDED = f"BEGIN:VEVENT\r\n{LONG}\r\n .nunez@comuna.cl\r\nSUMMARY:Sesión\r\n  2\r\nEND:VEVENT\r\n"


def test_readdress_calendar_finds_an_address_over_two_lines():
    changed = readdress_calendar(FOLDED, former="ana.nunez@comuna.cl", address="ana@nueva.cl")

    lines = changed.split("\r\n")
    assert f"{lines[1]}{lines[2][1:]}" == LONG.removesuffix("ana") + "ana@nueva.cl"
    assert max(len(line.encode()) for line in lines) <= 75
    assert [lines[0], *lines[3:]] == ["BEGIN:VEVENT", "SUMMARY:Sesión", "  2", "END:VEVENT", ""]


def test_readdress_calendar_without_the_address_changes_nothing():
    texts = [readdress_calendar(text, former="x@y.cl", address="z@y.cl") for text in (FOLDED, "")]

    assert texts == [FOLDED, ""]
