"""Writing a notice before it is published."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.notices.errors import NoticeChangedError, NoticePublishedError
from convoca.notices.models import Notice

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NoticeInput:
    """A notice as it was written; `kind` and `audience` are values of its choices."""

    kind: str
    title: str
    text: str
    link: str
    audience: str


@transaction.atomic
def draft_notice(*, cycle: Cycle, given: NoticeInput, user: User, now: datetime) -> Notice:
    """Keep a new draft. The same words of the same person, pressed twice, are one draft."""
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    same = Notice.objects.filter(
        cycle=cycle, written_by=user, published_at__isnull=True, **asdict(given)
    ).first()
    return same or Notice.objects.create(
        community=cycle.community, cycle=cycle, written_by=user, drafted_at=now, **asdict(given)
    )


@transaction.atomic
def edit_notice(
    *, notice: Notice, given: NoticeInput, edition: int, user: User, now: datetime
) -> Notice:
    """Change a draft that was read as `edition`. The same words again change nothing.

    Raises NoticePublishedError, or NoticeChangedError when somebody else changed it since.
    """
    notice = lock_draft(notice)
    if all(getattr(notice, name) == value for name, value in asdict(given).items()):
        return notice
    if notice.edition != edition:
        raise NoticeChangedError(notice.pk)
    for name, value in asdict(given).items():
        setattr(notice, name, value)
    notice.edition, notice.written_by, notice.drafted_at = edition + 1, user, now
    notice.save()
    return notice


@transaction.atomic
def discard_draft(*, notice: Notice, user: User) -> None:
    """Throw a draft away. Raises NoticePublishedError when it is none any more."""
    held = lock_draft(notice)
    held.delete()
    logger.info("user %s discarded notice %s", user.pk, notice.pk)


def lock_notice(notice: Notice) -> Notice:
    """Return the notice as it is now, held until the transaction ends."""
    return (
        Notice.objects.select_for_update(of=("self",))
        .select_related("community__association", "cycle")
        .get(pk=notice.pk)
    )


def lock_draft(notice: Notice) -> Notice:
    """Return the draft as it is now, held until the transaction ends.

    Raises NoticePublishedError when it is none any more.
    """
    held = lock_notice(notice)
    if held.published_at is not None:
        raise NoticePublishedError(notice.pk)
    return held
