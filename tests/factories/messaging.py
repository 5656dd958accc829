"""Rows of the outbox for tests, without going through it."""

from datetime import datetime
from itertools import count

from django.utils import timezone

from convoca.foundation.models import Association
from convoca.messaging.models import Message
from tests.factories.directory import make_association

_numbers = count(1)


def make_message(association: Association | None = None, **fields) -> Message:
    """Make a message that waits, due now, with these fields instead of the usual ones."""
    number = next(_numbers)
    now: datetime = timezone.now()
    values = {
        "key": f"made:{number}",
        "purpose": "test",
        "occasion": f"made:{number}",
        "to_address": f"ana{number}@ejemplo.cl",
        "to_name": "Ana",
        "subject": "Hola",
        "body": "Hola.\n",
        "next_try_at": now,
        "created_at": now,
        "message_id": f"<made-{number}@convoca>",
    }
    return Message.objects.create(
        association=association or make_association(), **(values | fields)
    )
