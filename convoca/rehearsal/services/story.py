"""The story: one cycle from the first invitation to its closing, gate by gate."""

from datetime import datetime, timedelta

from convoca.cycles.models import Cycle
from convoca.desk.queries.gates import gate_report
from convoca.desk.services import begin_cycle, pass_gate
from convoca.directory.models import Community
from convoca.rehearsal.core.assumptions import Assumptions
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
from convoca.rehearsal.services.act import Act
from convoca.rehearsal.services.convening import (
    CYCLE_MONTHS,
    change_hands,
    convene,
    invite_successors,
)
from convoca.rehearsal.services.planning import ask_everybody, set_dates
from convoca.rehearsal.services.scene import Team
from convoca.rehearsal.services.sessions import follow_up, hold_all
from convoca.rehearsal.services.survey import code_all, interview_all, settle_agenda
from convoca.rehearsal.services.walker import Walker

REASON = "Se sigue con quienes están; los que faltan pueden sumarse más adelante."
DAY = timedelta(days=1)


def tell_cycle(
    *,
    community: Community,
    team: Team,
    calendar: CycleCalendar,
    seed: int,
    assumptions: Assumptions,
    walker: Walker,
) -> Cycle:
    """Tell one whole cycle of a community; return it closed."""
    act = _begin(community, team, calendar, seed, assumptions, walker)
    convene(act)
    _survey(act)
    ask_everybody(act)
    changed = change_hands(act, moment=calendar.at(TURNOVER_DAY), months=1)
    invite_successors(act, seat_ids=changed, moment=calendar.at(TURNOVER_DAY, minutes=60))
    set_dates(act)
    _pass(act, calendar.at(PLAN_DAY, minutes=180))
    done = hold_all(act)
    _pass(act, done + DAY)
    follow_up(act, user=team.coordinator, now=done + 2 * DAY)
    _pass(act, done + 3 * DAY)
    act.deliver_now()
    return act.cycle


def tell_until_plan(
    *,
    community: Community,
    team: Team,
    calendar: CycleCalendar,
    seed: int,
    assumptions: Assumptions,
    now: datetime,
) -> Cycle:
    """Tell a cycle up to the stage of the plan: availability is arriving at `now`."""
    act = _begin(community, team, calendar, seed, assumptions, Walker(most={}))
    convene(act)
    _survey(act)
    ask_everybody(act, until=now)
    return act.cycle


def tell_until_reminder(
    *,
    community: Community,
    team: Team,
    calendar: CycleCalendar,
    seed: int,
    assumptions: Assumptions,
) -> Cycle:
    """Tell the beginning of a cycle: all invited, and reminded once."""
    act = _begin(community, team, calendar, seed, assumptions, Walker(most={}))
    convene(act, contacts=2)
    return act.cycle


def _begin(
    community: Community,
    team: Team,
    calendar: CycleCalendar,
    seed: int,
    assumptions: Assumptions,
    walker: Walker,
) -> Act:
    """Begin the next cycle with what the one before leaves; meanwhile seats changed hands."""
    begins = calendar.at(0)
    cycle = begin_cycle(
        community=community,
        answer_by=calendar.answer_by,
        plan_from=calendar.plan_from,
        plan_weeks=PLAN_WEEKS,
        now=begins - timedelta(minutes=30),
    )
    mood = draw_mood(stream(seed, community.kind.code, cycle.number, "mood"), assumptions)
    act = Act(cycle, team, calendar, seed, assumptions, mood, walker)
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


def _pass(act: Act, now: datetime) -> None:
    """Pass the gate of the stage in hand, with a reason where it is not full."""
    cycle = act.cycle
    reason = REASON if gate_report(cycle).needs_reason else ""
    moved = pass_gate(
        cycle=cycle, from_stage=cycle.stage, user=act.team.coordinator, now=now, reason=reason
    )
    cycle.stage, cycle.closed_at = moved.stage, moved.closed_at
