"""How every page of this room opens: the cycle through its check, and what all pages show."""

from collections.abc import Mapping

from django.http import HttpRequest

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.directory.queries import may
from convoca.retention.models import Alert
from convoca.retention.queries import open_tasks


def staff(request: HttpRequest) -> User:
    """Return who is signed in; the pages of this room open to nobody else."""
    assert isinstance(request.user, User)  # get_visible_cycle refused everybody else
    return request.user


def surroundings(request: HttpRequest, cycle: Cycle, tab: str) -> Mapping[str, object]:
    """Return what stands on every page: the cycle, the tabs with their counts, who may do what."""
    user = staff(request)
    return {
        "cycle": cycle,
        "tab": tab,
        "open_alerts": Alert.objects.filter(cycle=cycle, closed_at__isnull=True).count(),
        "open_tasks": open_tasks(cycle).count(),
        "may_care": may(user, "interview", cycle.community),
        "may_coordinate": may(user, "coordinate", cycle.community),
    }
