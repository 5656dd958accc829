"""The alerts of a cycle, with the reasons as they are today and the tasks they were turned into."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from convoca.convening.core.risk import Action, Reason, ReasonKind, suggest_action
from convoca.convening.queries import SeatRow
from convoca.cycles.models import Cycle
from convoca.foundation.errors import NotFoundError
from convoca.retention.models import Alert, CareTask
from convoca.retention.queries.risks import RiskBoard, SeatRisk


@dataclass(frozen=True)
class AlertRow:
    """One alert on the pages; `today` is what is known of its seat now, if it takes part."""

    alert: Alert
    seat: SeatRow
    today: SeatRisk | None
    tasks: tuple[CareTask, ...]

    @property
    def is_open(self) -> bool:
        """Say whether it still waits."""
        return self.alert.closed_at is None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reasons of today while it is open, and those it was opened with after."""
        if self.is_open and self.today is not None and self.today.risk.reasons:
            return self.today.risk.reasons
        return self.alert.told

    @property
    def level(self) -> str:
        """Return how soon somebody should look: as it is today while the alert is open."""
        if self.is_open and self.today is not None and self.today.risk.alerts:
            return self.today.risk.level
        return self.alert.level

    @property
    def kinds(self) -> frozenset[ReasonKind]:
        """Return which reasons there are, for a filter."""
        return frozenset(reason.kind for reason in self.reasons)

    @property
    def open_tasks(self) -> tuple[CareTask, ...]:
        """Return what is still to be done."""
        return tuple(task for task in self.tasks if task.is_open)

    @property
    def needs_task(self) -> bool:
        """Say whether nobody has taken it up: it is open, and nothing was done or is to be done."""
        return self.is_open and not any(task.dropped_at is None for task in self.tasks)

    @property
    def suggestion(self) -> Action:
        """Return what to try first."""
        return suggest_action(self.reasons)


def list_alerts(board: RiskBoard) -> list[AlertRow]:
    """List the alerts of the seats that were read: open by risk, then closed, the newest first."""
    tasks = CareTask.objects.select_related("owner")
    seats = {row.seat.pk: row for row in board.rows}
    alerts = Alert.objects.filter(cycle=board.cycle, seat__in=seats).prefetch_related(
        Prefetch("tasks", tasks)
    )
    today = {one.row.seat.pk: (place, one) for place, one in enumerate(board.seats)}
    last = len(board.seats)
    rows = [
        AlertRow(
            alert=alert,
            seat=seats[alert.seat_id],
            today=today[alert.seat_id][1] if alert.seat_id in today else None,
            tasks=tuple(alert.tasks.all()),
        )
        for alert in alerts.order_by("-closed_at", "-pk")
    ]
    return sorted(
        rows,
        key=lambda row: (
            not row.is_open,
            today[row.alert.seat_id][0] if row.is_open and row.alert.seat_id in today else last,
        ),
    )


def count_new_alerts(board: RiskBoard) -> int:
    """Count the seats that would be alerted now and are not yet."""
    if not board.held:
        return 0
    known = Alert.objects.filter(cycle=board.cycle)
    told = set(known.filter(closed_at__isnull=True).values_list("seat_id", flat=True))
    told |= set(known.filter(after_number=board.held[-1]).values_list("seat_id", flat=True))
    return sum(one.row.seat.pk not in told for one in board.alerting)


def count_untended_alerts(cycle: Cycle) -> int:
    """Count the open alerts of a cycle for which nothing is to be done, nor was."""
    tended = CareTask.objects.filter(alert=OuterRef("pk"), dropped_at__isnull=True)
    return Alert.objects.filter(~Exists(tended), cycle=cycle, closed_at__isnull=True).count()


def get_visible_alert(cycle: Cycle, alert_id: int) -> Alert:
    """Return an alert of a cycle that was already checked, or raise NotFoundError."""
    alert = (
        Alert.objects.filter(cycle=cycle, pk=alert_id)
        .select_related("seat__municipality__region", "seat__kind", "closed_by")
        .first()
    )
    if alert is None:
        raise NotFoundError(alert_id)
    return alert
