"""Would another threshold give another agenda?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from convoca.agenda.core.rule.ballots import Approval, Ballots
from convoca.agenda.core.rule.electorate import gather_blocs, mean_urgency
from convoca.agenda.core.rule.phragmen import order_by_phragmen
from convoca.agenda.core.rule.required_kinds import require_kinds

THRESHOLDS = range(9, 17)


@dataclass(frozen=True)
class Sensitivity:
    """What is chosen at each threshold of interest * urgency, and the chosen themes that stay."""

    chosen_by_threshold: Mapping[int, tuple[str, ...]]
    stay: tuple[str, ...]


def try_thresholds(ballots: Ballots, chosen: tuple[str, ...]) -> Sensitivity:
    """Choose again with interest * urgency >= 9, 10, ... 16, whatever the mode of the ballots.

    People who named their themes directly stay as they are. `stay` keeps the order of `chosen`
    and holds the themes chosen at all eight thresholds.
    """
    found: dict[int, tuple[str, ...]] = {}
    urgency = mean_urgency(ballots)
    for threshold in THRESHOLDS:
        other = replace(ballots, approval=Approval("product", threshold))
        choices = order_by_phragmen(
            gather_blocs(other, other.approval, urgency),
            restriction=require_kinds(other),
            limit=ballots.sessions,
        )
        found[threshold] = tuple(choice.theme_id for choice in choices)
    stay = tuple(theme for theme in chosen if all(theme in other for other in found.values()))
    return Sensitivity(found, stay)
