"""Moving cycles. This room knows no stage's contents: the reports come from above."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction

from convoca.cycles.core.gates import GateReport
from convoca.cycles.core.stages import Stage, next_stage
from convoca.cycles.errors import (
    CycleMovedError,
    CycleOpenError,
    GateShutError,
    ReasonMissingError,
)
from convoca.cycles.models import Cycle, Transition
from convoca.cycles.queries import latest_cycle
from convoca.directory.models import Community, User


@transaction.atomic
def start_cycle(
    *, community: Community, answer_by: datetime, plan_from: date, plan_weeks: int, now: datetime
) -> Cycle:
    """Start the next cycle of a community.

    Raises CycleOpenError while the one before is not closed.
    """
    before = latest_cycle(community)
    try:
        with transaction.atomic():
            return Cycle.objects.create(
                community=community,
                number=before.number + 1 if before else 1,
                started_at=now,
                answer_by=answer_by,
                plan_from=plan_from,
                plan_weeks=plan_weeks,
            )
    except IntegrityError as error:
        raise CycleOpenError(community.pk) from error


@transaction.atomic
def set_plan_weeks(*, cycle: Cycle, plan_from: date, plan_weeks: int) -> Cycle:
    """Set the weeks in which the sessions of a cycle may be; the last to set them stands."""
    cycle = lock_cycle(cycle)
    cycle.plan_from, cycle.plan_weeks = plan_from, plan_weeks
    cycle.save(update_fields=["plan_from", "plan_weeks"])
    return cycle


@transaction.atomic
def advance_cycle(
    *, cycle: Cycle, report: GateReport, user: User | None, now: datetime, reason: str = ""
) -> Cycle:
    """Pass the gate of the stage that `report` is about.

    Raises GateShutError, ReasonMissingError, or CycleMovedError when the cycle is not at
    that stage any more.
    """
    cycle = lock_cycle(cycle)
    if cycle.stage != report.stage:
        raise CycleMovedError(cycle.pk)
    if report.must:
        raise GateShutError(report.must)
    if report.needs_reason and not reason.strip():
        raise ReasonMissingError(cycle.pk)
    following = next_stage(Stage(cycle.stage))
    Transition.objects.create(
        cycle=cycle,
        from_stage=cycle.stage,
        to_stage=following,
        at=now,
        by=user,
        reason=reason.strip(),
        report={"lines": [asdict(line) for line in report.lines]},
    )
    cycle.stage = following
    if following == Stage.CLOSED:
        cycle.closed_at = now
    cycle.save(update_fields=["stage", "closed_at"])
    return cycle


def lock_cycle(cycle: Cycle) -> Cycle:
    """Return the cycle as it is now, kept from others until the transaction ends."""
    mine = Cycle.objects.select_for_update(of=("self",))
    return mine.select_related("community__kind", "community__association").get(pk=cycle.pk)


def keep_figures(*, cycle: Cycle, figures: dict[str, object]) -> None:
    """Keep the figures of a cycle as they are when it closes."""
    cycle.figures = figures
    cycle.save(update_fields=["figures"])
