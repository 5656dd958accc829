"""A plan as the coordinator reads it: dates with their reasons, in words and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from convoca.ui.formats import format_number, format_percent, zone_name
from convoca.workplan.core.asking.heat import HeatCell, OwnWeek, count_cells, read_weeks
from convoca.workplan.core.problem.model import Problem
from convoca.workplan.core.problem.parsing import parse_problem
from convoca.workplan.core.result.plan import RegionReach
from convoca.workplan.core.result.series import (
    SMALLEST_GROUP,
    count_changes,
    count_reach,
    values_at,
)
from convoca.workplan.core.search.nearing import gain_share
from convoca.workplan.models import Plan
from convoca.workplan.queries.heat import HeatMap
from convoca.workplan.queries.plan_words import (
    THOUSAND,
    Stored,
    binds_words,
    count_words,
    in_words,
    mean_words,
    needing_words,
    next_best_words,
    times_words,
    zone_hours,
)
from convoca.workplan.queries.plans import planned_sessions, topic_titles


@dataclass(frozen=True)
class RegionCount:
    """How many of a region lose and gain by a move; no region for several small ones."""

    region: str
    lost: int
    gained: int


@dataclass(frozen=True)
class DateCard:
    """One date with why it is there. `has_shares` is false where too few answered to be shown.

    `expected` counts attendances, those of who has not answered estimated.
    """

    number: int
    start: datetime
    topic: str
    expert: str
    yes: int
    if_need: int
    answered: int
    expected: int
    other_zones: str
    needing: str
    next_best: str
    binds: str
    regions: Sequence[RegionCount]

    @property
    def has_shares(self) -> bool:
        return self.answered >= SMALLEST_GROUP

    @property
    def cannot(self) -> int:
        return self.answered - self.yes - self.if_need


@dataclass(frozen=True)
class Conflict:
    """One reason why there is no plan; `rule` names what it is about, or is empty."""

    sentence: str
    rule: str


@dataclass(frozen=True)
class PlanPage:
    """One worked-out plan and what its page says of it."""

    plan: Plan

    @cached_property
    def asked(self) -> Problem:
        """Return what the planner was asked."""
        return parse_problem(self.plan.problem)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names behind the ids of topics, experts and regions."""
        found: dict[str, str] = self.plan.problem.get("names", {})
        return found

    @cached_property
    def reach(self) -> Stored:
        """Return how often people can come, as the planner counted it."""
        found: Stored = next(iter(self.plan.result["explanation"]["reach"].values()))
        return found

    @cached_property
    def regions(self) -> list[RegionReach]:
        """Return the reach by region, the lowest first; small regions together, at the end.

        A plan worked out before regions were kept is counted again.
        """
        if "regions" in self.reach:
            rows = [RegionReach(**one) for one in self.reach["regions"]]
        else:
            people = self.asked.communities[0]
            rows = list(count_reach(people, values_at(self.asked, people, self.starts)).regions)
        return sorted(
            rows, key=lambda one: (one.region is None, one.reached / one.answered, one.region or "")
        )

    @property
    def answered(self) -> int:
        return int(self.reach["answered"])

    @property
    def accepted(self) -> int:
        return self.answered + int(self.reach["unanswered"])

    @property
    def times(self) -> int:
        """Return how many sessions count as reached: the setting of the community."""
        return int(self.plan.problem["communities"][0].get("reach", 2))

    @property
    def reached(self) -> int:
        """Return how many of those who answered can come that often."""
        return int(self.reach["at_least"][self.times])

    @property
    def has_shares(self) -> bool:
        return self.answered >= SMALLEST_GROUP

    @property
    def expected(self) -> int:
        """Return the attendances expected over all sessions, rounded."""
        return round(sum(self.reach["expected"]) / THOUSAND)

    @property
    def lowest_region(self) -> str:
        """Return the region whose people can come least; empty where it has too few people."""
        return self.names.get(self.reach["lowest_region"] or "", "")

    @property
    def lowest_mean(self) -> str:
        """Say how often the people of the lowest region can come, of the times that count."""
        return mean_words(int(self.reach["lowest_mean"]), self.times)

    @property
    def carried(self) -> int:
        return int(self.plan.problem.get("carried", 0))

    @property
    def has_dates(self) -> bool:
        return bool(self.plan.result.get("sessions"))

    @property
    def has_moved(self) -> bool:
        """Say whether a session was moved or cancelled after the dates were confirmed."""
        return bool(self.plan.result.get("standing"))

    @property
    def headline(self) -> str:
        """Say the answer: "Cuatro fechas; 84 % podrá venir al menos dos veces"."""
        if not self.has_dates:
            return self._failure
        dates = count_words(len(self.plan.result["sessions"]))
        if not self.has_shares:
            return dates
        return _("%(dates)s; %(share)s podrá venir al menos %(times)s") % {
            "dates": dates,
            "share": format_percent(self.reached, self.answered),
            "times": times_words(self.times),
        }

    @property
    def _failure(self) -> str:
        status = self.plan.result.get("status")
        if status == "infeasible":
            return _("Con estas condiciones no hay fechas posibles")
        if status == "unknown":
            return _("No alcanzó el tiempo para hallar fechas")
        return _("El cálculo no terminó")

    @property
    def is_impossible(self) -> bool:
        """Say whether it is proven that there are no dates."""
        return bool(self.plan.result.get("status") == "infeasible")

    @property
    def proof(self) -> str:
        """Say whether there may be a better plan."""
        if self.plan.country_id is not None:
            return _("Calculado junto con las otras comunidades, que comparten lo mismo.")
        if self.plan.result["status"] == "optimal":
            return _("Demostrado: con estas respuestas no hay un plan mejor.")
        gain = gain_share(self.plan.result["value"], self.plan.result["upper_bound"]) or 0.0
        return _("Se acabó el tiempo de cálculo: podría haber un plan hasta %(gap)s %% mejor.") % {
            "gap": format_number(100 * gain, decimals=1)
        }

    @cached_property
    def cards(self) -> list[DateCard]:
        """Return the dates in their order."""
        reasons = {one["n"] + 1: one for one in self.plan.result["explanation"]["sessions"]}
        topics = topic_titles(self.plan)
        return [
            self._card(
                one.number, one.start, one.expert, topics[one.number - 1], reasons[one.number]
            )
            for one in planned_sessions(self.plan)
        ]

    @property
    def conflicts(self) -> list[Conflict]:
        """Return why there is no plan, a sentence each; the page says which community it is."""
        told = self.plan.result.get("explanation", {})
        sentences = told.get("conflicts") or [self.plan.message]
        rules = told.get("conflict_rules", [])
        padded = [*rules, *[""] * len(sentences)][: len(sentences)]
        own = f"Comunidad «{self.plan.problem['communities'][0].get('id')}»: "
        return [
            Conflict(_begun(in_words(sentence.removeprefix(own), self.names)), rule)
            for sentence, rule in zip(sentences, padded, strict=True)
        ]

    @property
    def dates(self) -> list[str]:
        """Return the wall times, to tell whether two plans are one and the same."""
        return [one.start for one in planned_sessions(self.plan)]

    @cached_property
    def starts(self) -> list[datetime]:
        """Return the wall times of the sessions in their order."""
        return [datetime.fromisoformat(start) for start in self.dates]

    @property
    def zone_name(self) -> str:
        """Return how the zone of all these hours is called."""
        return zone_name(ZoneInfo(self.plan.problem["zone"]), settings.CONVOCA_ZONE_NAMES)

    @property
    def changes(self) -> int:
        """Return how often the weekday or the hour changes from one session to the next."""
        return count_changes(self.starts)

    @property
    def closed_days(self) -> frozenset[date]:
        """Return the days without sessions: for all, and for this community."""
        raw = self.plan.problem
        days = [*raw.get("closed_days", ()), *raw["communities"][0].get("closed_days", ())]
        return frozenset(map(date.fromisoformat, days))

    @cached_property
    def heat(self) -> HeatMap:
        """Count who can at each hour of the first week, by the answers that were planned with."""
        weeks = read_weeks(
            [OwnWeek(one.zone, one.weekly) for one in self.asked.communities[0].participants],
            zone=self.asked.zone,
            monday=self.asked.first_day,
            hours=self.asked.hours,
        )
        cells = count_cells(weeks, self.asked.hours)
        return HeatMap(cells, cells[0].answered)

    def framed(self) -> list[HeatCell]:
        """Return the hours of the week that hold a date, to be framed in the heat map."""
        return [HeatCell(start.weekday(), start.hour, 0, 0, 0) for start in self.starts]

    def _card(self, number: int, start: str, expert: str, topic: str, why: Stored) -> DateCard:
        moment, value = datetime.fromisoformat(start), self.plan.result["value"]
        return DateCard(
            number=number,
            start=moment,
            topic=topic,
            expert=expert,
            yes=why["yes"],
            if_need=why["if_need"],
            answered=why["yes"] + why["if_need"] + why["cannot"],
            expected=round(why["expected"] / THOUSAND),
            other_zones=zone_hours(why["local_hours"], moment),
            needing=needing_words(why, self.names, self.times),
            next_best=next_best_words(why["next_best"], why["expected"], value, self.names),
            binds=binds_words(why["binds"], self.names),
            regions=self._moved(why["next_best"] or {}),
        )

    def _moved(self, other: Stored) -> list[RegionCount]:
        """Join who loses and who gains by the next best moment, region by region."""
        lost = {one["region"]: one["people"] for one in other.get("lost", ())}
        gained = {one["region"]: one["people"] for one in other.get("gained", ())}
        regions = [*lost, *(region for region in gained if region not in lost)]
        regions.sort(key=lambda region: region is None)
        return [
            RegionCount(
                region=_("varias regiones") if one is None else self.names.get(one, one),
                lost=lost.get(one, 0),
                gained=gained.get(one, 0),
            )
            for one in regions
        ]


def _begun(sentence: str) -> str:
    """Write the first letter large."""
    return sentence[:1].upper() + sentence[1:]
