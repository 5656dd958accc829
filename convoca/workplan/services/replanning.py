"""Planning the sessions of a cycle again that are still to be told of; the others stand."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.workplan.core.moving.rules import Placed
from convoca.workplan.core.problem.model import Problem, Taken
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.errors import (
    NothingToReplanError,
    PlanNotReadyError,
    PlanOutdatedError,
    PlanPastError,
)
from convoca.workplan.models import Plan
from convoca.workplan.queries.country_clash import check_clash
from convoca.workplan.queries.moving import placed, weights_of
from convoca.workplan.queries.plan_ground import check_ground
from convoca.workplan.queries.plans import confirmed_plan, plan_in_hand
from convoca.workplan.queries.problem import build_problem
from convoca.workplan.queries.replanning import ReplannedSession, planned_around, replanned_sessions
from convoca.workplan.queries.standing import NUMBERS, STANDING, standing_sessions
from convoca.workplan.services.plans import lock_open_cycle, start_solving
from convoca.workplan.services.standing import hold_association

logger = logging.getLogger(__name__)
MOVE_PER_PERSON = 100
"""What a date that changes must be worth at least: a tenth of an attendance per participant."""
State = Plan.State


@transaction.atomic
def request_replan(
    *,
    cycle: Cycle,
    starts: Mapping[int, datetime],
    kept: Collection[int],
    user: User | None,
    now: datetime,
) -> Plan:
    """Ask for the dates of the sessions of a cycle that are not kept; the worker computes them.

    starts: wall times by number of the sessions that are not cancelled. While a plan of the
    cycle is in hand, that one is returned.

    Raises PlanNotReadyError without a confirmed plan, NothingToReplanError, or CycleOverError.
    """
    cycle = lock_open_cycle(cycle)
    standing = confirmed_plan(cycle)
    if standing is None:
        raise PlanNotReadyError(cycle.pk)
    waiting = plan_in_hand(cycle)
    if waiting is not None:
        return waiting
    if not starts.keys() - set(kept):
        raise NothingToReplanError(cycle.pk)
    today = timezone.localdate(now, ZoneInfo(cycle.community.association.zone))
    problem = build_problem(cycle, weights_of(standing, cycle), today=today)
    plan = Plan.objects.create(
        cycle=cycle,
        replaces=standing,
        problem=problem_to_dict(plan_around(problem, placed(problem, standing, starts), kept)),
        asked_at=now,
        asked_by=user,
    )
    start_solving(plan)
    logger.info("user %s asked for plan %s of cycle %s again", user and user.pk, plan.pk, cycle.pk)
    return plan


def plan_around(problem: Problem, series: Mapping[int, Placed], kept: Collection[int]) -> Problem:
    """Return a problem of one community in which kept sessions stay and moving others costs.

    A kept session asks for no expert, since who leads it was settled; that expert is taken at
    its hour. Its day counts as open.
    """
    one, numbers = problem.communities[0], sorted(series)
    staying = [series[number] for number in numbers if number in kept]
    weights = problem.weights_of(one)
    move = max(weights.move, MOVE_PER_PERSON * len(one.participants))
    days = {session.start.date() for session in staying}
    experts = {expert.id for expert in problem.experts}
    community = replace(
        one,
        topics=tuple(None if number in kept else series[number].topic for number in numbers),
        previous=tuple(series[number].start for number in numbers),
        pinned=tuple(series[number].start if number in kept else None for number in numbers),
        closed_days=one.closed_days - days,
        reach=min(one.reach, len(numbers)),
        weights=replace(weights, move=move),
    )
    led = tuple(
        Taken(session.start, 60 * problem.span_of(one), expert=session.expert)
        for session in staying
        if session.expert in experts
    )
    return replace(
        problem,
        communities=(community,),
        closed_days=problem.closed_days - days,
        taken=(*problem.taken, *led),
        extra={**problem.extra, NUMBERS: numbers},
    )


@transaction.atomic
def confirm_replan(
    *, plan: Plan, starts: Mapping[int, datetime], user: User | None, now: datetime
) -> Plan:
    """Let a plan take the place of the confirmed one that it replaces.

    starts: as in `request_replan`, as they are now. Raises PlanOutdatedError when one is another
    than it was asked with, PlanNotReadyError, PlanPastError, CycleOverError, PlanClashError; for
    the sessions that move, PlanDayClosedError or PlanHandGoneError.
    """
    hold_association(plan.cycle)
    cycle = lock_open_cycle(plan.cycle)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    standing = confirmed_plan(cycle)
    if standing is None or plan.replaces_id != standing.pk or planned_around(plan) != starts:
        raise PlanOutdatedError(plan.pk)
    sessions = replanned_sessions(plan)
    if plan.state != State.SOLVED or not sessions:
        raise PlanNotReadyError(plan.pk)
    clock = ZoneInfo(cycle.community.association.zone)
    if any(one.moves and one.start.replace(tzinfo=clock) <= now for one in sessions):
        raise PlanPastError(plan.pk)
    check_clash(plan)
    moving = {one.number for one in sessions if one.moves}
    check_ground(plan, [one for one in standing_sessions(plan) if one.number in moving])
    Plan.objects.filter(pk=standing.pk).update(state=State.REPLACED)
    plan.result = {**plan.result, STANDING: _staying(standing, sessions)}
    plan.state, plan.confirmed_at, plan.confirmed_by = State.CONFIRMED, now, user
    plan.save(update_fields=["result", "state", "confirmed_at", "confirmed_by"])
    logger.info("user %s confirmed plan %s in place of %s", user and user.pk, plan.pk, standing.pk)
    return plan


def _staying(standing: Plan, sessions: Sequence[ReplannedSession]) -> dict[str, object]:
    """Return the kept sessions with who and what the plan before gave them."""
    kept = {one.number for one in sessions if one.is_kept}
    return {
        str(one.number): {
            "start": one.start.isoformat(timespec="minutes"),
            "expert": one.expert,
            "licence": one.licence,
        }
        for one in standing_sessions(standing)
        if one.number in kept
    }
