"""Writing down what the planner is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from convoca.agenda.queries import ConfirmedTopic, confirmed_topics
from convoca.cycles.models import Cycle
from convoca.directory.models import Community as CommunityRow
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import HOURS
from convoca.workplan.core.problem.model import (
    Cadence,
    CadenceKind,
    Community,
    Problem,
    Taken,
    Weights,
)
from convoca.workplan.models import Plan
from convoca.workplan.queries.availability import AvailabilityRow, availability_rows
from convoca.workplan.queries.closings import ClosedDays, closed_days
from convoca.workplan.queries.problem.people import (
    Persons,
    participants_of,
    region_of,
    shared_persons,
)
from convoca.workplan.queries.problem.pool import Pool, pool_of
from convoca.workplan.queries.problem.taken import confirmed_plans, people_of, taken_of

Value = TypeVar("Value")
CADENCES: dict[str, CadenceKind] = {
    "days": "days",
    "weekly": "weekly",
    "fortnightly": "fortnightly",
    "three_weekly": "three_weekly",
    "monthly": "monthly",
}


@dataclass(frozen=True)
class Series:
    """One cycle to plan: its topics in order, and who takes part."""

    cycle: Cycle
    topics: Sequence[ConfirmedTopic]
    rows: Sequence[AvailabilityRow]

    @property
    def community(self) -> CommunityRow:
        return self.cycle.community

    @property
    def skills(self) -> list[str]:
        """Return what each session asks of its expert."""
        return [f"theme:{topic.theme_id}" for topic in self.topics]

    @property
    def monday(self) -> date:
        """Return the first day of the first week."""
        return self.cycle.plan_from - timedelta(days=self.cycle.plan_from.weekday())

    @property
    def end(self) -> date:
        """Return the day after the last."""
        return self.monday + timedelta(weeks=self.cycle.plan_weeks)


def default_weights(community: CommunityRow) -> Weights:
    """Return the weights that a community has chosen."""
    return Weights(
        attendance=community.weight_attendance,
        reach=community.weight_reach,
        region=community.weight_region,
    )


def build_problem(cycle: Cycle, weights: Weights, *, today: date) -> Problem:
    """Write down what the planner is asked for a cycle.

    Days until `today`, those before the first day of the plan, and those on which the
    association or the community holds no session are closed; what the sessions of other cycles use
    that stand is taken. `extra` holds the names behind the ids of topics, experts, facilitators,
    licences and regions, for people who read the result.
    """
    problem = build_country_problem([cycle], weights, today=today)
    own = problem.communities[0]
    return replace(
        problem,
        closed_days=problem.closed_days | own.closed_days,
        communities=(replace(own, closed_days=frozenset()),),
    )


def build_country_problem(
    cycles: Sequence[Cycle], weights: Weights, *, today: date, standing: Sequence[Plan] = ()
) -> Problem:
    """Write down what the planner is asked for several cycles of one association.

    One horizon from the earliest week to the latest; each community keeps to its own window, and
    where there are several to its own weights. Taken is what is used by the sessions of confirmed
    plans of other cycles, and of the plans in `standing`. `extra` is as in `build_problem`, and
    "cycles" pairs the ids of communities with those of their cycles.

    Raises:
        ValueError: no cycle at all.
    """
    if not cycles:
        raise ValueError("nothing to plan")
    association = cycles[0].community.association
    series = [Series(one, confirmed_topics(one), availability_rows(one)) for one in cycles]
    first, end = min(one.monday for one in series), max(one.end for one in series)
    pool = pool_of(association, {one.community.pk: one.skills for one in series})
    closed = closed_days(association, first=first, until=end)
    persons, taken = _standing(association, series, standing)
    session_min = max(one.community.session_min for one in series)
    return Problem(
        zone=association.zone,
        first_day=first,
        weeks=(end - first).days // 7,
        hours=HOURS,
        licences=pool.licences,
        facilitators=pool.facilitators,
        experts=pool.experts,
        communities=tuple(
            replace(
                _community(one, pool, closed, persons, horizon=(first, end), today=today),
                weights=_own(default_weights(one.community), weights) if series[1:] else None,
                session_min=_own(one.community.session_min, session_min),
            )
            for one in series
        ),
        session_min=session_min,
        closed_days=closed.national,
        regional_closed=closed.regional,
        weights=weights,
        taken=tuple(one for one in _known(taken, pool) if first <= one.start.date() < end),
        extra={
            "names": _names(series, pool),
            "carried": sum(row.state == "carried" for one in series for row in one.rows),
            "cycles": {one.community.name: one.cycle.pk for one in series},
        },
    )


def _standing(
    association: Association, series: Sequence[Series], standing: Sequence[Plan]
) -> tuple[Persons, list[Taken]]:
    """Return the people who are shared with others, and the sessions of others that stand."""
    besides = {one.cycle.pk for one in series} | {plan.cycle_id for plan in standing}
    plans = [*confirmed_plans(association, besides=besides), *standing]
    people = people_of(plans)
    busy = {pk for own in people.values() for pk in own}
    persons = shared_persons({one.cycle.pk: one.rows for one in series}, busy)
    return persons, taken_of(plans, people=people, persons=persons)


def _known(taken: Sequence[Taken], pool: Pool) -> list[Taken]:
    """Leave out rows that the problem has not, and sessions that use nothing of it."""
    ids = {one.id for one in pool.licences} | {one.id for one in pool.experts}
    ids |= {one.id for one in pool.facilitators}
    kept = [
        replace(
            one,
            licence=one.licence if one.licence in ids else None,
            expert=one.expert if one.expert in ids else None,
            facilitator=one.facilitator if one.facilitator in ids else None,
        )
        for one in taken
    ]
    return [one for one in kept if one.licence or one.expert or one.facilitator or one.persons]


def _community(
    series: Series,
    pool: Pool,
    closed: ClosedDays,
    persons: Persons,
    *,
    horizon: tuple[date, date],
    today: date,
) -> Community:
    row, skills = series.community, series.skills
    return Community(
        id=row.name,
        facilitator=pool.facilitator_of[row.pk],
        topics=tuple(skills),
        gap_days=(row.gap_min_days, row.gap_max_days),
        participants=participants_of(series.rows, closed=closed.municipal, persons=persons),
        reach=min(row.reach, max(len(skills), 1)),
        cadence=Cadence(CADENCES[row.cadence], row.cadence_weekday, row.cadence_nth),
        closed_days=closed.communities.get(row.pk, frozenset())
        | _outside(series, horizon=horizon, today=today),
    )


def _outside(series: Series, *, horizon: tuple[date, date], today: date) -> frozenset[date]:
    """Return the days of the horizon that are no days of a cycle, or have gone by."""
    first, end = horizon
    days = (first + timedelta(days=number) for number in range((end - first).days))
    start = max(series.cycle.plan_from, today + timedelta(days=1))
    return frozenset(day for day in days if not start <= day < series.end)


def _own(value: Value, common: Value) -> Value | None:
    """Return what a community has for itself, or None where it is what all have."""
    return None if value == common else value


def _names(series: Sequence[Series], pool: Pool) -> dict[str, str]:
    names = dict(pool.names)
    for one in series:
        names |= {f"theme:{topic.theme_id}": topic.title for topic in one.topics}
        names |= {region_of(row).code: region_of(row).short_name for row in one.rows}
    return names
