"""The rules against a moment of a session, as the coordinator reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convoca.workplan.core.moving.rules import Broken
from convoca.workplan.core.problem.model import Problem
from convoca.workplan.queries.problem import is_team
from convoca.workplan.queries.words import NTH_NAMES

PLAIN = {
    "weekend": gettext_lazy("Es fin de semana."),
    "outside": gettext_lazy("Está fuera de las semanas del plan."),
    "no_expert": gettext_lazy("Ninguna persona experta tiene este tema."),
    "licence_small": gettext_lazy("Se espera a más personas que las que caben en la videollamada."),
    "licence_busy": gettext_lazy("No queda ninguna videollamada libre a esa hora."),
}
EXPERT = {
    "expert_away": gettext_lazy("%(name)s no puede a esa hora, y nadie más lleva este tema."),
    "expert_busy": gettext_lazy(
        "%(name)s tiene otra sesión a esa hora, y nadie más lleva el tema."
    ),
    "expert_limit": gettext_lazy("%(name)s ya llegó a su máximo de sesiones ese día o esa semana."),
}
FACILITATOR = {
    "facilitator_away": gettext_lazy("%(name)s, que conduce la sesión, no puede a esa hora."),
    "facilitator_busy": gettext_lazy("%(name)s, que conduce la sesión, tiene otra a esa hora."),
}


@dataclass(frozen=True)
class RuleWords:
    """Says broken rules of one series; `numbers` are those of its sessions, in their order."""

    problem: Problem
    names: Mapping[str, str]
    numbers: Sequence[int]
    plan_from: date

    def say(self, broken: Broken, start: datetime) -> str:
        """Say one rule that a moment breaks: one plain sentence."""
        rule = broken.rule
        if rule in PLAIN:
            return str(PLAIN[rule])
        if rule in EXPERT:
            return str(EXPERT[rule]) % {"name": self._name(broken.who, _("El equipo"))}
        if rule in FACILITATOR:
            return str(FACILITATOR[rule]) % {"name": self._name(broken.who, _("Quien coordina"))}
        if rule == "persons":
            return self._persons(broken.days)
        if rule in {"order", "gap", "cadence"}:
            return self._distance(broken)
        return self._day(broken, start)

    def _name(self, who: str, otherwise: str) -> str:
        name = "" if is_team(who) else self.names.get(who, "")
        return f"{name[:1].upper()}{name[1:]}" if name else otherwise

    def _persons(self, count: int) -> str:
        text = ngettext(
            "%(n)s persona tiene a esa hora la sesión de otra comunidad.",
            "%(n)s personas tienen a esa hora la sesión de otra comunidad.",
            count,
        )
        return text % {"n": count}

    def _distance(self, broken: Broken) -> str:
        facts = {"other": self.numbers[broken.number], "days": broken.days}
        if broken.rule == "order":
            return _("Cambia el orden con la sesión %(other)s.") % facts
        if broken.rule == "cadence":
            return _("No sigue el ritmo de la comunidad respecto de la sesión %(other)s.") % facts
        shortest, longest = self.problem.communities[0].gap_days
        facts |= {"shortest": shortest, "longest": longest}
        text = ngettext(
            "Queda a %(days)s día de la sesión %(other)s; la comunidad pide de %(shortest)s a"
            " %(longest)s.",
            "Queda a %(days)s días de la sesión %(other)s; la comunidad pide de %(shortest)s a"
            " %(longest)s.",
            broken.days,
        )
        return text % facts

    def _day(self, broken: Broken, start: datetime) -> str:
        cadence, hours = self.problem.communities[0].cadence, self.problem.hours
        if broken.rule == "hour":
            return _(
                "Se preguntó por sesiones a la hora en punto, entre las %(first)s y las %(last)s."
            ) % {"first": hours[0], "last": hours[-1] + 1}
        if broken.rule == "weekday" and cadence.weekday is not None:
            return _("La comunidad se reúne los %(day)s.") % {"day": WEEKDAYS[cadence.weekday]}
        if broken.rule == "nth" and cadence.weekday is not None and cadence.nth is not None:
            nth, day = NTH_NAMES[cadence.nth - 1], WEEKDAYS[cadence.weekday]
            return _("La comunidad se reúne el %(nth)s %(day)s del mes.") % {"nth": nth, "day": day}
        if start.date() < self.plan_from:
            return _("Es antes del primer día del plan.")
        return _("Ese día no hay sesiones: es feriado o está cerrado.")
