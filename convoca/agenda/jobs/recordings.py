"""Audio goes on its day."""

from datetime import timedelta

from django.utils import timezone

from convoca.agenda.services.recordings import delete_due_recordings
from convoca.foundation.duties import every


@every(days=1, at=timedelta(hours=7, minutes=50))
def delete_old_audio() -> None:
    """Once a day: audio whose day has come, and files that a deletion left behind."""
    delete_due_recordings(now=timezone.now())
