"""The dates of a confirmed plan as they stand: moved or called off since, as `meetings` told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from convoca.workplan.models import Plan

STANDING = "standing"
"""Key of `Plan.result`: by number, where a session stands now; null where it was called off."""

NUMBERS = "numbers"
"""Key of `Plan.problem`: the numbers of its sessions, where they are not 1, 2, 3…"""

Written = Mapping[str, Any]  # Any: what the planner wrote, as JSON


@dataclass(frozen=True)
class StandingSession:
    """One session that stands: number from 1, wall time of the association, who and what it uses.

    `expert` and `licence` are ids of the plan's own problem.
    """

    number: int
    start: datetime
    expert: str | None
    licence: str | None


def standing_sessions(plan: Plan) -> list[StandingSession]:
    """List the sessions of a plan that stand, in their order; none while it has no dates."""
    planned: dict[int, Written | None] = {
        number_of(plan, one["n"]): one for one in plan.result.get("sessions", [])
    }
    moved = {int(number): one for number, one in plan.result.get(STANDING, {}).items()}
    standing = planned | moved
    return [_read(number, one) for number, one in sorted(standing.items()) if one is not None]


def number_of(plan: Plan, place: int) -> int:
    """Return the number of the session at a place of a plan, from 0.

    A plan that replaces none begins with the first; lists then need not read its problem.
    """
    numbers = plan.problem.get(NUMBERS) if plan.replaces_id is not None else None
    return int(numbers[place]) if numbers else place + 1


def _read(number: int, one: Written) -> StandingSession:
    start = datetime.fromisoformat(one["start"])
    return StandingSession(number, start, one.get("expert"), one.get("licence"))
