"""The plan of the country as its page tells it: dates, what sharing costs, what is scarce."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.cycles.models import Cycle
from convoca.ui.formats import format_number
from convoca.workplan.core.result.country import alone_bounds
from convoca.workplan.core.result.series import SMALLEST_GROUP
from convoca.workplan.models import CountryPlan, Plan
from convoca.workplan.queries.plan_words import moment_words

Stored = Mapping[str, Any]  # Any: what the planner wrote, as JSON
THOUSAND = 1000
MOST_SCARCE = 4
MOST_HOURS = 2
LEAST_SHARE = 0.05
HOURLY = {"licence", "facilitator", "expert"}


@dataclass(frozen=True)
class CountryRow:
    """One community of the plan: its dates, who is expected, what sharing costs it.

    alone is what it could reach with everything to itself, None where that is not known or no
    longer comparable, for it was planned again with newer answers. again is its part that is
    worked out again, or was so later in vain.
    """

    plan: Plan
    alone: int | None = None
    again: Plan | None = None
    may_coordinate: bool = False

    @property
    def cycle(self) -> Cycle:
        return self.plan.cycle

    @property
    def is_confirmed(self) -> bool:
        return self.plan.state == Plan.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        """Say whether other dates are looked for now."""
        return self.again is not None and self.again.state == Plan.State.QUEUED

    @property
    def failed(self) -> Plan | None:
        """Return the later part for which no dates were found."""
        later = self.again is not None and self.again.pk > self.plan.pk
        return self.again if later and not self.is_waiting else None

    @property
    def may_confirm(self) -> bool:
        return self.may_coordinate and not self.is_confirmed and not self.is_waiting

    @property
    def dates(self) -> list[datetime]:
        """Return the wall times, in their order."""
        found = sorted(self.plan.result["sessions"], key=lambda one: one["n"])
        return [datetime.fromisoformat(one["start"]) for one in found]

    @cached_property
    def reach(self) -> Stored:
        """Return how often people can come, as the planner counted it."""
        found: Stored = next(iter(self.plan.result["explanation"]["reach"].values()))
        return found

    @property
    def expected(self) -> int:
        """Return the attendances expected over all sessions, rounded."""
        return round(sum(self.reach["expected"]) / THOUSAND)

    @property
    def answered(self) -> int:
        return int(self.reach["answered"])

    @property
    def times(self) -> int:
        """Return how many sessions count as reached: the setting of the community."""
        return min(self.cycle.community.reach, len(self.plan.result["sessions"]))

    @property
    def reached(self) -> int:
        """Return how many of those who answered can come that often."""
        return int(self.reach["at_least"][self.times])

    @property
    def has_shares(self) -> bool:
        return self.answered >= SMALLEST_GROUP

    @property
    def sharing(self) -> str:
        """Say what sharing costs it against its own best dates: "comparte: −0,4 %"."""
        if not self.alone or self.alone < 0:
            return ""
        lost = 100 * (self.alone - int(self.plan.result["value"])) / self.alone
        if lost <= 0:
            return _("sus mejores fechas")
        return _("comparte: −%(share)s %%") % {"share": _share_words(lost)}


@dataclass(frozen=True)
class Scarce:
    """What the communities compete for: who or what, when most, and what one more would give."""

    what: str
    hours: str
    gain: str


@dataclass(frozen=True)
class CountryPage:
    """A worked-out plan of the country and what its page says of it."""

    country: CountryPlan
    rows: Sequence[CountryRow] = field(default_factory=list)

    @property
    def to_confirm(self) -> list[CountryRow]:
        """Return the communities that whoever looks may confirm now."""
        return [row for row in self.rows if row.may_confirm]

    @property
    def left(self) -> list[Stored]:
        """Return the communities without dates here: `community`, and `why` in words."""
        return list(self.country.result.get("left", []))

    @property
    def headline(self) -> str:
        count = len(self.rows)
        text = ngettext("%(n)s comunidad con fechas", "%(n)s comunidades con fechas", count)
        return text % {"n": count}

    @property
    def proof(self) -> str:
        """Say whether there may be a better plan for all together."""
        result = self.country.result
        if result["status"] == "optimal":
            return _("Demostrado: con esas respuestas no hay mejores fechas para todas juntas.")
        value, bound = result["value"], result["upper_bound"]
        gap = 100 * (bound - value) / bound if bound > 0 else 0.0
        return _("Se acabó el tiempo de cálculo: podría haber un plan hasta %(gap)s %% mejor.") % {
            "gap": _share_words(gap)
        }

    @property
    def sharing(self) -> str:
        """Say what sharing costs all together, where every bound alone is known."""
        alone = alone_bounds(self.country.result)
        communities = self.country.result.get("communities", {})
        if not alone or alone.keys() != communities.keys() or len(communities) == 1:
            return ""
        most, value = sum(alone.values()), int(self.country.result["value"])
        if most <= 0 or value >= most:
            return _("Ninguna pierde nada por compartir: cada una tiene sus mejores fechas.")
        return _(
            "Compartir les cuesta a todas juntas %(share)s %%: es lo que ganarían si cada una "
            "tuviera todo para sí."
        ) % {"share": _share_words(100 * (most - value) / most)}

    @cached_property
    def scarce(self) -> list[Scarce]:
        """List what the communities compete for, the most wanted first.

        Prices are what a bound of the plan pays for each row: with one more of it that bound,
        and so the best plan, rises by no more than their sum. What lies between the plan and
        the bound is added, for the plan might gain that too.
        """
        groups: dict[tuple[str, str], list[Sequence[Any]]] = defaultdict(list)
        for row in (self.country.result.get("certificate") or {}).get("prices") or []:
            kind = "expert" if row[0].startswith("expert") else row[0]
            groups[kind, str(row[1])].append(row)
        gains = {key: _gain(key[0], rows) for key, rows in groups.items()}
        best = sorted((key for key in gains if gains[key] > 0), key=lambda key: (-gains[key], key))
        return [self._scarce(key, groups[key], gains[key]) for key in best[:MOST_SCARCE]]

    def _scarce(self, key: tuple[str, str], rows: Sequence[Sequence[Any]], gain: float) -> Scarce:
        kind, who = key
        names = self.country.result.get("about", {}).get("names", {})
        words = {
            "licence": _("las licencias de videollamada"),
            "person": _("quienes participan en varias comunidades"),
        }
        what = words.get(kind) or names.get(who, "") or _("la coordinación")
        first = date.fromisoformat(self.country.result["about"]["first_day"])
        dearest = sorted((row for row in rows if row[0] in HOURLY), key=lambda row: -row[3])
        hours = sorted(_moment(first, row[2]) for row in dearest[:MOST_HOURS])
        value = max(int(self.country.result["value"]), 1)
        return Scarce(
            what=what,
            hours="; ".join(moment_words(hour) for hour in hours),
            gain=_gain_words(kind, 100 * (gain + self._slack) / value),
        )

    @property
    def _slack(self) -> float:
        """Return how far the bound that the prices rest on lies above the plan."""
        result = self.country.result
        certificate = result["certificate"]
        parts = certificate.get("communities", {}).values()
        own = sum(part["bound"] for part in parts)
        rows = sum(row[3] * row[4] for row in certificate["prices"])
        return float(max(own + rows - result["value"], 0)) if parts else 0.0


def _gain(kind: str, rows: Sequence[Sequence[Any]]) -> float:
    """Return by how much the bound rises with one more licence, or a second such person."""
    if kind == "licence":
        return float(sum(row[3] for row in rows))
    return float(sum(row[3] * row[4] for row in rows))


def _gain_words(kind: str, share: float) -> str:
    words = {"share": _share_words(share)}
    if kind == "licence":
        return _("Una más daría, a lo más, %(share)s %% mejores fechas.") % words
    if kind == "expert":
        return _("Otra persona con sus temas y horas daría, a lo más, %(share)s %%.") % words
    return _("Si no chocaran ahí, se ganaría a lo más %(share)s %%.") % words


def _moment(first: date, hours: int) -> datetime:
    return datetime.combine(first, time()) + timedelta(hours=int(hours))


def _share_words(share: float) -> str:
    """Write percents with one decimal; what is less is never written as nothing."""
    if share < LEAST_SHARE:
        return _("menos de 0,1")
    return format_number(share, decimals=1)
