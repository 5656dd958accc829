"""Holding a session against other hands while something is decided about it."""

from convoca.meetings.errors import SessionStateError
from convoca.meetings.models import Session

COMING = {Session.State.PLANNED, Session.State.ANNOUNCED}


def lock_session(session: Session, *states: str) -> Session:
    """Return a session held against other hands, or raise SessionStateError."""
    locked = (
        Session.objects.select_for_update(of=("self",))
        .select_related("cycle__community__association", "cycle__community__kind")
        .get(pk=session.pk)
    )
    if locked.state not in states:
        raise SessionStateError(locked.get_state_display())
    return locked
