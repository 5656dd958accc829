"""Which mass act is to be undone: the moment that names it, as the page wrote it."""

from contextlib import suppress
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from convoca.messaging.errors import UndoTooLateError


def read_batch(request: HttpRequest) -> datetime:
    """Return the moment that names the batch.

    Raises UndoTooLateError when it is no moment: then there is no batch to undo.
    """
    with suppress(ValueError, OverflowError):
        at = parse_datetime(request.POST.get("batch", ""))
        if at is not None and timezone.is_aware(at):
            return at.astimezone(UTC)
    raise UndoTooLateError
