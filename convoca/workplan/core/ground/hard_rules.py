"""The hard rules that one slot can keep or break by itself, and who may lead what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from convoca.workplan.core.ground.licences import Shelf, shelves_of
from convoca.workplan.core.ground.persons import Groups, shared_groups
from convoca.workplan.core.ground.slots import (
    Flags,
    Slots,
    Whole,
    busy_slots,
    free_slots,
    open_slots,
)
from convoca.workplan.core.ground.standing import Standing, standing_use
from convoca.workplan.core.ground.values import Values, value_matrix
from convoca.workplan.core.problem.cadence import day_fits
from convoca.workplan.core.problem.model import Community, Expert, Facilitator, Problem

PERMILLE_TO_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Ground:
    """What every community of a problem shares: the slots, and what others use of them.

    shelves: the licences, alike ones together. groups: the communities that share people.
    """

    problem: Problem
    slots: Slots
    standing: Standing
    shelves: tuple[Shelf, ...]
    groups: Groups

    @cached_property
    def experts(self) -> Mapping[str, Expert]:
        """Find an expert by id."""
        return {one.id: one for one in self.problem.experts}

    @cached_property
    def _facilitators(self) -> Mapping[str, Facilitator]:
        return {one.id: one for one in self.problem.facilitators}

    @cached_property
    def _known(self) -> dict[tuple[str, str, int], Flags]:
        return {}

    def experts_for(self, topic: str | None) -> tuple[Expert, ...]:
        """List who has the skill and may lead at all, in the order of the problem."""
        return tuple(
            expert
            for expert in self.problem.experts
            if topic in expert.skills and expert.max_per_day and expert.max_per_week
        )

    def facilitator_free(self, name: str, span: int) -> Flags:
        """Tell at which slots a facilitator can run a session of `span` clock hours."""
        key = ("facilitator", name, span)
        if key not in self._known:
            one = self._facilitators[name]
            free = free_slots(self.problem, self.slots, one.weekly, one.away, span)
            busy = self.standing.facilitators.get(name, frozenset())
            self._known[key] = free & ~busy_slots(self.slots, busy, span)
        return self._known[key]

    def expert_free(self, name: str, span: int) -> Flags:
        """Tell at which slots an expert can lead a session, the limits of others' included."""
        key = ("expert", name, span)
        if key not in self._known:
            one = self.experts[name]
            free = free_slots(self.problem, self.slots, one.weekly, one.away, span)
            busy = self.standing.experts.get(name, frozenset())
            self._known[key] = free & ~busy_slots(self.slots, busy, span) & ~self._used_up(one)
        return self._known[key]

    def _used_up(self, expert: Expert) -> Flags:
        """Tell at which slots others have used up the expert's day or week."""
        days, weeks = self.standing.days.items(), self.standing.weeks.items()
        full = [d for (who, d), n in days if who == expert.id and n >= expert.max_per_day]
        whole = [w for (who, w), n in weeks if who == expert.id and n >= expert.max_per_week]
        return np.isin(self.slots.day, full) | np.isin(self.slots.day // 7, whole)


def lay_ground(problem: Problem) -> Ground:
    """Work out the slots, once for all the communities, and what others use."""
    standing = standing_use(problem)
    longest = max(problem.span_of(one) for one in problem.communities)
    return Ground(
        problem=problem,
        slots=open_slots(problem),
        standing=standing,
        shelves=shelves_of(problem, standing, longest),
        groups=shared_groups(problem.communities),
    )


@dataclass(frozen=True)
class Field:
    """One community on the ground: what each slot is worth, needs, and may hold.

    values is q[p, t]; need[t] is the least licence capacity that carries a session at slot t,
    or -1 where no licence is large enough; allowed[k, t] says that session k may begin there.
    """

    community: Community
    values: Values
    need: Whole
    allowed: Flags


def survey(ground: Ground, community: Community) -> Field:
    """Find the slots at which each session of a community may begin (see `admit`)."""
    values = value_matrix(ground.problem, community, ground.slots)
    need = licence_need(ground, values.sum(axis=0, dtype=np.int64))
    return Field(community, values, need, admit(ground, community, need))


def admit(ground: Ground, community: Community, need: Whole) -> Flags:
    """Tell at which slots each session may begin, as far as one slot can say: sessions x slots.

    The day is open to the community and as its cadence fixes it, the facilitator is free, some
    expert with the skill is free (none is needed for a topic of None), some licence that is
    large enough is to be had, nobody of the community is in a session of others, and a pin
    does not say otherwise.
    """
    span = ground.problem.span_of(community)
    base = ground.facilitator_free(community.facilitator, span) & _fitting_days(ground, community)
    base &= carried_slots(ground, need, span)
    base &= ~busy_slots(ground.slots, _hours_elsewhere(ground, community), span)
    allowed = np.tile(base, (len(community.topics), 1))
    for session, topic in enumerate(community.topics):
        if topic is not None:
            allowed[session] &= led_slots(ground, topic, span)
        pin = community.pinned[session] if community.pinned else None
        if pin is not None:
            allowed[session] &= np.array([start == pin for start in ground.slots.starts], bool)
    return allowed


def licence_need(ground: Ground, expected: Whole) -> Whole:
    """Give the least capacity c of a licence with margin * expected <= c * 1,000,000, or -1.

    expected: the sum of q at each slot, in thousandths of a person.
    """
    load = ground.problem.margin_permille * expected
    need = np.full(len(ground.slots), -1, dtype=np.int64)
    for capacity in sorted({one.capacity for one in ground.shelves}, reverse=True):
        need[load <= capacity * PERMILLE_TO_PEOPLE] = capacity
    return need


def carried_slots(ground: Ground, need: Whole, span: int) -> Flags:
    """Tell at which slots a licence that is large enough is to be had for the whole session."""
    result = np.zeros(len(ground.slots), dtype=np.bool_)
    for shelf in ground.shelves:
        result |= (need >= 0) & (shelf.capacity >= need) & shelf.open_slots(ground.slots, span)
    return result


def led_slots(ground: Ground, topic: str, span: int) -> Flags:
    """Tell at which slots somebody with the skill is free."""
    result = np.zeros(len(ground.slots), dtype=np.bool_)
    for expert in ground.experts_for(topic):
        result |= ground.expert_free(expert.id, span)
    return result


def _fitting_days(ground: Ground, community: Community) -> Flags:
    first = ground.problem.first_day
    days = np.unique(ground.slots.day)
    fits = [int(day) for day in days if day_fits(community, first + timedelta(days=int(day)))]
    return np.isin(ground.slots.day, fits)


def _hours_elsewhere(ground: Ground, community: Community) -> set[int]:
    """Give the hours at which somebody of the community is in a session of others."""
    persons: Iterable[str | None] = {one.person for one in community.participants}
    used = ground.standing.persons
    return {hour for one in persons if one is not None for hour in used.get(one, ())}
