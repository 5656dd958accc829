"""Notices as the staff and as the directors read them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.foundation.errors import NotFoundError
from convoca.messaging.models import Message
from convoca.messaging.services import UNDO_TIME
from convoca.notices.core.group_text import write_group_text
from convoca.notices.core.occasions import NOTICE, notice_occasion
from convoca.notices.core.reach import Reach, count_reach
from convoca.notices.models import Notice
from convoca.notices.queries.readers import Membership


@dataclass(frozen=True)
class NoticeLine:
    """One notice of the staff's list; a draft has no reach."""

    notice: Notice
    reach: Reach | None


def list_notices(community: Community) -> QuerySet[Notice]:
    """List all notices of a community: drafts first, then the newest."""
    return Notice.objects.filter(community=community).order_by(
        F("published_at").desc(nulls_first=True), "-pk"
    )


def get_notice(cycle: Cycle, notice_id: int) -> Notice:
    """Return a notice of a cycle that was already checked, or raise NotFoundError."""
    notice = (
        Notice.objects.select_related("community__association", "cycle", "written_by")
        .filter(pk=notice_id, cycle=cycle)
        .first()
    )
    if notice is None:
        raise NotFoundError(notice_id)
    return notice


def read_lines(notices: Collection[Notice]) -> list[NoticeLine]:
    """Return notices with how far they came, in one query, in the same order."""
    states = _count_states(notices)
    return [
        NoticeLine(
            notice,
            count_reach(
                people=notice.readers,
                without_email=notice.without_email,
                states=states[notice_occasion(notice.pk)],
            )
            if notice.published_at
            else None,
        )
        for notice in notices
    ]


def _count_states(notices: Collection[Notice]) -> dict[str, dict[str, int]]:
    rows = (
        Message.objects.filter(
            occasion__in=[notice_occasion(notice.pk) for notice in notices], purpose=NOTICE
        )
        .exclude(state=Message.State.CANCELLED)
        .values("occasion", "state")
        .annotate(n=Count("pk"))
    )
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counted[row["occasion"]][row["state"]] = row["n"]
    return counted


def is_undoable(notice: Notice, *, now: datetime) -> bool:
    """Say whether the publication of a notice may still be undone."""
    return notice.published_at is not None and now < notice.published_at + UNDO_TIME


def text_for_group(notice: Notice) -> str:
    """Return the notice as a text to paste into the group."""
    return write_group_text(
        title=notice.title,
        text=notice.text,
        link=notice.link,
        sender=notice.community.association.name,
    )


def list_visible_notices(reader: Membership, *, now: datetime) -> QuerySet[Notice]:
    """List what was published for who reads, the newest first.

    While it can be undone it is not shown yet. A notice for who takes part in a cycle is for
    those of that cycle alone.
    """
    return Notice.objects.filter(
        Q(audience=Notice.Audience.SEATS) | Q(cycle__in=reader.cycles),
        community=reader.community,
        published_at__lte=now - UNDO_TIME,
    ).order_by("-published_at", "-pk")


def get_visible_notice(reader: Membership, notice_id: int, *, now: datetime) -> Notice:
    """Return a notice that is for who reads, or raise NotFoundError."""
    notice = list_visible_notices(reader, now=now).filter(pk=notice_id).first()
    if notice is None:
        raise NotFoundError(notice_id)
    return notice


def shown_at(notice: Notice) -> datetime:
    """Return since when directors see a notice that is published."""
    assert notice.published_at is not None
    return notice.published_at + UNDO_TIME
