"""What a rehearsal came to, as plain values: printed in tables, or as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SessionFigures:
    """One session: who came and who was excused, of those who had accepted by then."""

    number: int
    on: str
    topic: str
    present: int
    excused: int
    accepted: int


@dataclass(frozen=True)
class Carried:
    """What the cycle before left, as it stands now: themes, and counts still open."""

    themes: Sequence[str]
    weeks: int
    silent: int
    commitments: int


@dataclass(frozen=True)
class CycleFigures:
    """One cycle, each count with its denominator; days are ISO, "" where there is none.

    coverage: participating, existing, unknown. funnel: step by step, of `seats`.
    bands: counts by band, `of` who accepted, `held` sessions. times: how many of those who
    came did so 1, 2… times, in this order. commitments: `made` (with those carried over) and
    `open`. calls: seats that were drifting away, `made` and `reached`.
    """

    number: int
    begins_on: str
    closed_on: str
    coverage: Mapping[str, int]
    funnel: Mapping[str, int]
    bands: Mapping[str, int]
    sessions: Sequence[SessionFigures]
    times: Sequence[int]
    reserve: Sequence[str]
    carried: Carried
    commitments: Mapping[str, int]
    calls: Mapping[str, int]


@dataclass(frozen=True)
class Retention:
    """Of the seats and the persons that came in one cycle, how many came in the next."""

    source: int
    target: int
    seats: int
    seats_back: int
    persons: int
    persons_back: int


@dataclass(frozen=True)
class CommunityFigures:
    """One community over its cycles."""

    name: str
    kind: str
    cycles: Sequence[CycleFigures]
    retention: Sequence[Retention]


@dataclass(frozen=True)
class Outcome:
    """Everything that a simulation prints; `arrived` mails were taken by the post.

    Only the last four depend on machine and moment."""

    seed: int
    today: str
    care: bool
    communities: Sequence[CommunityFigures]
    arrived: int
    messages: dict[str, int]
    walked: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
