"""One community as arrays: only the slots that some session may use, people by region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.hard_rules import Field, Ground
from convoca.workplan.core.ground.slots import Flags, Whole
from convoca.workplan.core.problem.cadence import days_after
from convoca.workplan.core.problem.model import Community, Problem, Weights

FULL_VALUE = 1000
"""The scale of `reach`: a person is reached once x_p is 1000 * reach."""


@dataclass(frozen=True)
class Case:
    """What the search works on. Slots are numbered 0..S-1 in order of time ("places").

    slot: the number of each place among all the slots of the problem.
    values: q, people x places, people grouped by region.
    allowed, offer: sessions x places; offer is what a session gains (or loses) by being there.
    day, moment: calendar day, and weekday-and-hour code, of each place.
    first, last: places [first, last) are those where the next session may be, as the cadence
    says; whole days, and never earlier ones for a later place.
    region_start, region_size: where each region begins among the people, and how many it has.
    """

    slot: Whole
    values: NDArray[np.int32]
    allowed: Flags
    offer: Whole
    day: Whole
    moment: Whole
    first: Whole
    last: Whole
    region_start: NDArray[np.intp]
    region_size: Whole
    enough: int
    weights: Weights

    @property
    def sessions(self) -> int:
        """How many sessions the series has."""
        return len(self.allowed)

    @property
    def people(self) -> int:
        """How many people the community has."""
        return len(self.values)


def build_case(ground: Ground, field: Field) -> Case:
    """Put one community into arrays; `offer` holds the cost of leaving `previous`."""
    slots, community = ground.slots, field.community
    slot = np.flatnonzero(field.allowed.any(axis=0))
    order, start, size = group_by_region([one.region for one in community.participants])
    day = slots.day[slot]
    first, last = following_days(ground.problem, community, day)
    return Case(
        slot=slot,
        values=np.ascontiguousarray(field.values[np.ix_(order, slot)]),
        allowed=field.allowed[:, slot],
        offer=_cost_of_moving(ground, field)[:, slot],
        day=day,
        moment=day % 7 * 24 + slots.hour[slot],
        first=np.searchsorted(day, first, side="left"),
        last=np.searchsorted(day, last, side="left"),
        region_start=start,
        region_size=size,
        enough=FULL_VALUE * community.reach,
        weights=ground.problem.weights_of(community),
    )


def following_days(problem: Problem, community: Community, day: Whole) -> tuple[Whole, Whole]:
    """Give, for each day, the days [first, last) of the session after; all count from first_day."""
    first, last = np.empty_like(day), np.empty_like(day)
    start = problem.first_day
    for one in np.unique(day):
        bounds = days_after(community, start + timedelta(days=int(one)))
        first[day == one], last[day == one] = ((bound - start).days for bound in bounds)
    return first, last


def group_by_region(regions: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp], Whole]:
    """Give the order of people by region name, where each region begins, and its size."""
    order = np.array(sorted(range(len(regions)), key=lambda row: (regions[row], row)), np.intp)
    names = sorted(set(regions))
    size = np.array([regions.count(name) for name in names], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.intp)
    return order, start, size


def _cost_of_moving(ground: Ground, field: Field) -> Whole:
    offer = np.zeros(field.allowed.shape, dtype=np.int64)
    starts = ground.slots.starts
    for session, before in enumerate(field.community.previous or ()):
        if before is not None:
            stays = np.array([start == before for start in starts], dtype=np.bool_)
            offer[session, ~stays] = -ground.problem.weights_of(field.community).move
    return offer
