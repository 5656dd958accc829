"""The values of a ballot file, once read and found sound."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

BALLOTS_FORMAT = "convoca.agenda.ballots/1"
DEFAULT_SESSIONS = 4
NO_ANSWER = "sin dato"
# People. A breakdown of fewer could show what one person said.
SMALLEST_GROUP = 5

ApprovalMode = Literal["product", "both"]
DEFAULT_THRESHOLDS: Mapping[str, int] = {"product": 12, "both": 4}
LARGEST_THRESHOLDS: Mapping[str, int] = {"product": 25, "both": 5}


@dataclass(frozen=True)
class Theme:
    """One theme that people were asked about. The place in the list breaks the last tie."""

    id: str
    title: str


@dataclass(frozen=True)
class Rating:
    """What one person answered about one theme, both from 1 to 5. "No aplica" has no rating."""

    interest: int
    urgency: int


@dataclass(frozen=True)
class Approval:
    """How a rating becomes "finds it urgent".

    product: interest * urgency >= threshold (1 to 25, 12 by default).
    both: interest >= threshold and urgency >= threshold (1 to 5, 4 by default).
    """

    mode: ApprovalMode = "product"
    threshold: int = DEFAULT_THRESHOLDS["product"]

    def accepts(self, rating: Rating) -> bool:
        if self.mode == "both":
            return min(rating.interest, rating.urgency) >= self.threshold
        return rating.interest * rating.urgency >= self.threshold


@dataclass(frozen=True)
class Voter:
    """One interviewed person.

    With `approvals` the person named the urgent themes directly and `ratings` is empty;
    with `approvals` None they follow from the ratings. `size` is the class of the municipality
    by its people; None where nobody told it.
    """

    id: str
    kind: str = NO_ANSWER
    region: str = NO_ANSWER
    weight: Fraction = Fraction(1)
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    approvals: frozenset[str] | None = None
    size: str | None = None

    def approved_themes(self, approval: Approval) -> frozenset[str]:
        if self.approvals is not None:
            return self.approvals
        return frozenset(
            theme for theme, rating in self.ratings.items() if approval.accepts(rating)
        )


@dataclass(frozen=True)
class Ballots:
    """Everything the agenda rule looks at.

    `sessions` is k, how many themes the cycle has room for. `required_kinds` are kinds of
    municipality for which the coordinator asked at least one theme that most of them find urgent.
    """

    themes: tuple[Theme, ...]
    voters: tuple[Voter, ...]
    sessions: int = DEFAULT_SESSIONS
    approval: Approval = field(default_factory=Approval)
    required_kinds: tuple[str, ...] = ()

    @cached_property
    def scale(self) -> int:
        """Return the least number that makes every weight whole when it is multiplied by it."""
        return lcm(*{voter.weight.denominator for voter in self.voters})

    @property
    def total_weight(self) -> Fraction:
        return self.weigh(self.voters)

    def units_of(self, voter: Voter) -> int:
        """Give the weight of a person in whole parts of 1/scale."""
        return voter.weight.numerator * (self.scale // voter.weight.denominator)

    def weigh(self, voters: Iterable[Voter]) -> Fraction:
        """Give the weight of people together, 0 for nobody."""
        return Fraction(sum(self.units_of(voter) for voter in voters), self.scale)
