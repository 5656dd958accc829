"""Asking for codes to be proposed, and the door through which the worker learns them."""

from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.agenda.queries.training import is_training_due
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.foundation.models import Work
from convoca.foundation.works import Hold, Record, WorkOrder, does, latest_work, start_work

SUGGESTING = "code_suggesting"
LEASE = timedelta(minutes=5)
AFTER_A_FAILURE = timedelta(hours=1)


def ask_for_suggestions(*, cycle: Cycle, user: User | None, now: datetime) -> Work:
    """Ask the worker to learn anew and propose; pressed twice, it is done once."""
    community = cycle.community
    order = WorkOrder(
        kind=SUGGESTING,
        key=f"cycle:{cycle.pk}",
        subject_id=cycle.pk,
        association=community.association,
        community_id=community.pk,
        title=_("Proponer códigos, ciclo %(number)s") % {"number": cycle.number},
        address=reverse("agenda:suggesting", args=[cycle.pk]),
    )
    return start_work(order=order, asked_by_id=user.pk if user else None, now=now)


def ask_where_due(*, now: datetime) -> int:
    """Ask for every open cycle in which learning anew is worth it; return for how many.

    A cycle whose last round failed is left in peace for an hour.
    """
    cycles = Cycle.objects.filter(closed_at__isnull=True).select_related("community__association")
    asked = 0
    for cycle in cycles.order_by("pk"):
        last = latest_work(SUGGESTING, cycle.pk)
        has_failed = last is not None and last.state == Work.State.FAILED
        if has_failed and last and last.ended_at and last.ended_at > now - AFTER_A_FAILURE:
            continue
        if is_training_due(cycle):
            ask_for_suggestions(cycle=cycle, user=None, now=now)
            asked += 1
    return asked


def follow_suggesting(work: Work) -> None:
    """Nothing waits for this work: the proposals of before stay until there are others."""


@does(SUGGESTING, follow=follow_suggesting, lease=LEASE)
def suggest_codes(hold: Hold) -> Record:
    """Put the statements of a cycle in order, and propose codes for those that have none."""
    from convoca.agenda.services.learning import learn_cycle, record  # noqa: PLC0415 # loads numpy

    cycle = Cycle.objects.select_related("community").get(pk=hold.work.subject_id)
    return partial(record, cycle, learn_cycle(cycle=cycle, tell=hold.tell))
