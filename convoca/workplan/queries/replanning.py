"""Plans that keep some sessions of a cycle where they are, and give others new dates."""

from dataclasses import dataclass
from datetime import datetime

from convoca.cycles.models import Cycle
from convoca.workplan.models import Plan
from convoca.workplan.queries.plans import confirmed_plan
from convoca.workplan.queries.problem import is_team
from convoca.workplan.queries.standing import number_of, standing_sessions


@dataclass(frozen=True)
class ReplannedSession:
    """One session of such a plan: where it stands, where it would be, and who would lead it."""

    number: int
    before: datetime
    start: datetime
    expert: str
    is_kept: bool

    @property
    def moves(self) -> bool:
        return self.start != self.before


def latest_replan(cycle: Cycle) -> Plan | None:
    """Return the newest plan in the place of the confirmed one: in hand, done, or failed."""
    standing = confirmed_plan(cycle)
    found = Plan.objects.filter(cycle=cycle, replaces=standing, replaces__isnull=False)
    return found.exclude(state=Plan.State.CANCELLED).order_by("-pk").first()


def planned_around(plan: Plan) -> dict[int, datetime]:
    """Return where the sessions stood when a plan was asked for, by number."""
    previous = plan.problem["communities"][0].get("previous") or []
    return {
        number_of(plan, place): datetime.fromisoformat(start)
        for place, start in enumerate(previous)
    }


def replanned_sessions(plan: Plan) -> list[ReplannedSession]:
    """List the sessions of a plan in their order; none while it has no dates."""
    names, before = plan.problem.get("names", {}), planned_around(plan)
    pinned = plan.problem["communities"][0].get("pinned") or []
    kept = {number_of(plan, place) for place, start in enumerate(pinned) if start}
    return [
        ReplannedSession(
            number=one.number,
            before=before[one.number],
            start=one.start,
            expert="" if not one.expert or is_team(one.expert) else names.get(one.expert, ""),
            is_kept=one.number in kept,
        )
        for one in standing_sessions(plan)
    ]
