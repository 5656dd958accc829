"""Which kinds of long work there are, and who does them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from convoca.foundation.models import Work
from convoca.foundation.works.holding import Hold, Record

LEASE = timedelta(minutes=2)

Do = Callable[[Hold], Record]
Follow = Callable[[Work], object]


@dataclass(frozen=True)
class WorkKind:
    """How a kind of work is done; see `does`."""

    do: Do
    follow: Follow
    lease: timedelta


_kinds: dict[str, WorkKind] = {}


def does(name: str, *, follow: Follow, lease: timedelta = LEASE) -> Callable[[Do], Do]:
    """Register who does a kind of work: outside any transaction, and safe to do twice.

    The function tells its progress and gives back what records the outcome; that runs in the
    transaction in which the work is done, and only if the work is still its own. A fault that
    no other try can mend is a WorkFailedError.

    Args:
        name: the kind, as in the rows.
        follow: brings the subject to what its work has just come to: failed, cancelled, or
            waiting again. In the same transaction; a ConvocaError refuses the change.
        lease: how long a worker may be silent before another one takes the work.
    """

    def register(do: Do) -> Do:
        _kinds[name] = WorkKind(do, follow, lease)
        return do

    return register


def kind_of(work: Work) -> WorkKind:
    """Return how a work is done."""
    return _kinds[work.kind]


def known_kinds() -> list[str]:
    """List the kinds that this process can do."""
    return list(_kinds)
