"""How every page of this room opens: the cycle through its check, then the session.

Also how the page of a session remembers what may still be undone.
"""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries.access import Doing
from convoca.meetings.models import Session
from convoca.meetings.queries import get_session
from convoca.meetings.services import UNDO_TIME


def open_session(
    request: HttpRequest, cycle_id: int, number: int, doing: Doing = "coordinate"
) -> Session:
    """Return a session that this person may use so, or raise NotFoundError."""
    return get_session(get_visible_cycle(request.user, cycle_id, doing), number)


def session_url(session: Session) -> str:
    """Return the address of the page of a session."""
    return reverse("meetings:session", args=[session.cycle_id, session.number])


def undo_address(session: Session, batch: datetime, *, kind: str = "tanda") -> str:
    """Return the page of a session with the way to undo what was just sent, or moved."""
    return f"{session_url(session)}?{kind}={batch.timestamp():.6f}"


def tell_saved(told: int, *, happens_twice: bool) -> str:
    """Say that a change was saved, how many are told of it, and whether its hour occurs twice."""
    said = [_("Cambio guardado.")]
    if told:
        text = ngettext(
            "Se avisa a %(n)s persona, con su calendario al día.",
            "Se avisa a %(n)s personas, con su calendario al día.",
            told,
        )
        said.append(text % {"n": told})
    if happens_twice:
        said.append(_("Ese día se atrasa el reloj y esa hora ocurre dos veces: es la primera."))
    return " ".join(said)


def read_batch(text: str) -> datetime | None:
    """Read the moment of a mass act out of an address; None where it is none."""
    try:
        return datetime.fromtimestamp(float(text), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def read_undoable(request: HttpRequest, now: datetime) -> str:
    """Return the mass act in the address of a page while it may be undone; else nothing."""
    text = request.GET.get("tanda", "")
    batch = read_batch(text)
    return text if batch and now < batch + UNDO_TIME else ""
