"""What is to be done for seats that drift away, and by whom."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from convoca.convening.models import ContactAttempt
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, TeamMember, User
from convoca.foundation.errors import NotFoundError
from convoca.retention.models import CareTask

OPEN = Q(done_at__isnull=True, dropped_at__isnull=True)
CARERS = [TeamMember.Role.COORDINATOR, TeamMember.Role.INTERVIEWER]


def open_tasks(cycle: Cycle) -> QuerySet[CareTask]:
    """Return what is to be done in a cycle, the first due first."""
    return _with_names(cycle).filter(OPEN).order_by("due_on", "pk")


def settled_tasks(cycle: Cycle) -> QuerySet[CareTask]:
    """Return what was done or dropped in a cycle, the newest first."""
    settled = _with_names(cycle).exclude(OPEN)
    return settled.order_by(Coalesce("done_at", "dropped_at").desc(), "-pk")


def _with_names(cycle: Cycle) -> QuerySet[CareTask]:
    return CareTask.objects.filter(alert__cycle=cycle).select_related(
        "owner", "settled_by", "alert__seat__municipality__region"
    )


def get_visible_task(cycle: Cycle, task_id: int) -> CareTask:
    """Return a task of a cycle that was already checked, or raise NotFoundError."""
    task = _with_names(cycle).filter(pk=task_id).first()
    if task is None:
        raise NotFoundError(task_id)
    return task


def list_carers(community: Community) -> list[User]:
    """List who can be given a task: the team that talks to directors, and the administrators."""
    in_team = Q(teams__community=community, teams__role__in=CARERS)
    people = User.objects.filter(association=community.association_id, is_active=True)
    return list(people.filter(in_team | Q(is_administrator=True)).distinct().order_by("name", "pk"))


def spoken_calls(cycle: Cycle) -> list[tuple[CareTask, ContactAttempt]]:
    """List the open calls of seats with which somebody has spoken since they were asked for."""
    calls = {task.alert.seat_id: task for task in open_tasks(cycle).filter(kind=CareTask.Kind.CALL)}
    spoken = ContactAttempt.objects.filter(
        cycle=cycle, seat__in=calls, result__in=list(ContactAttempt.SPOKEN)
    ).order_by(F("at").desc())
    latest = {attempt.seat_id: attempt for attempt in spoken}
    return [
        (calls[seat], attempt)
        for seat, attempt in latest.items()
        if attempt.at >= calls[seat].created_at
    ]
