"""How many mails go to one domain in a minute."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)


def domain_of(address: str) -> str:
    """Return the domain of a mail address in small letters; empty where there is none."""
    return address.rpartition("@")[2].casefold() if "@" in address else ""


def share_turns(
    waiting: Iterable[tuple[int, str]],
    *,
    recent: Mapping[str, Sequence[datetime]],
    most: int,
    now: datetime,
) -> dict[int, datetime]:
    """Return the moment at which each waiting message may leave, `now` or later.

    In any window of a minute at most `most` leave to one domain: with the moments of those
    that left or have their turn in order, the next turn is max(now, moment[-most] + 1 min),
    or now while there are fewer than `most`. Domains do not hold each other back.

    Args:
        waiting: (id, domain), the first in turn first; empty gives {}.
        recent: by domain, when the last ones left, in any order; older than a minute do not
            count, nor do those ahead of now, which a wrong clock wrote.
        most: messages a minute, 1 or more.
        now: the moment.

    Raises:
        ValueError: `most` is below 1.
    """
    if most < 1:
        raise ValueError(most)
    turns: dict[str, list[datetime]] = {}
    found = {}
    for message, domain in waiting:
        taken = turns.setdefault(domain, _within(recent.get(domain, ()), now))
        when = now if len(taken) < most else max(now, taken[-most] + WINDOW)
        taken.append(when)
        found[message] = when
    return found


def _within(moments: Iterable[datetime], now: datetime) -> list[datetime]:
    return sorted(moment for moment in moments if now - WINDOW < moment <= now)
