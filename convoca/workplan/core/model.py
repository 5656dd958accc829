"""What the planner is asked: plain frozen values, no file format and no rule of choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

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
    """One person; `weekly` is empty while the person has not answered."""

    id: str
    region: str
    zone: str
    weekly: str = ""
    away: tuple[Away, ...] = ()
    council: Council | None = None


@dataclass(frozen=True)
class Licence:
    """One video licence: one session at a time, up to `capacity` people."""

    id: str
    capacity: int


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


@dataclass(frozen=True)
class Community:
    """One series to plan: a session for each topic, in order.

    A topic of None needs no expert. `previous` and `pinned` are local wall times, one per
    session: a session that differs from `previous` costs `Weights.move`, a pinned one stays.
    """

    id: str
    facilitator: str
    topics: tuple[str | None, ...]
    gap_days: tuple[int, int]
    participants: tuple[Participant, ...]
    reach: int = 2
    previous: tuple[datetime | None, ...] | None = None
    pinned: tuple[datetime | None, ...] | None = None


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
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def span(self) -> int:
        """How many clock hours a session occupies."""
        return -(-self.session_min // 60)
