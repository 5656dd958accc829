"""The long work that somebody may see: that of the communities they coordinate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timesince import timesince

from convoca.directory.models import Community, TeamMember, User
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Work

State = Work.State
MOST_SHOWN = 50
SHOWN_ENDED = timedelta(days=7)
WORRYING_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class WorkLine:
    """A work and the name of whom it serves, empty for the whole association.

    `waited` is how long it has been asked for, in words; empty under a minute.
    """

    work: Work
    community: str
    waited: str


@dataclass(frozen=True)
class WorksPage:
    """What is being done, what waits, what failed, and what ended in the last days.

    `is_stuck` says that something has waited so long that perhaps no worker lives.
    """

    running: Sequence[WorkLine]
    waiting: Sequence[WorkLine]
    failed: Sequence[WorkLine]
    ended: Sequence[WorkLine]
    is_stuck: bool

    @property
    def count_open(self) -> int:
        return len(self.running) + len(self.waiting)

    @property
    def is_empty(self) -> bool:
        return not (self.running or self.waiting or self.failed or self.ended)


def visible_works(user: User) -> QuerySet[Work]:
    """Return the works of the association, or only those of the communities one coordinates."""
    works = Work.objects.filter(association=user.association)
    if user.is_administrator:
        return works
    coordinator = TeamMember.Role.COORDINATOR
    own = [community for community, role in user.roles.items() if role == coordinator]
    return works.filter(community_id__in=own)


def get_visible_work(user: User, work_id: int) -> Work:
    """Return a work that somebody may stop or ask for again; raise NotFoundError."""
    work = visible_works(user).filter(pk=work_id).first()
    if work is None:
        raise NotFoundError(work_id)
    return work


def works_page(user: User, *, now: datetime) -> WorksPage:
    """Return what the page shows: all that is open or failed, and what ended in seven days."""
    works = visible_works(user).select_related("asked_by")
    in_hand = list(works.filter(state__in=Work.OPEN).order_by("pk")[:MOST_SHOWN])
    failed = works.filter(state=State.FAILED).order_by("-ended_at")[:MOST_SHOWN]
    over = works.filter(state__in=[State.DONE, State.CANCELLED], ended_at__gt=now - SHOWN_ENDED)
    names = dict(Community.objects.filter(association=user.association).values_list("pk", "name"))
    waiting = [work for work in in_hand if work.state == State.WAITING]

    def lines(found: Iterable[Work]) -> list[WorkLine]:
        return [
            WorkLine(work, names.get(work.community_id or 0, ""), _waited(work, now))
            for work in found
        ]

    return WorksPage(
        running=lines(work for work in in_hand if work.state == State.RUNNING),
        waiting=lines(waiting),
        failed=lines(failed),
        ended=lines(over.order_by("-ended_at")[:MOST_SHOWN]),
        is_stuck=any(work.asked_at < now - WORRYING_WAIT for work in waiting),
    )


def _waited(work: Work, now: datetime) -> str:
    is_long = now - work.asked_at >= timedelta(minutes=1)
    return timesince(work.asked_at, now, depth=1) if is_long else ""
