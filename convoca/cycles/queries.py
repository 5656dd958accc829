"""Reading cycles: the only way to one by its id."""

from django.contrib.auth.models import AnonymousUser

from convoca.cycles.models import Cycle
from convoca.directory.models import Community, User
from convoca.directory.queries.access import Doing, may
from convoca.foundation.errors import NotFoundError


def get_visible_cycle(user: User | AnonymousUser, cycle_id: int, doing: Doing = "read") -> Cycle:
    """Return a cycle of a community in which this person may do this, or raise NotFoundError."""
    cycle = (
        Cycle.objects.select_related("community__kind", "community__association")
        .filter(pk=cycle_id)
        .first()
    )
    if cycle is None or not isinstance(user, User) or not may(user, doing, cycle.community):
        raise NotFoundError(cycle_id)
    return cycle


def latest_cycle(community: Community) -> Cycle | None:
    """Return the cycle with the highest number, open or closed."""
    return community.cycles.order_by("-number").first()


def previous_cycle(cycle: Cycle) -> Cycle | None:
    """Return the cycle before this one in the same community."""
    return cycle.community.cycles.filter(number__lt=cycle.number).order_by("-number").first()
