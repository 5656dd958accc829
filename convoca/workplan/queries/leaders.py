"""Who is free to hold a session at an hour of a usual week."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.directory.models import Community
from convoca.workplan.core.problem.grid import HOURS, YES
from convoca.workplan.models import Facilitation
from convoca.workplan.models.pool import PoolPerson
from convoca.workplan.queries.experts import list_experts


@dataclass(frozen=True)
class Leaders:
    """Who may lead the sessions of a community, and who runs them, where somebody is named."""

    experts: Sequence[PoolPerson]
    facilitator: PoolPerson | None

    def free_experts(self, weekday: int, hour: int) -> list[str]:
        """Return the names of the experts who are free at an hour of the association."""
        return [one.name for one in self.experts if _is_free(one, weekday, hour)]

    def has_facilitator(self, weekday: int, hour: int) -> bool:
        """Say whether who runs the sessions is free; without anybody named, at any hour."""
        return self.facilitator is None or _is_free(self.facilitator, weekday, hour)

    def are_free(self, weekday: int, hour: int) -> bool:
        """Say whether a session can be held; without experts, the team leads at any hour."""
        is_led = not self.experts or bool(self.free_experts(weekday, hour))
        return is_led and self.has_facilitator(weekday, hour)


def leaders_of(community: Community) -> Leaders:
    """Return who may hold sessions; absences do not count, what was not said counts as free."""
    experts = [one for one in list_experts(community) if one.is_active]
    runs = Facilitation.objects.filter(community=community, facilitator__is_active=True)
    found = runs.select_related("facilitator").first()
    return Leaders(experts, found.facilitator if found else None)


def _is_free(person: PoolPerson, weekday: int, hour: int) -> bool:
    return person.week[weekday * len(HOURS) + HOURS.index(hour)] == YES
