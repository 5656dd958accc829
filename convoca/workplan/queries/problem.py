"""The planning problem of a cycle, from its rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from convoca.agenda.queries import confirmed_topics
from convoca.cycles.models import Cycle
from convoca.directory.models import Community as CommunityRow
from convoca.directory.models import Holiday, Region
from convoca.workplan.core.grid import ALWAYS, HOURS
from convoca.workplan.core.model import (
    Community,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Problem,
    Weights,
)
from convoca.workplan.queries.availability import AvailabilityRow, availability_rows
from convoca.workplan.queries.experts import list_experts

TEAM = "team"
"""Leads every topic at any hour while a community has no expert."""
FACILITATOR = "coordination"
LICENCE = "call"
NO_LIMIT = 24


def default_weights(community: CommunityRow) -> Weights:
    """Return the weights that a community has chosen."""
    return Weights(
        attendance=community.weight_attendance,
        reach=community.weight_reach,
        region=community.weight_region,
    )


def build_problem(cycle: Cycle, weights: Weights, *, today: date) -> Problem:
    """Write down what the planner is asked for a cycle.

    Days until `today`, and those before the first day of the plan, are closed. `extra` holds
    the names behind the ids of topics, experts and regions, for people who read the result.
    """
    community = cycle.community
    topics = confirmed_topics(cycle)
    rows = availability_rows(cycle)
    monday = cycle.plan_from - timedelta(days=cycle.plan_from.weekday())
    skills = [f"theme:{topic.theme_id}" for topic in topics]
    experts, expert_names = _experts(community, skills)
    national, regional = _closed_days(monday, cycle.plan_weeks)
    past = {monday + timedelta(days=number) for number in range(7 * cycle.plan_weeks)}
    past = {day for day in past if day <= today or day < cycle.plan_from}
    return Problem(
        zone=community.association.zone,
        first_day=monday,
        weeks=cycle.plan_weeks,
        hours=HOURS,
        licences=(Licence(LICENCE, settings.CALL_CAPACITY),),
        facilitators=(Facilitator(FACILITATOR, ALWAYS),),
        experts=experts,
        communities=(_community(community, skills, participants_of(rows)),),
        session_min=community.session_min,
        closed_days=frozenset(national | past),
        regional_closed=regional,
        weights=weights,
        extra={
            "names": {
                **expert_names,
                **{skill: topic.title for skill, topic in zip(skills, topics, strict=True)},
                **{_region(row).code: _region(row).short_name for row in rows},
                FACILITATOR: _("la coordinación"),
                TEAM: _("el equipo"),
            },
            "carried": sum(row.state == "carried" for row in rows),
        },
    )


def participants_of(rows: Iterable[AvailabilityRow]) -> tuple[Participant, ...]:
    """Return who takes part as the planner knows them: seats, never names.

    A week that is not whole counts as none, so that its hours are estimated from the region.
    """
    return tuple(_participant(row) for row in rows)


def _participant(row: AvailabilityRow) -> Participant:
    seat = row.invitation.seat
    unknown = Participant(f"seat:{seat.pk}", _region(row).code, seat.municipality.zone)
    if row.availability is None:
        return unknown
    return replace(
        unknown,
        weekly=row.availability.weekly if row.is_known else "",
        away=row.availability.absences,
        council=row.availability.council,
    )


def _region(row: AvailabilityRow) -> Region:
    return row.invitation.seat.municipality.region


def _community(row: CommunityRow, skills: list[str], people: tuple[Participant, ...]) -> Community:
    return Community(
        id=row.name,
        facilitator=FACILITATOR,
        topics=tuple(skills),
        gap_days=(row.gap_min_days, row.gap_max_days),
        participants=people,
        reach=min(row.reach, max(len(skills), 1)),
    )


def _experts(
    community: CommunityRow, skills: list[str]
) -> tuple[tuple[Expert, ...], dict[str, str]]:
    """Return who may lead, and their names; without any expert, the team leads everything."""
    rows = [expert for expert in list_experts(community) if expert.is_active]
    if not rows:
        return (Expert(TEAM, tuple(skills), ALWAYS, (), NO_LIMIT, 7 * NO_LIMIT),), {}
    experts = []
    for row in rows:
        own = tuple(f"theme:{theme.pk}" for theme in row.themes.all())
        experts.append(Expert(f"expert:{row.pk}", own or tuple(skills), row.weekly, row.absences))
    return tuple(experts), {f"expert:{row.pk}": row.name for row in rows}


def _closed_days(monday: date, weeks: int) -> tuple[set[date], dict[str, frozenset[date]]]:
    """Return the holidays of the country, and those of single regions by their code."""
    until = monday + timedelta(weeks=weeks)
    national: set[date] = set()
    regional: dict[str, set[date]] = defaultdict(set)
    days = Holiday.objects.filter(on__gte=monday, on__lt=until).select_related("region")
    for holiday in days:
        (national if holiday.region is None else regional[holiday.region.code]).add(holiday.on)
    return national, {code: frozenset(found) for code, found in regional.items()}
