"""A plan as the coordinator reads it: dates with their reasons, in words and counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.ui.formats import format_number, format_percent, zone_name
from convoca.workplan.core.explain import SMALLEST_GROUP, HeatCell
from convoca.workplan.models import Plan
from convoca.workplan.queries.plans import planned_sessions, topic_titles

Stored = Mapping[str, Any]  # Any: what the planner wrote, as JSON
THOUSAND = 1000
MOST_REGIONS = 2
STAMP = "2027-03-09 10:00"


@dataclass(frozen=True)
class DateCard:
    """One date with why it is there. `shares` is false where too few answered to be shown."""

    number: int
    start: datetime
    topic: str
    expert: str
    yes: int
    if_need: int
    answered: int
    other_zones: str
    next_best: str
    binds: str

    @property
    def has_shares(self) -> bool:
        return self.answered >= SMALLEST_GROUP


@dataclass(frozen=True)
class PlanPage:
    """One worked-out plan and what its page says of it."""

    plan: Plan

    @cached_property
    def reach(self) -> Stored:
        """Return how often people can come, as the planner counted it."""
        found: Stored = next(iter(self.plan.result["explanation"]["reach"].values()))
        return found

    @property
    def answered(self) -> int:
        return int(self.reach["answered"])

    @property
    def accepted(self) -> int:
        return self.answered + int(self.reach["unanswered"])

    @property
    def times(self) -> int:
        """Return how many sessions count as reached: the setting of the community."""
        return int(self.plan.problem["communities"][0]["reach"])

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
        return _names(self.plan).get(self.reach["lowest_region"] or "", "")

    @property
    def lowest_share(self) -> str:
        """Return how much of the reach the lowest region gets, in percent."""
        return format_percent(int(self.reach["lowest_mean"]), self.times * THOUSAND)

    @property
    def carried(self) -> int:
        return int(self.plan.problem.get("carried", 0))

    @property
    def headline(self) -> str:
        """Say the answer: "Cuatro fechas; 84 % podrá venir al menos dos veces"."""
        count = len(self.plan.result["sessions"])
        dates = _count_words(count)
        if not self.has_shares:
            return dates
        return _("%(dates)s; %(share)s podrá venir al menos %(times)s") % {
            "dates": dates,
            "share": format_percent(self.reached, self.answered),
            "times": _times_words(self.times),
        }

    @property
    def proof(self) -> str:
        """Say whether there may be a better plan."""
        if self.plan.result["status"] == "optimal":
            return _("Demostrado: con estas respuestas no hay un plan mejor.")
        value, bound = self.plan.result["value"], self.plan.result["upper_bound"]
        gap = 100 * (bound - value) / bound if bound > 0 else 0.0
        return _("Se acabó el tiempo de cálculo: podría haber un plan hasta %(gap)s %% mejor.") % {
            "gap": format_number(gap, decimals=1)
        }

    @property
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
    def dates(self) -> list[str]:
        """Return the wall times, to tell whether two plans are one and the same."""
        return [one.start for one in planned_sessions(self.plan)]

    def framed(self) -> list[HeatCell]:
        """Return the hours of the week that hold a date, to be framed in the heat map."""
        starts = [datetime.fromisoformat(one.start) for one in planned_sessions(self.plan)]
        return [HeatCell(start.weekday(), start.hour, 0, 0, 0) for start in starts]

    def _card(self, number: int, start: str, expert: str, topic: str, why: Stored) -> DateCard:
        return DateCard(
            number=number,
            start=datetime.fromisoformat(start),
            topic=topic,
            expert=expert,
            yes=why["yes"],
            if_need=why["if_need"],
            answered=why["yes"] + why["if_need"] + why["cannot"],
            other_zones=_zone_hours(why["local_hours"], datetime.fromisoformat(start)),
            next_best=self._next_best(why["next_best"]),
            binds=_binds(why["binds"]),
        )

    def _next_best(self, other: Stored | None) -> str:
        """Say what the next best moment would cost, in people where they may be counted."""
        if other is None:
            return _("No hay otro horario posible para esta sesión.")
        words = {"when": _moment(datetime.fromisoformat(other["start"]))}
        lost = _losses(other["lost"], _names(self.plan))
        if lost:
            words["lost"] = lost
            return _("La siguiente mejor, %(when)s, pierde a %(lost)s.") % words
        words["cost"] = _cost(other["cost"], self.plan.result["value"])
        return _("La siguiente mejor, %(when)s, %(cost)s.") % words


def in_words(text: str, names: Mapping[str, str]) -> str:
    """Put the names of topics and people where a reason of the planner speaks of their ids."""
    for identity, name in names.items():
        text = text.replace(f"«{identity}»", f"«{name}»")
    return text


def _names(plan: Plan) -> dict[str, str]:
    names: dict[str, str] = plan.problem.get("names", {})
    return names


def _count_words(count: int) -> str:
    words = {
        1: _("Una fecha"),
        2: _("Dos fechas"),
        3: _("Tres fechas"),
        4: _("Cuatro fechas"),
        5: _("Cinco fechas"),
    }
    return words.get(count, _("%(n)s fechas") % {"n": count})


def _times_words(times: int) -> str:
    words = {1: _("una vez"), 2: _("dos veces"), 3: _("tres veces"), 4: _("cuatro veces")}
    return words.get(times, _("%(n)s veces") % {"n": times})


def _zone_hours(local: Mapping[str, str], start: datetime) -> str:
    """Say the hour in the zones where it is another: "8:00 (hora de Rapa Nui)"."""
    together: dict[str, list[str]] = defaultdict(list)
    for zone, written in local.items():
        moment = datetime.fromisoformat(written)
        same_day = moment.date() == start.date()
        hour = f"{moment.hour}:{moment.minute:02d}"
        label = hour if same_day else f"{dateformat.format(moment, 'l')} {hour}"
        together[label].append(zone_name(ZoneInfo(zone), settings.CONVOCA_ZONE_NAMES))
    return "; ".join(f"{hour} ({_(' y ').join(sorted(zones))})" for hour, zones in together.items())


def _moment(moment: datetime) -> str:
    hour = f"{moment.hour}:{moment.minute:02d}"
    return _("%(day)s a las %(hour)s") % {
        "day": dateformat.format(moment, _(r"l j \d\e F")),
        "hour": hour,
    }


def _losses(lost: Sequence[Stored], names: Mapping[str, str]) -> str:
    """Say who is lost: the two regions that lose most, and the others together."""
    named = [one for one in lost if one["region"] is not None]
    shown = named[:MOST_REGIONS]
    parts = [
        _("%(people)s de %(region)s")
        % {"people": _people(one["people"]), "region": names.get(one["region"], one["region"])}
        for one in shown
    ]
    rest = sum(one["people"] for one in lost) - sum(one["people"] for one in shown)
    if rest:
        parts.append(_("%(people)s de otras regiones") % {"people": _people(rest)})
    return _(" y ").join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def _people(count: int) -> str:
    return ngettext("%(n)s persona", "%(n)s personas", count) % {"n": count}


def _cost(cost: int, value: int) -> str:
    if cost <= 0 or value <= 0:
        return _("vale lo mismo")
    return _("vale %(share)s menos") % {"share": format_percent(min(cost, value), value)}


def _binds(text: str) -> str:
    """Put the moment in a reason of the planner ("2027-03-09 10:00: …") as a person writes it."""
    if not text:
        return ""
    moment = datetime.fromisoformat(text[: len(STAMP)])
    return f"{_moment(moment).capitalize()}{text[len(STAMP) :]}"
