"""What a series of dates gives to the people of one community, whichever plan it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.slots import Flags, Slots
from convoca.workplan.core.ground.values import Values, value_matrix
from convoca.workplan.core.problem.model import Community, Problem, Weights
from convoca.workplan.core.result.plan import Reach, RegionReach

SMALLEST_GROUP = 5
"""Groups and counts of fewer people are never shown."""
FULL_VALUE = 1000
Group = tuple[str | None, tuple[str, ...]]
"""A region by itself, or several joined under no name."""


@dataclass(frozen=True)
class RegionShift:
    """How many of a region can come to more and to fewer sessions of one series than of another.

    region is None for those regions together that are too small to be shown.
    """

    region: str | None
    more: int
    fewer: int


@dataclass(frozen=True)
class Shift:
    """What becomes of the people of one series under another.

    more, fewer, same count those who answered, by the number of sessions they can come to;
    joins and leaves, who begins and who ceases to come `reach` times. by_region leaves out
    regions in which nobody gains or loses; it is empty where none may be shown.
    """

    more: int
    fewer: int
    same: int
    joins: int
    leaves: int
    by_region: tuple[RegionShift, ...]


def values_at(problem: Problem, community: Community, starts: Sequence[datetime]) -> Values:
    """Give q of every participant at these local wall times, also of closed days of all.

    Rows in the order of the participants, columns in the order of the starts; no start gives no
    column.
    """
    zone = ZoneInfo(problem.zone)
    days = [(start.date() - problem.first_day).days for start in starts]
    slots = Slots(
        day=np.array(days, dtype=np.int64),
        hour=np.array([start.hour for start in starts], dtype=np.int64),
        starts=tuple(starts),
        instants=tuple(start.replace(tzinfo=zone).astimezone(UTC) for start in starts),
    )
    return value_matrix(problem, community, slots)


def answered_flags(community: Community) -> Flags:
    """Tell who answered, in the order of the participants."""
    return np.array([bool(person.weekly) for person in community.participants], dtype=np.bool_)


def count_reach(community: Community, values: Values) -> Reach:
    """Count how often people can come to the sessions whose q is in the columns."""
    answered = answered_flags(community)
    times = _times(values)
    means: dict[str, tuple[int, int]] = {}
    reached = _reached(community, values)
    for region, inside in _by_region(community).items():
        means[region] = int(reached[inside].sum() // len(inside)), len(inside)
    lowest = min(means, key=lambda region: (means[region][0], region))
    return Reach(
        answered=int(answered.sum()),
        unanswered=int((~answered).sum()),
        at_least=tuple(
            int((times[answered] >= number).sum()) for number in range(values.shape[1] + 1)
        ),
        expected=tuple(int(total) for total in values.sum(axis=0)),
        lowest_region=lowest if means[lowest][1] >= SMALLEST_GROUP else None,
        lowest_mean=means[lowest][0],
        regions=_reach_by_region(community, answered, times >= community.reach),
    )


def value_of(problem: Problem, weights: Weights, starts: Sequence[datetime], values: Values) -> int:
    """Give F of a series of the first community of a problem, by any weights; see `score.py`.

    values: q at the starts, as `values_at` gives it.
    """
    community = problem.communities[0]
    reached = _reached(community, values)
    lowest = min(int(reached[rows].sum()) // len(rows) for rows in _by_region(community).values())
    before = community.previous or (None,) * len(starts)
    moved = sum(old is not None and old != new for old, new in zip(before, starts, strict=False))
    return (
        weights.attendance * int(values.sum())
        + weights.reach * int(reached.sum())
        + weights.region * len(values) * lowest
        - weights.change * count_changes(starts)
        - weights.move * moved
    )


def count_changes(starts: Sequence[datetime]) -> int:
    """Count the consecutive sessions on another weekday or at another hour."""
    return sum(
        (one.weekday(), one.hour) != (other.weekday(), other.hour)
        for one, other in pairwise(starts)
    )


def compare_series(community: Community, first: Values, second: Values) -> Shift:
    """Say who can come more and who less to the second series than to the first.

    first, second: q at the dates of each, of the same participants.
    """
    answered = answered_flags(community)
    before, after = _times(first), _times(second)
    more, fewer = answered & (after > before), answered & (after < before)
    reach = community.reach
    return Shift(
        more=int(more.sum()),
        fewer=int(fewer.sum()),
        same=int((answered & (after == before)).sum()),
        joins=int((answered & (before < reach) & (after >= reach)).sum()),
        leaves=int((answered & (before >= reach) & (after < reach)).sum()),
        by_region=_shift_by_region(community, more, fewer),
    )


def count_needing(community: Community, values: Values, session: int) -> dict[str, int]:
    """Count by region who comes exactly `reach` times, and one of them is this session."""
    times = _times(values)
    needing = answered_flags(community) & (times == community.reach) & (values[:, session] > 0)
    return {
        region: int(needing[rows].sum()) for region, rows in sorted(_by_region(community).items())
    }


def fold_small(counts: Mapping[str, tuple[int, ...]]) -> list[Group]:
    """Say which regions may be shown by themselves, and which only joined.

    A region stands alone when each of its counts is 0 or at least SMALLEST_GROUP. The sums of
    those joined must be so too, or a total would give them away: until they are, the region with
    the fewest people joins them.

    Args:
        counts: for each region, as many counts as for any other.

    Returns:
        Regions that stand alone by name, then the joined under None. Without any that may be
        shown, [].
    """
    alone = sorted(region for region, own in counts.items() if may_be_shown(own))
    joined = sorted(set(counts) - set(alone))
    while joined and not may_be_shown(_sums(counts, joined)):
        grown = [region for region in alone if any(counts[region])]
        if not grown:
            return []
        least = min(grown, key=lambda region: (sum(counts[region]), region))
        alone.remove(least)
        joined.append(least)
    groups: list[Group] = [(region, (region,)) for region in alone]
    return [*groups, (None, tuple(sorted(joined)))] if joined else groups


def may_be_shown(counts: Sequence[int]) -> bool:
    """Tell whether no count is of so few people that somebody could be recognised."""
    return all(count == 0 or count >= SMALLEST_GROUP for count in counts)


def _sums(counts: Mapping[str, tuple[int, ...]], regions: Sequence[str]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(counts[region] for region in regions), strict=True)))


def _reach_by_region(
    community: Community, answered: Flags, is_reached: Flags
) -> tuple[RegionReach, ...]:
    rows = _by_region(community)
    sizes = {region: (int(answered[inside].sum()),) for region, inside in rows.items()}
    found = []
    for name, members in fold_small(sizes):
        inside = np.concatenate([rows[region] for region in members])
        reached = int((answered & is_reached)[inside].sum())
        found.append(RegionReach(name, sum(sizes[region][0] for region in members), reached))
    return tuple(one for one in found if one.answered)


def _shift_by_region(community: Community, more: Flags, fewer: Flags) -> tuple[RegionShift, ...]:
    counts = {
        region: (int(more[rows].sum()), int(fewer[rows].sum()))
        for region, rows in _by_region(community).items()
    }
    shifts = [RegionShift(name, *_sums(counts, members)) for name, members in fold_small(counts)]
    return tuple(one for one in shifts if one.more or one.fewer)


def _times(values: Values) -> NDArray[np.int64]:
    result: NDArray[np.int64] = (values > 0).sum(axis=1)
    return result


def _reached(community: Community, values: Values) -> NDArray[np.int64]:
    attended = values.sum(axis=1, dtype=np.int64)
    result: NDArray[np.int64] = np.minimum(attended, FULL_VALUE * community.reach)
    return result


def _by_region(community: Community) -> dict[str, NDArray[np.intp]]:
    """Give the rows of the people of each region, regions by name."""
    rows: dict[str, list[int]] = {}
    for row, person in enumerate(community.participants):
        rows.setdefault(person.region, []).append(row)
    return {region: np.array(rows[region], dtype=np.intp) for region in sorted(rows)}
