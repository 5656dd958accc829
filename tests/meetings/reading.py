"""What a person reads of a page, and a calendar of a mail."""

from icalendar import Calendar

from convoca.foundation.links import reveal_links


def text_of(response):
    return " ".join(response.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")


def event_of(message):
    calendar = Calendar.from_ical(reveal_links(message.calendar))
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event
