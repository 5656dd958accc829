"""When everybody can, the dates that come of it, and the sessions made from them."""

from datetime import date, datetime, timedelta

from convoca.directory.queries import email_of
from convoca.meetings.services import schedule_sessions
from convoca.rehearsal.core.dates import ASK_DAY, AVAILABILITY_DAYS, PLAN_DAY
from convoca.rehearsal.core.weeks import HOURS, InventedWeek, invent_week
from convoca.rehearsal.services.act import Act, code_of, key_of
from convoca.rehearsal.services.walker import Visit
from convoca.workplan.core.problem.grid import HOURS as GRID_HOURS
from convoca.workplan.core.problem.grid import split_week
from convoca.workplan.core.problem.model import Council
from convoca.workplan.models import Plan
from convoca.workplan.queries import availability_rows, default_weights
from convoca.workplan.queries.availability import AvailabilityRow
from convoca.workplan.services import (
    ask_availability,
    confirm_carried,
    request_plan,
    save_availability,
    solve_waiting_plans,
)

REMINDER_DAYS = 6
assert len(GRID_HOURS) == HOURS


class PlanMissingError(Exception):
    """No dates came of what people answered; the text says why."""


def ask_everybody(act: Act, *, until: datetime | None = None) -> None:
    """Ask for the availability, remind once, and take in what arrives until a moment."""
    asked = act.calendar.at(ASK_DAY)
    reminded = asked + timedelta(days=REMINDER_DAYS)
    moments = sorted(_answers(act, until), key=lambda pair: (pair[0], pair[1].invitation.pk))
    ask_availability(cycle=act.cycle, user=act.team.coordinator, now=asked)
    act.deliver(asked + timedelta(minutes=2))
    for at, row in moments:
        if at < reminded:
            _say_when(act, row, at)
    if until is not None and until < reminded:
        return
    ask_availability(cycle=act.cycle, user=act.team.coordinator, now=reminded)
    act.deliver(reminded + timedelta(minutes=2))
    for at, row in moments:
        if at >= reminded:
            _say_when(act, row, at)


def _answers(act: Act, until: datetime | None) -> list[tuple[datetime, AvailabilityRow]]:
    """List who says when they can, and at which moment."""
    found = []
    for row in availability_rows(act.cycle):
        seat, person = row.invitation.seat, row.invitation.participant
        if act.temperament(seat, person).availability >= act.mood.availability:
            continue
        chance = act.chance("availability time", key_of(seat, person))
        at = act.calendar.at(chance.randint(*AVAILABILITY_DAYS), minutes=chance.randint(0, 540))
        if until is None or at <= until:
            found.append((at, row))
    return found


def _say_when(act: Act, row: AvailabilityRow, at: datetime) -> None:
    """Say when one can: as in the last cycle, on the pages, or at once."""
    invitation, cycle = row.invitation, act.cycle
    seat, person = invitation.seat, invitation.participant
    chance = act.chance("week", key_of(seat, person))
    same = chance.random() < act.assumptions.same_week_share
    week = invent_week(chance, first_day=cycle.plan_from, weeks=cycle.plan_weeks)
    act.diary.give_week(code_of(seat), person.name)
    visit = act.walker.visit(purpose="availability", email=email_of(person))
    if row.state == "carried" and same:
        if visit is None:
            confirm_carried(cycle=cycle, seat=seat, person=person, now=at)
        else:
            _confirm_on_page(visit)
        return
    if visit is not None:
        _write_on_pages(visit, week)
        return
    save_availability(
        cycle=cycle,
        seat=seat,
        person=person,
        weekly=week.weekly,
        away=week.away,
        council=Council(*week.council),
        now=at,
    )


def _confirm_on_page(visit: Visit) -> None:
    visit.press({}, action="/disponibilidad/igual/")


def _write_on_pages(visit: Visit, week: InventedWeek) -> None:
    """Mark every day hour by hour, then the absences, then the council."""
    start = visit.path.partition("disponibilidad/")[0] + "disponibilidad/"
    for number, letters in enumerate(split_week(week.weekly), 1):
        visit.open(f"{start}{number}/horas/")
        fields = zip(GRID_HOURS, letters, strict=True)
        visit.press({f"hour_{hour}": letter for hour, letter in fields})
    if week.away:
        visit.open(f"{start}ausencias/")
    for first, last in week.away:
        visit.press({"first": _iso(first), "last": _iso(last)})
    visit.open(f"{start}concejo/")
    weekday, nth, half = week.council
    visit.press(
        {
            "council_weekday": str(weekday),
            "council_nth": [str(one) for one in nth],
            "council_half": half,
        }
    )


def _iso(day: date) -> str:
    return day.isoformat()


def set_dates(act: Act) -> None:
    """Compute the plan with what was answered, confirm it, and make the sessions.

    Raises PlanMissingError when there is no solution.
    """
    asked = act.calendar.at(PLAN_DAY)
    weights = default_weights(act.cycle.community)
    plan = request_plan(cycle=act.cycle, weights=weights, user=act.team.coordinator, now=asked)
    solve_waiting_plans()
    plan.refresh_from_db()
    if plan.state != Plan.State.SOLVED:
        raise PlanMissingError(plan.message or plan.get_state_display())
    schedule_sessions(plan=plan, user=act.team.coordinator, now=asked + timedelta(hours=2))
