"""The audio of an interview: whether it is allowed, what there is, and who may hear it."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from convoca.agenda.models import Consent, Interview, Recording, RecordingMark
from convoca.agenda.queries.interviews import get_visible_interview
from convoca.directory.models import User
from convoca.foundation.errors import NotFoundError


def may_record(interview: Interview) -> bool:
    """Say whether the person has agreed to be recorded, and not taken it back."""
    said = interview.consents.filter(
        purpose=Consent.Purpose.RECORD, superseded_at__isnull=True, is_given=True
    )
    return said.exists()


def list_recordings(interview: Interview) -> QuerySet[Recording]:
    """List the audio there is, the first made first, with its marks."""
    kept = interview.recordings.filter(deleted_at__isnull=True)
    return kept.select_related("uploaded_by").prefetch_related("marks")


def marks_by_question(recordings: Iterable[Recording]) -> dict[str, list[RecordingMark]]:
    """Return where each question was spoken about."""
    found: dict[str, list[RecordingMark]] = {}
    for recording in recordings:
        for mark in recording.marks.all():
            found.setdefault(mark.question, []).append(mark)
    return found


def get_visible_recording(
    user: User | AnonymousUser, cycle_id: int, interview_id: int, recording_id: int
) -> Recording:
    """Return audio that this person may hear, or raise NotFoundError."""
    interview = get_visible_interview(user, cycle_id, interview_id)
    recording = list_recordings(interview).filter(pk=recording_id).first()
    if recording is None:
        raise NotFoundError(recording_id)
    return recording
