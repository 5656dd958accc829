"""How every page of this room opens: the cycle through its check, then the session.

Also how the page of a session remembers what may still be undone.
"""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries.access import Doing
from convoca.meetings.models import Session
from convoca.meetings.queries import get_session


def open_session(
    request: HttpRequest, cycle_id: int, number: int, doing: Doing = "coordinate"
) -> Session:
    """Return a session that this person may use so, or raise NotFoundError."""
    return get_session(get_visible_cycle(request.user, cycle_id, doing), number)


def session_url(session: Session) -> str:
    """Return the address of the page of a session."""
    return reverse("meetings:session", args=[session.cycle_id, session.number])


def undo_address(session: Session, batch: datetime) -> str:
    """Return the page of a session with the way to undo what was just sent."""
    return f"{session_url(session)}?tanda={batch.timestamp():.6f}"


def read_batch(text: str) -> datetime | None:
    """Read the moment of a mass act out of an address; None where it is none."""
    try:
        return datetime.fromtimestamp(float(text), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
