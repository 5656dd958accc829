"""Kinds of long work for tests, and orders for them."""

from collections.abc import Iterator
from contextlib import contextmanager

from convoca.foundation.models import Association, Work
from convoca.foundation.works import Hold, Record, WorkOrder, does, start_work
from convoca.foundation.works.kinds import _kinds
from tests.factories.cycles import NOW
from tests.factories.directory import make_association


class Craft:
    """A kind of work that notes what happens: `acts` are done in turn, each told beforehand.

    `recorded` are the ids of the subjects whose outcome was written, `followed` the states that
    the subjects were told.
    """

    name = "weaving"

    def __init__(self, *acts) -> None:
        self.acts = acts
        self.recorded, self.followed = [], []

    def do(self, hold: Hold) -> Record:
        for step, act in enumerate(self.acts):
            hold.tell(step, len(self.acts))
            act()
        return lambda: self.recorded.append(hold.work.subject_id)

    def follow(self, work: Work) -> None:
        self.followed.append((work.subject_id, work.state, work.error))


@contextmanager
def known(craft: Craft, name: str = Craft.name) -> Iterator[Craft]:
    """Let this process know a kind of work for a while."""
    does(name, follow=craft.follow)(craft.do)
    try:
        yield craft
    finally:
        del _kinds[name]


def order(
    subject_id: int = 1,
    *,
    kind: str = Craft.name,
    association: Association | None = None,
    community_id: int | None = None,
    title: str = "",
) -> WorkOrder:
    return WorkOrder(
        kind=kind,
        key=f"cloth:{subject_id}",
        subject_id=subject_id,
        association=association or Association.objects.first() or make_association(),
        community_id=community_id,
        title=title or f"Tejer {subject_id}",
        address=f"/telar/{subject_id}/",
    )


def asked(subject_id: int = 1, *, now=NOW, asked_by_id: int | None = None, **more) -> Work:
    return start_work(order=order(subject_id, **more), asked_by_id=asked_by_id, now=now)
