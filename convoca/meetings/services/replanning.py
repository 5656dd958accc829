"""Giving the sessions that are still to come the dates of a plan made around the others."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.meetings.models import Session, SessionMove
from convoca.meetings.queries.places import settled_numbers, standing_starts
from convoca.meetings.services.changes import tell_change
from convoca.meetings.services.schedule import instant_of
from convoca.workplan.errors import PlanOutdatedError
from convoca.workplan.models import Plan
from convoca.workplan.queries.replanning import ReplannedSession, replanned_sessions
from convoca.workplan.services.replanning import confirm_replan, request_replan

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Replanned:
    """Which sessions have other dates now, and how many letters say so."""

    moved: list[Session]
    told: int


@transaction.atomic
def replan_sessions(*, cycle: Cycle, kept: Collection[int], user: User, now: datetime) -> Plan:
    """Ask for new dates of the sessions to come, but those kept; what was held stays anyway.

    Raises NothingToReplanError, or PlanNotReadyError without a confirmed plan.
    """
    stays = set(kept) | settled_numbers(cycle, now=now)
    starts = standing_starts(cycle)
    return request_replan(cycle=cycle, starts=starts, kept=stays, user=user, now=now)


@transaction.atomic
def confirm_new_dates(*, plan: Plan, user: User, now: datetime) -> Replanned:
    """Let the dates of such a plan stand; who was told of a session that moves is told again.

    A session that stays where it was is not written about. Raises what keeps the plan from being
    confirmed, see `confirm_replan`; PlanOutdatedError also when one that moves was held or began.
    """
    sessions = {
        one.number: one for one in Session.objects.select_for_update().filter(cycle=plan.cycle_id)
    }
    plan = confirm_replan(plan=plan, starts=standing_starts(plan.cycle), user=user, now=now)
    wanted = [one for one in replanned_sessions(plan) if one.moves]
    if settled_numbers(plan.cycle, now=now).intersection(one.number for one in wanted):
        raise PlanOutdatedError(plan.pk)
    told = sum(_move(sessions[one.number], one, user, now) for one in wanted)
    return Replanned([sessions[one.number] for one in wanted], told)


def _move(session: Session, wanted: ReplannedSession, user: User, now: datetime) -> int:
    before, session.wall_start = session.wall_start, f"{wanted.start:%Y-%m-%dT%H:%M}"
    session.starts_at = instant_of(session.wall_start, session.zone).at
    session.expert_name, session.clock_changed_at = wanted.expert, None
    session.save(update_fields=["wall_start", "starts_at", "expert_name", "clock_changed_at"])
    SessionMove.objects.create(
        session=session, from_wall=before, to_wall=session.wall_start, at=now, by=user
    )
    logger.info("session %s planned again by user %s", session.pk, user.pk)
    return tell_change(session, now=now) if session.state == Session.State.ANNOUNCED else 0
