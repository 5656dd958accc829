"""The hard rules that one slot can keep or break by itself, and who may lead what."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from convoca.workplan.core.model import Community, Expert, Problem
from convoca.workplan.core.slots import Flags, Slots, Whole, free_slots, open_slots
from convoca.workplan.core.values import Values, value_matrix

PERMILLE_TO_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Ground:
    """What every community of a problem shares: the slots and who is free at each."""

    problem: Problem
    slots: Slots
    facilitator_free: Mapping[str, Flags]
    expert_free: Mapping[str, Flags]
    capacities: tuple[int, ...]

    def experts_for(self, topic: str | None) -> tuple[Expert, ...]:
        """List who has the skill and may lead at all, in the order of the problem."""
        return tuple(
            expert
            for expert in self.problem.experts
            if topic in expert.skills and expert.max_per_day and expert.max_per_week
        )


def lay_ground(problem: Problem) -> Ground:
    """Work out the slots and the free hours, once for all the communities."""
    slots = open_slots(problem)
    return Ground(
        problem=problem,
        slots=slots,
        facilitator_free={
            one.id: free_slots(problem, slots, one.weekly, one.away) for one in problem.facilitators
        },
        expert_free={
            one.id: free_slots(problem, slots, one.weekly, one.away) for one in problem.experts
        },
        capacities=tuple(sorted({licence.capacity for licence in problem.licences})),
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
    """Find the slots at which each session of a community may begin.

    A slot is allowed when the facilitator is free, some expert with the skill is free (none is
    needed for a topic of None), some licence is large enough, and a pin does not say otherwise.
    """
    values = value_matrix(ground.problem, community, ground.slots)
    need = licence_need(ground, values)
    base = ground.facilitator_free[community.facilitator] & (need >= 0)
    allowed = np.tile(base, (len(community.topics), 1))
    for session, topic in enumerate(community.topics):
        if topic is not None:
            allowed[session] &= led_slots(ground, topic)
        pin = community.pinned[session] if community.pinned else None
        if pin is not None:
            allowed[session] &= np.array([start == pin for start in ground.slots.starts], bool)
    return Field(community, values, need, allowed)


def licence_need(ground: Ground, values: Values) -> Whole:
    """Give the least capacity c of a licence with margin * sum of q <= c * 1,000,000, or -1."""
    load = ground.problem.margin_permille * values.sum(axis=0, dtype=np.int64)
    need = np.full(len(ground.slots), -1, dtype=np.int64)
    for capacity in reversed(ground.capacities):
        need[load <= capacity * PERMILLE_TO_PEOPLE] = capacity
    return need


def led_slots(ground: Ground, topic: str) -> Flags:
    """Tell at which slots somebody with the skill is free."""
    result = np.zeros(len(ground.slots), dtype=np.bool_)
    for expert in ground.experts_for(topic):
        result |= ground.expert_free[expert.id]
    return result
