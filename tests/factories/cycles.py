"""Cycles for tests."""

from datetime import UTC, date, datetime, timedelta

from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.cycles.services import start_cycle
from convoca.directory.models import Community

NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)


def make_cycle(
    community: Community, *, now: datetime = NOW, stage: Stage = Stage.CONVENING
) -> Cycle:
    cycle = start_cycle(
        community=community,
        answer_by=now + timedelta(days=30),
        plan_from=date(2027, 3, 1),
        plan_weeks=13,
        now=now,
    )
    if stage is not Stage.CONVENING:
        cycle.stage = stage
        cycle.save(update_fields=["stage"])
    return cycle
