"""Audio of interviews: kept only with consent, apart from the answers, until its day."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import IO, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from convoca.agenda.core.interviews.audio import HEAD_BYTES, audio_type
from convoca.agenda.errors import AudioFaultError, AudioNotAllowedError, MarkFaultError
from convoca.agenda.models import Interview, Recording, RecordingMark
from convoca.agenda.queries.recordings import may_record
from convoca.directory.models import User

logger = logging.getLogger(__name__)
FOLDER = "recordings"
MOST_MARKS, LONGEST_S = 500, 12 * 3600
STRAY_FROM = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """Where a question begins and ends, in seconds from the beginning of the audio."""

    question: str
    start_s: float
    end_s: float


def add_recording(
    *,
    interview: Interview,
    client_id: UUID,
    content: "File[bytes]",
    marks: Sequence[Mark],
    now: datetime,
    user: User | None,
) -> Recording:
    """Keep the audio of an interview and its marks. Sent again it changes nothing.

    Its kind is told by its bytes. It stays for settings.AUDIO_DAYS.

    Raises AudioNotAllowedError without consent, AudioFaultError (empty, too large, no audio),
    MarkFaultError.
    """
    known = interview.recordings.filter(client_id=client_id).first()
    if known is not None:
        return known
    kind = _check(content)
    _check_marks(marks)
    ending = kind.rpartition("/")[2]
    recording = Recording(
        interview=interview,
        client_id=client_id,
        content_type=kind,
        size_bytes=content.size,
        uploaded_at=now,
        uploaded_by=user,
        delete_on=_last_day(interview, now),
    )
    recording.file.save(f"{FOLDER}/{uuid4()}.{ending}", content, save=False)
    kept = None
    try:
        kept = _keep(recording, marks)
    finally:
        if kept is not recording:
            recording.file.storage.delete(recording.file.name or "")
    logger.info("user %s kept audio %s", user and user.pk, kept.pk)
    return kept


@transaction.atomic
def _keep(recording: Recording, marks: Sequence[Mark]) -> Recording:
    """Write the rows, unless consent was taken back or the same was kept meanwhile."""
    interview = Interview.objects.select_for_update(of=("self",)).get(pk=recording.interview_id)
    if interview.withdrawn_at is not None or not may_record(interview):
        raise AudioNotAllowedError(interview.pk)
    known = interview.recordings.filter(client_id=recording.client_id).first()
    if known is not None:
        return known
    recording.save()
    RecordingMark.objects.bulk_create(
        RecordingMark(
            recording=recording, question=mark.question, start_s=mark.start_s, end_s=mark.end_s
        )
        for mark in marks
    )
    return recording


def add_mark(*, recording: Recording, mark: Mark) -> RecordingMark:
    """Say where a question is in the audio; said twice it is there once.

    Raises MarkFaultError.
    """
    _check_marks([mark])
    return RecordingMark.objects.get_or_create(
        recording=recording, question=mark.question, start_s=mark.start_s, end_s=mark.end_s
    )[0]


@transaction.atomic
def delete_recordings(*, interview: Interview, now: datetime) -> int:
    """Delete all audio of an interview; return how many pieces. The rows stay as proof."""
    return _delete(interview.recordings.filter(deleted_at__isnull=True), now)


@transaction.atomic
def delete_recording(*, recording: Recording, now: datetime) -> int:
    """Delete one piece of audio; return 0 when it was deleted before."""
    one = Recording.objects.filter(pk=recording.pk, deleted_at__isnull=True)
    return _delete(one, now)


def delete_due_recordings(*, now: datetime) -> int:
    """Delete the audio whose day has come, and files that an earlier deletion left behind.

    A file without a row goes too, once it is a day old: its request was cut off half way.
    """
    with transaction.atomic():
        count = _delete(Recording.objects.filter(deleted_at=None, delete_on__lte=now.date()), now)
    _erase(Recording.objects.filter(deleted_at__isnull=False).exclude(file=""))
    _erase_strays(now)
    return count


def _delete(recordings: Iterable[Recording], now: datetime) -> int:
    """Say in the rows that they are deleted; the files go once that is certain."""
    gone = list(recordings)
    keys = [one.pk for one in gone]
    Recording.objects.filter(pk__in=keys).update(deleted_at=now)
    transaction.on_commit(partial(_erase, gone))
    return len(gone)


def _erase(recordings: Iterable[Recording]) -> None:
    """Take the files away; a row without a name has none any more."""
    for recording in recordings:
        recording.file.storage.delete(recording.file.name or "")
        Recording.objects.filter(pk=recording.pk).update(file="")
        logger.info("audio %s deleted", recording.pk)


def _erase_strays(now: datetime) -> None:
    """Take away old files that no row speaks of."""
    try:
        names = {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    except FileNotFoundError:
        return
    names -= set(Recording.objects.exclude(file="").values_list("file", flat=True))
    for name in sorted(names):
        if default_storage.get_modified_time(name) < now - STRAY_FROM:
            default_storage.delete(name)
            logger.info("audio file %s without a row deleted", name)


def _check(content: "File[bytes]") -> str:
    """Return the kind of an audio file that may be kept."""
    if not content.size:
        raise AudioFaultError("empty")
    if content.size > settings.AUDIO_MAX_BYTES:
        raise AudioFaultError("too_large")
    stream: IO[Any] = content.open()
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    kind = audio_type(head)
    if kind is None:
        raise AudioFaultError("no_audio")
    return kind


def _check_marks(marks: Sequence[Mark]) -> None:
    if len(marks) > MOST_MARKS:
        raise MarkFaultError
    for mark in marks:
        if not 0 <= mark.start_s <= mark.end_s <= LONGEST_S:
            raise MarkFaultError


def _last_day(interview: Interview, now: datetime) -> date:
    zone = ZoneInfo(interview.cycle.community.association.zone)
    return (now.astimezone(zone) + timedelta(days=settings.AUDIO_DAYS)).date()
