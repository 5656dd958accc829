"""One community inside a plan for many: what is asked of it, and what it answers.

A question says all that the answer depends on, so that it does not matter in which process the
community lives. Slots, not places, are the common language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Literal, Self

import numpy as np

from convoca.workplan.core.ground.case import Case, build_case
from convoca.workplan.core.ground.hard_rules import Ground, survey
from convoca.workplan.core.ground.needs import Needs
from convoca.workplan.core.ground.resources import Resources, Roster, Row
from convoca.workplan.core.ground.score import Patterns, score
from convoca.workplan.core.problem.model import Community
from convoca.workplan.core.search.master import Pattern
from convoca.workplan.core.search.one import Best, patterns_from, solve_case
from convoca.workplan.core.search.path import prepare_steps
from convoca.workplan.core.search.relax import STEPS, Multipliers, first_multipliers, polish, relax

WARM_STEPS = 60
QUICK_STEPS = 11
POLISHED = 3

Act = Literal["alone", "relax", "improve", "price", "list", "insert"]


@dataclass(frozen=True)
class Question:
    """What is asked of one community.

    alone: its optimum with everything to itself. relax: only a bound and good patterns.
    improve: patterns that pay well at the prices, begun from those on offer. price: the pattern
    that pays best. list: every pattern whose profit reaches the floor. insert: the best pattern
    in what others leave of the rows. tolerance: see `solve_case`.
    """

    act: Act
    prices: Mapping[Row, int] = field(default_factory=dict)
    used: Mapping[Row, int] = field(default_factory=dict)
    known: tuple[Pattern, ...] = ()
    floor: int = 0
    tolerance: int = 0


@dataclass(frozen=True)
class Answer:
    """What one community answers: patterns with their F, the best of them first.

    bound: no pattern has a greater profit at the prices of the question. proven: the search
    ended. multipliers: those behind the bound that needs no search, `relaxed`.
    """

    patterns: Mapping[Pattern, int]
    bound: float = inf
    proven: bool = False
    relaxed: float = inf
    multipliers: Multipliers | None = None
    visited: int = 0


Stop = Callable[[], bool]


class Part:
    """One community: its arrays, and the multipliers of its last search."""

    def __init__(self, ground: Ground, resources: Resources, community: Community) -> None:
        surveyed = survey(ground, community)
        self.field = surveyed
        self.case = build_case(ground, surveyed)
        self.needs = Needs(resources, surveyed, self.case.slot)
        self.roster = Roster(resources, surveyed)
        self.warm = first_multipliers(self.case)

    def without_values(self) -> Self:
        """Forget the values by slot: those by place are in the case."""
        # a copy: a view of nothing would keep all of it alive
        self.field = replace(self.field, values=self.field.values[:0].copy())
        self.roster.field = self.field
        return self

    def answer(self, question: Question, should_stop: Stop) -> Answer:
        """Answer one question; stopped, it gives the best found by then and a true bound."""
        if question.act == "alone":
            return self._alone(question, should_stop)
        if question.act == "relax":
            return self._relax(should_stop)
        if question.act == "improve":
            return self._improve(question, should_stop)
        if question.act == "price":
            return self._price(question, should_stop)
        if question.act == "list":
            return self._list(question, should_stop)
        return self._insert(question, should_stop)

    def _alone(self, question: Question, should_stop: Stop) -> Answer:
        best = solve_case(
            self.case,
            should_stop=should_stop,
            accept=lambda places: self._fits(places, {}),
            start=self.warm,
            tolerance=question.tolerance,
        )
        return self._told(best)

    def _relax(self, should_stop: Stop) -> Answer:
        if not len(self.case.slot):
            return Answer({}, -inf, proven=True)
        found = relax(prepare_steps(self.case), self.warm, rounds=STEPS, should_stop=should_stop)
        self.warm = found.multipliers
        places = [np.array(pattern, dtype=np.intp) for pattern in found.met]
        return Answer(
            self._valued(places), found.bound, found.bound == -inf, found.bound, found.multipliers
        )

    def _improve(self, question: Question, should_stop: Stop) -> Answer:
        case = self._priced(question.prices)
        known = np.searchsorted(case.slot, np.array(question.known, dtype=np.int64))
        top = np.argsort(-score(case, known), kind="stable")[:POLISHED]
        rough = relax(prepare_steps(case), self.warm, rounds=QUICK_STEPS, should_stop=should_stop)
        self.warm = rough.multipliers
        places = [polish(case, known[row])[0] for row in top]
        places += [np.array(pattern, dtype=np.intp) for pattern in rough.met]
        return Answer(self._valued(places))

    def _price(self, question: Question, should_stop: Stop) -> Answer:
        best = solve_case(
            self._priced(question.prices),
            should_stop=should_stop,
            start=self.warm,
            rounds=WARM_STEPS,
            tolerance=question.tolerance,
        )
        return self._told(best)

    def _list(self, question: Question, should_stop: Stop) -> Answer:
        found = patterns_from(
            self._priced(question.prices),
            floor=question.floor,
            multipliers=self.warm,
            should_stop=should_stop,
        )
        if found is None:
            return Answer({})
        return Answer(self._valued(list(found)), proven=True)

    def _insert(self, question: Question, should_stop: Stop) -> Answer:
        is_open = self.needs.open_places(question.used)
        best = solve_case(
            replace(self._priced(question.prices), allowed=self.case.allowed & is_open),
            should_stop=should_stop,
            accept=lambda places: self._fits(places, question.used),
            start=self.warm,
            rounds=WARM_STEPS,
            tolerance=question.tolerance,
        )
        return Answer({} if best.pattern is None else self._valued([best.pattern]))

    def _fits(self, places: Patterns, used: Mapping[Row, int]) -> bool:
        return self.roster.choose(self.case.slot[places].tolist(), used) is not None

    def _priced(self, prices: Mapping[Row, int]) -> Case:
        if not prices:
            return self.case
        return replace(self.case, offer=self.case.offer - self.needs.prices(prices))

    def _told(self, best: Best) -> Answer:
        self.warm = best.multipliers
        met = [np.array(pattern, dtype=np.intp) for pattern in best.met]
        places = met if best.pattern is None else [best.pattern, *met]
        return Answer(
            self._valued(places),
            best.bound,
            best.proven,
            best.relaxed,
            best.multipliers,
            best.visited,
        )

    def _valued(self, places: list[Patterns]) -> dict[Pattern, int]:
        if not places:
            return {}
        rows = np.array(places).reshape(-1, self.case.sessions)
        slots, values = self.case.slot[rows].tolist(), score(self.case, rows).tolist()
        return {tuple(slot): value for slot, value in zip(slots, values, strict=True)}
