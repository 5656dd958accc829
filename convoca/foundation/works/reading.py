"""Looking at long work."""

from convoca.foundation.models import Work


def latest_work(kind: str, subject_id: int) -> Work | None:
    """Return the last work for a subject, if there was any."""
    return Work.objects.filter(kind=kind, subject_id=subject_id).order_by("-pk").first()
