"""The answer of the planner, and the file format convoca.plan/1."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from convoca.workplan.core.ground.score import Terms

FORMAT = "convoca.plan/1"
Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class PlannedSession:
    """One session: its number in the series from 0, its local wall time, and who and what."""

    community: str
    number: int
    start: datetime
    expert: str | None
    licence: str


@dataclass(frozen=True)
class RegionLoss:
    """How many people of a region can come now and could not at the next best moment.

    region is None for the sum of those regions that are too small to be shown.
    """

    region: str | None
    people: int


@dataclass(frozen=True)
class Alternative:
    """Another moment for one session, the others unmoved: what it costs in F, who is lost.

    gained counts those who cannot come now and could then; expected is the expected attendance
    then, in thousandths.
    """

    start: datetime
    cost: int
    lost: tuple[RegionLoss, ...]
    gained: tuple[RegionLoss, ...] = ()
    expected: int = 0


@dataclass(frozen=True)
class SessionReasons:
    """Why a session is where it is.

    yes, if_need and cannot count those who answered; unanswered the rest. expected is the
    expected attendance in thousandths. local_hours: wall time in each zone that differs.
    next_best is None when there is no other moment. binds says in Spanish what keeps the session
    from a better moment, or is empty. needing counts those who would come fewer than `reach`
    times without this session, needing_in by region; 0 and empty where too few to be shown.
    """

    community: str
    number: int
    yes: int
    if_need: int
    cannot: int
    unanswered: int
    expected: int
    local_hours: Mapping[str, datetime]
    next_best: Alternative | None
    binds: str
    needing: int = 0
    needing_in: tuple[RegionLoss, ...] = ()

    @property
    def answered(self) -> int:
        """How many answered: the denominator of the shares."""
        return self.yes + self.if_need + self.cannot


@dataclass(frozen=True)
class RegionReach:
    """How many of a region answered, and how many of them can come `reach` times or more.

    region is None for those regions together that are too small to be shown.
    """

    region: str | None
    answered: int
    reached: int


@dataclass(frozen=True)
class Reach:
    """How often people can come to a series.

    at_least[n] counts, among those who answered, who can come (yes or if need be) to n or more
    sessions, n from 0. lowest_region has the least mean of g, lowest_mean, in thousandths of an
    attendance; None when it has too few people to be named. regions is empty where none may be
    shown.
    """

    answered: int
    unanswered: int
    at_least: tuple[int, ...]
    expected: tuple[int, ...]
    lowest_region: str | None
    lowest_mean: int
    regions: tuple[RegionReach, ...] = ()

    def attends_at_least(self, number: int) -> int:
        """Count those who answered and can come to `number` sessions or more."""
        return self.at_least[number] if number < len(self.at_least) else 0


@dataclass(frozen=True)
class Explanation:
    """What the coordinator is told: reasons of each session, reach of each community.

    conflicts holds, without a plan, the rules in conflict, in Spanish; conflict_rules, beside
    it, the name of the rule that each sentence is about.
    """

    sessions: tuple[SessionReasons, ...] = ()
    reach: Mapping[str, Reach] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    conflict_rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The plan, or why there is none.

    status: optimal (proven), feasible (value <= optimum <= upper_bound), infeasible (proven),
    unknown (time ran out before a plan was found). seconds is the time taken. certificate says
    what the bound rests on (see `certificate.py`), where there is one.
    """

    status: Status
    value: int | None
    upper_bound: int | None
    seconds: float
    sessions: tuple[PlannedSession, ...]
    communities: Mapping[str, Terms]
    explanation: Explanation
    certificate: Mapping[str, Any] | None = None


def result_to_dict(result: Result) -> dict[str, Any]:
    """Write a result in the file format convoca.plan/1."""
    return {
        "format": FORMAT,
        "status": result.status,
        "value": result.value,
        "upper_bound": result.upper_bound,
        "seconds": round(result.seconds, 3),
        "sessions": [
            {
                "community": one.community,
                "n": one.number,
                "start": _iso(one.start),
                "expert": one.expert,
                "licence": one.licence,
            }
            for one in result.sessions
        ],
        "communities": {
            name: {"value": terms.value, **asdict(terms)}
            for name, terms in result.communities.items()
        },
        "explanation": {
            "conflicts": list(result.explanation.conflicts),
            "conflict_rules": list(result.explanation.conflict_rules),
            "sessions": [_reasons(one) for one in result.explanation.sessions],
            "reach": {name: asdict(one) for name, one in result.explanation.reach.items()},
        },
        "certificate": result.certificate,
    }


def _reasons(one: SessionReasons) -> dict[str, Any]:
    result = asdict(one)
    result["local_hours"] = {zone: _iso(at) for zone, at in one.local_hours.items()}
    if one.next_best is not None:
        result["next_best"]["start"] = _iso(one.next_best.start)
    return {"n": result.pop("number"), **result}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
