"""Why each session is where it is, and how often people can come."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from convoca.workplan.core.ground.case import Case, build_case
from convoca.workplan.core.ground.hard_rules import Field, Ground, led_slots
from convoca.workplan.core.ground.resources import Option, Resources, Role, Roster, Row
from convoca.workplan.core.ground.score import score
from convoca.workplan.core.problem.cadence import day_fits
from convoca.workplan.core.problem.model import Community
from convoca.workplan.core.result.plan import Alternative, Explanation, RegionLoss, SessionReasons
from convoca.workplan.core.result.series import (
    SMALLEST_GROUP,
    answered_flags,
    count_needing,
    count_reach,
    fold_small,
)
from convoca.workplan.core.search.many import Joint
from convoca.workplan.core.search.relax import places_between


def explain_plan(ground: Ground, fields: Sequence[Field], plan: Joint) -> Explanation:
    """Explain every session of a plan and the reach of every community."""
    teller = _Teller(ground, fields, plan)
    return Explanation(
        sessions=tuple(
            teller.session(community, session)
            for community, pattern in enumerate(plan.patterns)
            for session in range(len(pattern))
        ),
        reach={
            field.community.id: count_reach(field.community, field.values[:, list(pattern)])
            for field, pattern in zip(fields, plan.patterns, strict=True)
        },
    )


class _Teller:
    """Looks at one plan: each session against the others, which stay."""

    def __init__(self, ground: Ground, fields: Sequence[Field], plan: Joint) -> None:
        self.ground, self.fields, self.plan = ground, fields, plan
        resources = Resources(ground)
        self.resources = resources
        self.rosters = [Roster(resources, field) for field in fields]
        self.latest: tuple[int, Case] | None = None
        self.users: dict[Row, list[int]] = defaultdict(list)
        for (community, _), options in sorted(plan.options.items()):
            for row in _rows(options):
                self.users[row].append(community)

    def session(self, community: int, session: int) -> SessionReasons:
        field, slot = self.fields[community], self.plan.patterns[community][session]
        answered = answered_flags(field.community)
        values = field.values[:, slot]
        certain = values == self.ground.problem.yes
        yes = int((answered & certain & (values > 0)).sum())
        if_need = int((answered & ~certain & (values > 0)).sum())
        next_best, binds = self._others(community, session)
        needing = self._needing(community, session)
        return SessionReasons(
            community=field.community.id,
            number=session,
            yes=yes,
            if_need=if_need,
            cannot=int(answered.sum()) - yes - if_need,
            unanswered=int((~answered).sum()),
            expected=int(values.sum()),
            local_hours=self._local_hours(field.community, slot),
            next_best=next_best,
            binds=binds,
            needing=sum(one.people for one in needing),
            needing_in=needing,
        )

    def _needing(self, community: int, session: int) -> tuple[RegionLoss, ...]:
        field = self.fields[community]
        chosen = field.values[:, list(self.plan.patterns[community])]
        counts = count_needing(field.community, chosen, session)
        groups = fold_small({region: (count,) for region, count in counts.items()})
        found = [RegionLoss(name, sum(counts[one] for one in members)) for name, members in groups]
        found.sort(key=lambda one: (one.region is None, -one.people, one.region or ""))
        return tuple(one for one in found if one.people)

    def _local_hours(self, community: Community, slot: int) -> dict[str, datetime]:
        here, instant = self.ground.slots.starts[slot], self.ground.slots.instants[slot]
        local = {
            zone: instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            for zone in sorted({person.zone for person in community.participants})
        }
        return {zone: moment for zone, moment in local.items() if moment != here}

    def _others(self, community: int, session: int) -> tuple[Alternative | None, str]:
        """Rank the other moments; give the best that is open, and what shuts the best of all."""
        case, slots = self._case(community), self.plan.patterns[community]
        pattern = np.searchsorted(case.slot, np.array(slots))
        places = places_between(case, pattern, session)
        trials = np.repeat(pattern[None], len(places), axis=0)
        trials[:, session] = places
        worth = score(case, trials)
        now = int(worth[places == pattern[session]][0])
        used, binds = self._used_by_others(community, session), ""
        for rank, trial in enumerate(np.argsort(-worth, kind="stable")):
            slot = int(case.slot[places[trial]])
            if slot == slots[session]:
                continue
            shut = self._what_shuts(community, session, slot, used)
            if shut is None:
                cost = now - int(worth[trial])
                return self._alternative(community, slots[session], slot, cost), binds
            if rank == 0 and worth[trial] > now and shut:
                binds = f"{self.ground.slots.starts[slot]:%Y-%m-%d %H:%M}: {shut}."
        return None, binds

    def _case(self, community: int) -> Case:
        """Give a community's case with every open slot, also those that a session may not use.

        Only the latest is kept: those of two hundred communities would fill the memory.
        """
        if self.latest is None or self.latest[0] != community:
            field = self.fields[community]
            whole = replace(field, allowed=np.ones_like(field.allowed))
            self.latest = community, build_case(self.ground, whole)
        return self.latest[1]

    def _alternative(self, community: int, slot: int, other: int, cost: int) -> Alternative:
        return Alternative(
            start=self.ground.slots.starts[other],
            cost=cost,
            lost=self._lost(community, slot, other),
            gained=self._lost(community, other, slot),
            expected=int(self.fields[community].values[:, other].sum()),
        )

    def _used_by_others(self, community: int, session: int) -> Mapping[Row, int]:
        own = Counter(_rows(self.plan.options[community, session]))
        return {row: len(users) - own[row] for row, users in self.users.items()}

    def _what_shuts(
        self, community: int, session: int, slot: int, used: Mapping[Row, int]
    ) -> str | None:
        """Say what keeps a session from a slot; "" where it is not worth a word, None if open."""
        field = self.fields[community]
        if not field.allowed[session, slot]:
            return self._what_forbids(field, session, slot)
        for role in self.rosters[community].roles(session, slot):
            full = [self._full_rows(option, used) for option in role]
            if all(full):
                return self._who_holds(role, [row for rows in full for row in rows])
        return None

    def _what_forbids(self, field: Field, session: int, slot: int) -> str:
        ground, community = self.ground, field.community
        topic = community.topics[session]
        is_pinned = community.pinned and community.pinned[session]
        if is_pinned or not day_fits(community, ground.slots.starts[slot].date()):
            return ""
        if field.need[slot] < 0:
            return "se espera a más personas de las que caben en la mayor licencia"
        span = ground.problem.span_of(community)
        if not ground.facilitator_free(community.facilitator, span)[slot]:
            return "quien facilita no puede a esa hora"
        if topic is not None and not led_slots(ground, topic, span)[slot]:
            return self._who_cannot_lead(topic, slot, span)
        return "lo que se comparte está en uso por otras sesiones ya fijadas"

    def _who_cannot_lead(self, topic: str, slot: int, span: int) -> str:
        experts = self.ground.experts_for(topic)
        same_day = self.ground.slots.day == self.ground.slots.day[slot]
        is_whole_day = not led_slots(self.ground, topic, span)[same_day].any()
        when = "ese día" if is_whole_day else "a esa hora"
        if len(experts) == 1:
            return f"«{experts[0].id}» no puede {when}"
        return f"quienes pueden llevar el tema no pueden {when}"

    def _who_holds(self, role: Role, rows: Sequence[Row]) -> str:
        """Name what is full and the communities that fill it."""
        holders = sorted({user for row in rows for user in self.users[row]})
        names = ", ".join(self.fields[one].community.id for one in holders)
        by = f"en uso por {names or 'otras sesiones ya fijadas'}"
        if rows[0].kind != "licence":
            return f"{_NOUNS[rows[0].kind]} {by}"
        count = sum(self.resources.limit(row) for row in {option.rows[0] for option in role})
        return f"la única licencia está {by}" if count == 1 else f"las {count} licencias están {by}"

    def _full_rows(self, option: Option, used: Mapping[Row, int]) -> list[Row]:
        return [row for row in option.rows if used.get(row, 0) >= self.resources.limit(row)]

    def _lost(self, community: int, slot: int, other: int) -> tuple[RegionLoss, ...]:
        """Count by region who can come at a slot and not at the other; small groups together."""
        field = self.fields[community]
        people = field.community.participants
        size = Counter(person.region for person in people)
        gone = Counter(
            person.region
            for row, person in enumerate(people)
            if person.weekly and field.values[row, slot] > 0 and field.values[row, other] == 0
        )
        shown = {
            region: count
            for region, count in gone.items()
            if min(count, size[region]) >= SMALLEST_GROUP
        }
        rest = gone.total() - sum(shown.values())
        order = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
        losses = [RegionLoss(region, count) for region, count in order]
        return (*losses, *([RegionLoss(None, rest)] if rest >= SMALLEST_GROUP else []))


_NOUNS = {
    "facilitator": "quien facilita está",
    "expert": "quienes tienen la habilidad están",
    "expert_day": "quienes tienen la habilidad llegaron a su límite del día,",
    "expert_week": "quienes tienen la habilidad llegaron a su límite de la semana,",
    "person": "quienes participan en varias comunidades están",
}


def _rows(options: Sequence[Option]) -> list[Row]:
    return [row for option in options for row in option.rows]
