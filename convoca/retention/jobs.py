"""What the worker does for retention."""

from django.db.models import Q
from django.utils import timezone

from convoca.cycles.models import Cycle
from convoca.foundation.duties import every
from convoca.retention.services import open_alerts


@every(minutes=10)
def look_for_alerts() -> None:
    """Every ten minutes: alerts after a session that was held, and the end of those that are over.

    Only cycles with a mark or an open alert are looked at.
    """
    open_ones = Q(closed_at__isnull=True, marks__isnull=False)
    left_over = Q(alerts__closed_at__isnull=True, alerts__isnull=False)
    for cycle in Cycle.objects.filter(open_ones | left_over).distinct():
        open_alerts(cycle=cycle, now=timezone.now())
