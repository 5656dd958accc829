"""What stands around the staff's pages: built when a template asks for it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from convoca.desk.queries.frame import frame_of
from convoca.desk.queries.seat_life import seat_life_of


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the rail and the strip of the cycle, and for the page of a seat its whole life."""
    return {
        "frame": SimpleLazyObject(lambda: frame_of(request)),
        "seat_life": SimpleLazyObject(lambda: seat_life_of(request)),
    }
