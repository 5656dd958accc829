"""Notes of the team about a seat: added, corrected and removed by who wrote them."""

from datetime import datetime, timedelta

from django.db import transaction

from convoca.convening.errors import NoteGoneError
from convoca.convening.models import SeatNote
from convoca.directory.models import Seat, User

SAME_PRESS = timedelta(minutes=1)
KEPT_REMOVED = timedelta(days=1)
"""How long a removed note can be brought back."""


@transaction.atomic
def add_note(*, seat: Seat, text: str, user: User | None, now: datetime) -> SeatNote:
    """Note something about a seat. The same words within a minute are one note."""
    Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    told = {"seat": seat, "text": text.strip(), "by": user, "removed_at": None}
    same = SeatNote.objects.filter(**told, at__gt=now - SAME_PRESS, at__lte=now).first()
    return same or SeatNote.objects.create(**told, at=now)


@transaction.atomic
def edit_note(*, seat: Seat, note_id: int, text: str, user: User, now: datetime) -> SeatNote:
    """Correct an own note; the same words change nothing.

    Raises NoteGoneError when it was removed, or is not one of theirs.
    """
    note = _lock_own(seat, note_id, user)
    if note.removed_at is not None:
        raise NoteGoneError(note_id)
    if note.text != text.strip():
        note.text, note.edited_at = text.strip(), now
        note.save(update_fields=["text", "edited_at"])
    return note


@transaction.atomic
def remove_note(*, seat: Seat, note_id: int, user: User, now: datetime) -> SeatNote:
    """Remove an own note; again changes nothing. Raises NoteGoneError as `edit_note` does."""
    note = _lock_own(seat, note_id, user)
    note.removed_at = note.removed_at or now
    note.save(update_fields=["removed_at"])
    return note


@transaction.atomic
def restore_note(*, seat: Seat, note_id: int, user: User) -> SeatNote:
    """Bring an own note back; again changes nothing. Raises NoteGoneError once its row went."""
    note = _lock_own(seat, note_id, user)
    note.removed_at = None
    note.save(update_fields=["removed_at"])
    return note


def erase_removed_notes(*, now: datetime) -> int:
    """Erase the notes that nobody brought back within a day; return how many."""
    gone = SeatNote.objects.filter(removed_at__lte=now - KEPT_REMOVED)
    return gone.delete()[0]


def _lock_own(seat: Seat, note_id: int, user: User) -> SeatNote:
    note = SeatNote.objects.select_for_update().filter(pk=note_id, seat=seat, by=user).first()
    if note is None:
        raise NoteGoneError(note_id)
    return note
