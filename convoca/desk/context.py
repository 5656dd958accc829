"""The frame around every staff page: built when a template asks for it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from convoca.desk.queries.frame import frame_of


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the rail and the strip of the cycle for a page of the staff."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}
