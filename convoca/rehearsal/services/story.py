"""The story: one cycle from the first invitation to its closing, gate by gate."""

from datetime import datetime, timedelta

from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.desk.queries.gates import gate_report
from convoca.desk.services import begin_cycle, pass_gate
from convoca.rehearsal.core.chance import stream
from convoca.rehearsal.core.dates import (
    AGENDA_DAY,
    PLAN_DAY,
    PLAN_WEEKS,
    SURVEY_DAY,
    TURNOVER_DAY,
    CycleCalendar,
)
from convoca.rehearsal.core.temperament import draw_mood
from convoca.rehearsal.services.act import Act, Direction
from convoca.rehearsal.services.convening import (
    CYCLE_MONTHS,
    change_hands,
    convene,
    invite_successors,
)
from convoca.rehearsal.services.planning import ask_everybody, set_dates
from convoca.rehearsal.services.scene import OpenedCommunity
from convoca.rehearsal.services.sessions import follow_up, hold_all
from convoca.rehearsal.services.survey import code_all, interview_all, settle_agenda

REASON = "Se sigue con quienes están; los que faltan pueden sumarse más adelante."
DAY = timedelta(days=1)


def tell_cycle(
    *,
    opened: OpenedCommunity,
    direction: Direction,
    calendar: CycleCalendar,
    until: Stage | None = None,
) -> Cycle:
    """Tell one whole cycle of a community; return it closed.

    `until` CONVENING or SESSIONS stops when all of that stage was done, its gate not passed.
    """
    act = _begin(opened, direction, calendar)
    convene(act)
    if until is not Stage.CONVENING:
        _survey(act)
        _plan(act)
        done = hold_all(act)
        if until is not Stage.SESSIONS:
            _close(act, done)
    act.deliver_now()
    return act.cycle


def tell_until_plan(
    *, opened: OpenedCommunity, direction: Direction, calendar: CycleCalendar, now: datetime
) -> Cycle:
    """Tell a cycle up to the stage of the plan: availability is arriving at `now`."""
    act = _begin(opened, direction, calendar)
    convene(act)
    _survey(act)
    ask_everybody(act, until=now)
    return act.cycle


def tell_until_reminder(
    *, opened: OpenedCommunity, direction: Direction, calendar: CycleCalendar
) -> Cycle:
    """Tell the beginning of a cycle: all invited, and reminded once."""
    act = _begin(opened, direction, calendar)
    convene(act, contacts=2)
    return act.cycle


def _begin(opened: OpenedCommunity, direction: Direction, calendar: CycleCalendar) -> Act:
    """Begin the next cycle with what the one before leaves; meanwhile seats changed hands."""
    begins, community = calendar.at(0), opened.community
    cycle = begin_cycle(
        community=community,
        answer_by=calendar.answer_by,
        plan_from=calendar.plan_from,
        plan_weeks=PLAN_WEEKS,
        now=begins - timedelta(minutes=30),
    )
    names = (community.kind.code, cycle.number, "mood")
    act = Act(
        cycle=cycle,
        calendar=calendar,
        mood=draw_mood(stream(direction.seed, *names), direction.assumptions),
        diary=opened.diary.begin_cycle(number=cycle.number, on=calendar.begins_on),
        direction=direction,
    )
    if cycle.number > 1:
        change_hands(act, moment=begins - timedelta(minutes=20), months=CYCLE_MONTHS)
    return act


def _survey(act: Act) -> None:
    """Interview, code, confirm the agenda, and pass the three gates on the way."""
    _pass(act, act.calendar.at(SURVEY_DAY))
    interview_all(act)
    code_all(act)
    _pass(act, act.calendar.at(AGENDA_DAY))
    settle_agenda(act)
    _pass(act, act.calendar.at(AGENDA_DAY, minutes=60))


def _plan(act: Act) -> None:
    """Ask when everybody can, let seats change hands meanwhile, and set the dates."""
    turnover = act.calendar.at(TURNOVER_DAY)
    ask_everybody(act)
    changed = change_hands(act, moment=turnover, months=1)
    invite_successors(act, seat_ids=changed, moment=turnover + timedelta(hours=1))
    set_dates(act)
    _pass(act, act.calendar.at(PLAN_DAY, minutes=180))


def _close(act: Act, done: datetime) -> None:
    """Follow the commitments up, and close the cycle."""
    closes = done + 3 * DAY
    _pass(act, done + DAY)
    follow_up(act, user=act.team.coordinator, now=done + 2 * DAY)
    _pass(act, closes)
    act.diary.close(on=closes.astimezone(act.calendar.zone).date())


def _pass(act: Act, now: datetime) -> None:
    """Pass the gate of the stage in hand, with a reason where it is not full."""
    cycle = act.cycle
    reason = REASON if gate_report(cycle).needs_reason else ""
    moved = pass_gate(
        cycle=cycle, from_stage=cycle.stage, user=act.team.coordinator, now=now, reason=reason
    )
    cycle.stage, cycle.closed_at = moved.stage, moved.closed_at
