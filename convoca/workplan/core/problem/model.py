"""What the planner is asked: plain frozen values, no file format and no rule of choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Away = tuple[date, date]
"""First and last day of an absence, both included."""


class ProblemError(ValueError):
    """A planning problem that cannot be read.

    sentences: what is wrong, where, and what to do; plain Spanish, one sentence each.
    """

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Council:
    """Half a day ("am" or "pm") of the council, on the nth such weekdays of each month."""

    weekday: int
    nth: tuple[int, ...]
    half: str


@dataclass(frozen=True)
class Participant:
    """One seat at a community's table; `weekly` is empty while nobody has answered for it.

    person names the human being, who may take part in several communities; ids of
    participants repeat between communities and mean nothing across them.
    """

    id: str
    region: str
    zone: str
    weekly: str = ""
    away: tuple[Away, ...] = ()
    council: Council | None = None
    person: str | None = None


@dataclass(frozen=True)
class Licence:
    """One video licence: one session at a time, up to `capacity` people, save on days away."""

    id: str
    capacity: int
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Facilitator:
    """Who runs the sessions of one or several communities; one session at a time."""

    id: str
    weekly: str
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Expert:
    """Who leads sessions about the topics in `skills`, up to the two limits."""

    id: str
    skills: tuple[str, ...]
    weekly: str
    away: tuple[Away, ...] = ()
    max_per_day: int = 1
    max_per_week: int = 2


@dataclass(frozen=True)
class Weights:
    """What a coordinator may weigh; see `score.py` for the formula."""

    attendance: int = 1
    reach: int = 3
    region: int = 2
    change: int = 5000
    move: int = 0


CadenceKind = Literal["days", "weekly", "fortnightly", "three_weekly", "monthly"]
WEEKS_APART: Mapping[CadenceKind, int] = {"weekly": 1, "fortnightly": 2, "three_weekly": 3}


@dataclass(frozen=True)
class Cadence:
    """How the sessions of a series follow one another.

    days: within `Community.gap_days`, which binds for no other kind; weekly, fortnightly,
    three_weekly: in ISO weeks exactly 1, 2 or 3 apart; monthly: in consecutive calendar months.
    weekday (0 is Monday) holds for every session, whatever the kind; nth, monthly with a weekday
    only: it is the nth such weekday of its month. Local days of the association's zone.
    """

    kind: CadenceKind = "days"
    weekday: int | None = None
    nth: int | None = None


@dataclass(frozen=True)
class Taken:
    """A session of others that stands: it uses up a licence and people, and is not planned.

    start is a local wall time of the association's zone. The expert's limits count it.
    persons are those who take part in it, as `Participant.person`.
    """

    start: datetime
    session_min: int = 60
    licence: str | None = None
    expert: str | None = None
    facilitator: str | None = None
    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Community:
    """One series to plan: a session for each topic, in order.

    A topic of None needs no expert. `previous` and `pinned` are local wall times, one per
    session: a session that differs from `previous` costs `Weights.move`, a pinned one stays.
    closed_days are closed for this community, beside those of the problem; weights and
    session_min, when given, stand in the place of the problem's.
    """

    id: str
    facilitator: str
    topics: tuple[str | None, ...]
    gap_days: tuple[int, int]
    participants: tuple[Participant, ...]
    reach: int = 2
    previous: tuple[datetime | None, ...] | None = None
    pinned: tuple[datetime | None, ...] | None = None
    cadence: Cadence = Cadence()
    closed_days: frozenset[date] = frozenset()
    weights: Weights | None = None
    session_min: int | None = None


@dataclass(frozen=True)
class Problem:
    """Communities to plan together, and the people and licences that they share."""

    zone: str
    first_day: date
    weeks: int
    hours: tuple[int, ...]
    licences: tuple[Licence, ...]
    facilitators: tuple[Facilitator, ...]
    experts: tuple[Expert, ...]
    communities: tuple[Community, ...]
    session_min: int = 60
    closed_days: frozenset[date] = frozenset()
    regional_closed: Mapping[str, frozenset[date]] = field(default_factory=dict)
    margin_permille: int = 1150
    yes: int = 1000
    if_need: int = 500
    prior_strength: int = 8
    weights: Weights = field(default_factory=Weights)
    taken: tuple[Taken, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    def span_of(self, community: Community) -> int:
        """Say how many clock hours a session of a community occupies."""
        return hours_in(community.session_min or self.session_min)

    def weights_of(self, community: Community) -> Weights:
        """Give what counts for a community."""
        return community.weights or self.weights


def hours_in(minutes: int) -> int:
    """Say how many clock hours so many minutes occupy, from a full hour."""
    return -(-minutes // 60)
