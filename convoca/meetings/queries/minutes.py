"""What was sent of the minutes, and to whom it is still owed."""

import hashlib

from convoca.meetings.models import SentMinutes, Session
from convoca.meetings.queries.guests import Guest, leave_out_written, list_guests


def minutes_to_send(session: Session) -> SentMinutes:
    """Return the text that would be sent now: the last one again, or a new one, not stored."""
    last = session.sent_minutes.last()
    if last is not None and last.text == session.minutes_draft:
        return last
    number = last.number + 1 if last else 1
    return SentMinutes(session=session, number=number, text=session.minutes_draft)


def minutes_key(minutes: SentMinutes) -> str:
    """Return the promise that each person gets a text once.

    A correction carries its number: a text that comes back after another goes out again.
    """
    digest = hashlib.sha256(minutes.text.encode()).hexdigest()[:12]
    version = digest if minutes.number == 1 else f"{digest}-{minutes.number}"
    return f"session-minutes:{minutes.session_id}:{version}"


def list_minutes_readers(session: Session) -> list[Guest]:
    """List who would get the minutes now: who takes part and has not got this text yet."""
    guests = list_guests(session.cycle)
    return leave_out_written(session, minutes_key(minutes_to_send(session)), guests)
