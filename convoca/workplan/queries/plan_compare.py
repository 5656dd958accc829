"""Two plans side by side: what one gives that the other does not, and to whom."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.ui.formats import format_number, format_percent
from convoca.workplan.core.ground.values import Values
from convoca.workplan.core.problem.model import Weights
from convoca.workplan.core.result.plan import Reach
from convoca.workplan.core.result.series import (
    SMALLEST_GROUP,
    Shift,
    compare_series,
    count_reach,
    may_be_shown,
    value_of,
    values_at,
)
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.queries.plan_words import (
    THOUSAND,
    mean_words,
    people_words,
    times_words,
)


@dataclass(frozen=True)
class Side:
    """One of the two plans, counted by the answers that both are compared with."""

    page: PlanPage
    title: str
    reach: Reach
    times: int

    @property
    def expected(self) -> int:
        """Return the attendances expected over all sessions, rounded."""
        return round(sum(self.reach.expected) / THOUSAND)

    @property
    def reached(self) -> int:
        """Return how many of those who answered can come as often as the community wants."""
        return self.reach.attends_at_least(self.times)

    @property
    def lowest_region(self) -> str:
        """Return the region that can come least; empty where it has too few people."""
        return self.page.names.get(self.reach.lowest_region or "", "")

    @property
    def lowest_mean(self) -> str:
        """Say how often the people of that region can come, of the times that count."""
        return mean_words(self.reach.lowest_mean, self.times)


@dataclass(frozen=True)
class Comparison:
    """Two plans, both counted by the answers of the one that was asked for last."""

    first: PlanPage
    second: PlanPage
    titles: tuple[str, str]

    @cached_property
    def _base(self) -> PlanPage:
        return max(self.first, self.second, key=lambda page: page.plan.asked_at)

    @cached_property
    def _values(self) -> tuple[Values, Values]:
        asked = self._base.asked
        people = asked.communities[0]
        return values_at(asked, people, self.first.starts), values_at(
            asked, people, self.second.starts
        )

    @cached_property
    def sides(self) -> list[Side]:
        """Return both, the first first."""
        people = self._base.asked.communities[0]
        pages = zip((self.first, self.second), self.titles, self._values, strict=True)
        return [
            Side(page, title, count_reach(people, values), people.reach)
            for page, title, values in pages
        ]

    @cached_property
    def shift(self) -> Shift:
        """Return who can come more and who less by the second."""
        return compare_series(self._base.asked.communities[0], *self._values)

    @property
    def answered(self) -> int:
        """Return how many answered: the denominator of every count of people."""
        return self.sides[0].reach.answered

    @property
    def has_shares(self) -> bool:
        return self.answered >= SMALLEST_GROUP

    @property
    def is_same(self) -> bool:
        """Say whether both have the same dates."""
        return self.first.dates == self.second.dates

    @property
    def has_other_answers(self) -> bool:
        """Say whether somebody's availability changed between the two."""
        one, other = (page.plan.problem["communities"][0] for page in (self.first, self.second))
        return bool(one["participants"] != other["participants"])

    @property
    def headline(self) -> str:
        """Say what the second gives and costs: "El segundo suma 12 asistencias…"."""
        if self.is_same:
            return _("Los dos planes dan las mismas fechas")
        one, other = self.sides
        expected, reached = other.expected - one.expected, other.reached - one.reached
        said = _attendances(expected)
        if self.has_shares:
            joint = _(", pero ") if expected * reached < 0 else _(" y ")
            said = f"{said}{joint}{_reached(reached, other.times)}"
        return _("El segundo: %(what)s") % {"what": said}

    @property
    def costs(self) -> list[str]:
        """Say what each is worth by the weights of the other."""
        if self.is_same:
            return []
        asked = [page.asked for page in (self.first, self.second)]
        weights = [one.weights_of(one.communities[0]) for one in asked]
        sentences = [
            _("Con los pesos del primero, el segundo %(cost)s."),
            _("Con los pesos del segundo, el primero %(cost)s."),
        ]
        said = []
        for place, sentence in enumerate(sentences):
            own, other = self._worth(place, weights[place]), self._worth(1 - place, weights[place])
            said.append(sentence % {"cost": _worth_words(other, own)})
        return said if weights[0] != weights[1] else said[:1]

    @property
    def people(self) -> list[str]:
        """Say how many can come more often, less often, the same; nothing of a few."""
        if not self.has_shares:
            return []
        shift = self.shift
        times = times_words(self.sides[0].times)
        moved = (shift.more, shift.fewer, shift.same)
        crossed = (shift.joins, shift.leaves)
        said = []
        if may_be_shown(moved):
            words = [people_words(count) for count in moved]
            said += [
                _("%(people)s podrían venir a más sesiones") % {"people": words[0]},
                _("%(people)s, a menos") % {"people": words[1]},
                _("%(people)s, a las mismas") % {"people": words[2]},
            ]
        if any(crossed) and may_be_shown(crossed):
            joins, leaves = map(people_words, crossed)
            crossing = {"joins": joins, "leaves": leaves, "times": times}
            line = _("Llegarían a %(times)s %(joins)s, y dejarían de llegar %(leaves)s")
            said.append(line % crossing)
        return said

    def _worth(self, place: int, weights: Weights) -> int:
        page = (self.first, self.second)[place]
        return value_of(self._base.asked, weights, page.starts, self._values[place])


def _attendances(more: int) -> str:
    if not more:
        return _("espera las mismas asistencias")
    words = (
        ngettext("espera %(n)s asistencia más", "espera %(n)s asistencias más", more)
        if more > 0
        else ngettext("espera %(n)s asistencia menos", "espera %(n)s asistencias menos", -more)
    )
    return words % {"n": format_number(abs(more))}


def _reached(more: int, times: int) -> str:
    words = {"n": format_number(abs(more)), "times": times_words(times)}
    if not more:
        return _("las mismas personas llegan a %(times)s") % words
    if more > 0:
        said = ngettext(
            "%(n)s persona más llega a %(times)s", "%(n)s personas más llegan a %(times)s", more
        )
    else:
        said = ngettext(
            "%(n)s persona menos llega a %(times)s",
            "%(n)s personas menos llegan a %(times)s",
            -more,
        )
    return said % words


def _worth_words(worth: int, own: int) -> str:
    if worth == own or own <= 0:
        return _("vale lo mismo")
    words = {"share": format_percent(abs(own - worth), own)}
    return (_("vale %(share)s menos") if worth < own else _("vale %(share)s más")) % words
