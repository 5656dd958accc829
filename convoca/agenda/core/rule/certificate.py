"""Who an agenda leaves with nothing, said openly."""

from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP, Ballots, Voter


@dataclass(frozen=True)
class LeftOut:
    """A theme that was not chosen, and the share that wants it urgently and got nothing."""

    theme_id: str
    share: Fraction


@dataclass(frozen=True)
class GroupCoverage:
    """People of one group, and the share of their weight with a chosen theme of theirs."""

    people: int
    share: Fraction


CoverageByGroup = Mapping[str, GroupCoverage | None]


@dataclass(frozen=True)
class Certificate:
    """What the agenda leaves out. All shares are of weight, from 0 to 1, over everybody.

    `line` is 1/k: the rule alone leaves no theme at or above it. `nobody_share` got none of
    their themes; of these, `silent_share` marked no theme at all. A group under five people is
    None. `by_size` is empty where no size of municipality was told.
    """

    line: Fraction
    nobody_share: Fraction
    silent_share: Fraction
    left_out: tuple[LeftOut, ...]
    by_kind: CoverageByGroup
    by_region: CoverageByGroup
    by_size: CoverageByGroup


def certify(ballots: Ballots, chosen: Collection[str]) -> Certificate:
    """Measure what a choice of themes leaves out, whichever rule made it.

    The share of a left-out theme is the weight of those who approve it and no chosen theme,
    divided by the weight of everybody; themes go from the largest share down, ties in listed
    order. With no people every share is 0 and there are no groups.
    """
    approved = {voter.id: voter.approved_themes(ballots.approval) for voter in ballots.voters}
    empty_handed = [voter for voter in ballots.voters if not approved[voter.id] & set(chosen)]
    silent = [voter for voter in empty_handed if not approved[voter.id]]
    wanting: dict[str, list[Voter]] = {
        theme.id: [] for theme in ballots.themes if theme.id not in chosen
    }
    for voter in empty_handed:
        for theme_id in approved[voter.id]:
            wanting[theme_id].append(voter)
    whole = ballots.total_weight or Fraction(1)
    left_out = [
        LeftOut(theme_id, ballots.weigh(voters) / whole) for theme_id, voters in wanting.items()
    ]
    without = {voter.id for voter in empty_handed}
    return Certificate(
        line=Fraction(1, ballots.sessions),
        nobody_share=ballots.weigh(empty_handed) / whole,
        silent_share=ballots.weigh(silent) / whole,
        left_out=tuple(sorted(left_out, key=lambda entry: -entry.share)),
        by_kind=_coverage(ballots, without, lambda voter: voter.kind),
        by_region=_coverage(ballots, without, lambda voter: voter.region),
        by_size=_coverage(ballots, without, lambda voter: voter.size),
    )


def _coverage(
    ballots: Ballots, without: Set[str], group_of: Callable[[Voter], str | None]
) -> dict[str, GroupCoverage | None]:
    groups: dict[str, list[Voter]] = {}
    for voter in ballots.voters:
        name = group_of(voter)
        if name is not None:
            groups.setdefault(name, []).append(voter)
    return {name: _group_coverage(ballots, groups[name], without) for name in sorted(groups)}


def _group_coverage(
    ballots: Ballots, members: list[Voter], without: Set[str]
) -> GroupCoverage | None:
    if len(members) < SMALLEST_GROUP:
        return None
    covered = ballots.weigh(voter for voter in members if voter.id not in without)
    return GroupCoverage(len(members), covered / ballots.weigh(members))
