"""Several communities under shared licences, facilitators and experts.

Own optima; if they do not fit together, one by one; then prices of the shared rows from the
relaxed master, patterns that pay at those prices, a plan over the patterns, and, to close, every
pattern whose profit lies within what is left between plan and bound.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, inf

import numpy as np

from convoca.workplan.core.case import Case, build_case
from convoca.workplan.core.hard_rules import Field, Ground
from convoca.workplan.core.master import (
    Chosen,
    Options,
    Pattern,
    Pool,
    build_model,
    choose_patterns,
    row_prices,
)
from convoca.workplan.core.one import Best, patterns_from, solve_case
from convoca.workplan.core.path import prepare_steps
from convoca.workplan.core.relax import first_multipliers, polish, relax
from convoca.workplan.core.resources import Resources, Roster, Row
from convoca.workplan.core.score import Patterns, score

WARM_STEPS = 60
QUICK_STEPS = 11
POLISHED = 3
MOST_CLOSING = 60_000
OWN_SHARE = 0.5
"""Share of the time in which each community by itself must have had its turn."""
CLOSE_ENOUGH = 1e-4
"""Prices whose bound is this near the relaxed master are not refined: closing does the rest."""
PRICING_SHARE = 0.6
"""Share of the time after which one last exact round is made."""
CHOOSING_SHARE = 0.3
"""Share of the time left that a plan over the pool may take after each exact round."""

Prices = Mapping[Row, int]


@dataclass(frozen=True)
class Joint:
    """A plan for all the communities: slot of each session, its options, and the sum of F."""

    patterns: tuple[Pattern, ...]
    options: Options
    value: int


@dataclass(frozen=True)
class Outcome:
    """The best plan and a bound that no plan exceeds.

    proven: the plan is optimal, or, without a plan, there is none. alone lists the communities
    that have no pattern even with every shared row to themselves.
    """

    plan: Joint | None
    bound: float
    proven: bool
    alone: tuple[int, ...] = ()


class Planner:
    """The state of one run: patterns on offer, best plan, bound, and the prices behind it."""

    def __init__(
        self,
        ground: Ground,
        fields: Sequence[Field],
        *,
        seconds: float,
        seed: int,
        clock: Callable[[], float],
    ) -> None:
        self.clock, self.seed = clock, seed
        self.begun_at, self.seconds = clock(), seconds
        self.resources = Resources(ground)
        self.cases = [build_case(ground, field) for field in fields]
        self.rosters = [Roster(self.resources, field) for field in fields]
        self.pool = Pool([{} for _ in fields])
        self.warm = [first_multipliers(case) for case in self.cases]
        self.plan: Joint | None = None
        self.bound = inf
        self.prices: Prices = {}
        self.profits: list[float] = []

    def run(self) -> Outcome:
        """Plan all the communities together."""
        own = [self._solve_own(number) for number in range(len(self.cases))]
        alone = tuple(n for n, best in enumerate(own) if best.value is None and best.proven)
        if alone:
            return Outcome(None, -inf, proven=True, alone=alone)
        self._note_bound({}, [best.bound for best in own])
        self._insert(self._order(own))
        if not self._is_closed():
            self._lower_bound()
            self._close()
        proven = self._is_hopeless() or self._is_closed()
        return Outcome(self.plan, self.bound, proven=proven)

    def _left(self) -> float:
        return self.seconds - (self.clock() - self.begun_at)

    def _should_stop(self) -> bool:
        return self._left() <= 0

    def _is_closed(self) -> bool:
        return self.plan is not None and self.bound <= self.plan.value

    def _is_hopeless(self) -> bool:
        return self.plan is None and self.bound < self._least_worth()

    def _least_worth(self) -> int:
        """Give a value that every plan reaches: nobody comes, every session moves and changes."""
        return -sum(
            case.sessions * (case.weights.move + case.weights.change) for case in self.cases
        )

    def _solve_own(self, number: int) -> Best:
        """Solve one community as if it were alone, and put what it met on offer."""
        case, roster = self.cases[number], self.rosters[number]
        share = OWN_SHARE * (number + 1) / len(self.cases)
        best = solve_case(
            case,
            should_stop=lambda: self._left() < self.seconds * (1 - share),
            accept=lambda places: roster.choose(case.slot[places].tolist(), {}) is not None,
        )
        self.warm[number] = best.multipliers
        self._offer(number, best)
        return best

    def _offer(self, number: int, best: Best) -> int:
        """Put the best pattern and those met on the way on offer; count the new ones."""
        met = [np.array(pattern, dtype=np.intp) for pattern in best.met]
        found = met if best.pattern is None else [best.pattern, *met]
        return self._offer_all(number, np.array(found).reshape(-1, self.cases[number].sessions))

    def _offer_all(self, number: int, places: Patterns) -> int:
        case = self.cases[number]
        if not len(places):
            return 0
        slots, values = case.slot[places].tolist(), score(case, places).tolist()
        return sum(
            self.pool.add(number, tuple(pattern), value)
            for pattern, value in zip(slots, values, strict=True)
        )

    def _note_bound(self, prices: Prices, profits: list[float]) -> float:
        """Turn profits at these prices into a bound on every plan; keep the least."""
        rows = sum(price * self.resources.limit(row) for row, price in prices.items())
        bound = sum(profits) + rows
        if bound < self.bound:
            self.bound = bound if bound == -inf else floor(bound + 1e-6)
            self.prices, self.profits = prices, profits
        return bound

    def _order(self, own: Sequence[Best]) -> list[int]:
        """Put the communities with fewest places first, for they yield worst."""
        return sorted(range(len(own)), key=lambda n: (len(self.cases[n].slot), n))

    def _insert(self, order: Sequence[int]) -> None:
        """Give each community in turn its best pattern among what the earlier ones left."""
        used: Counter[Row] = Counter()
        patterns: dict[int, Pattern] = {}
        options: Options = {}
        value = 0
        for number in order:
            found = self._best_left(number, used)
            if found is None:
                return
            patterns[number] = found
            picks = self.rosters[number].choose(found, used)
            assert picks is not None  # such a pattern was asked for
            for session, chosen in enumerate(picks):
                options[number, session] = chosen
                used.update(row for option in chosen for row in option.rows)
            value += self.pool.patterns[number][found]
        self._keep(Joint(tuple(patterns[n] for n in sorted(patterns)), options, value))

    def _best_left(self, number: int, used: Mapping[Row, int]) -> Pattern | None:
        case, roster = self.cases[number], self.rosters[number]
        ranked = sorted(self.pool.patterns[number].items(), key=lambda item: (-item[1], item[0]))
        if ranked and roster.choose(ranked[0][0], used) is not None:
            return ranked[0][0]
        left = replace(case, allowed=case.allowed & roster.open_places(used, case.slot))
        best = solve_case(
            left,
            should_stop=self._should_stop,
            accept=lambda places: roster.choose(case.slot[places].tolist(), used) is not None,
            start=self.warm[number],
            rounds=WARM_STEPS,
        )
        if best.pattern is None:
            return None
        self._offer_all(number, best.pattern[None])
        return tuple(case.slot[best.pattern].tolist())

    def _keep(self, plan: Joint) -> None:
        if self.plan is None or plan.value > self.plan.value:
            self.plan = plan

    def _lower_bound(self) -> None:
        """Generate columns: prices from the relaxed master, patterns that pay at them.

        Cheap rounds polish known patterns; an exact round, which gives a bound, is made only
        when they find nothing new, and the last one when nothing new pays at all.
        """
        dearest = 100 * sum(max(map(abs, one.values())) for one in self.pool.patterns) + 1
        while True:
            model = build_model(self.pool, self.rosters, absent_cost=dearest)
            relaxed, prices = row_prices(model, self.resources)
            late = self._left() < self.seconds * (1 - PRICING_SHARE)
            if not late and self._polish_at(prices):
                continue
            new = self._price(prices)
            self._choose(self._left() * CHOOSING_SHARE)
            near = relaxed + CLOSE_ENOUGH * abs(relaxed) + 0.5
            if not new or late or self._is_closed() or self.bound <= near:
                return

    def _polish_at(self, prices: Prices) -> int:
        """Improve the patterns on offer that pay best at these prices; count the new ones."""
        new = 0
        for number, warm in enumerate(self.warm):
            case = self._priced(number, prices)
            known = self._places(number)
            top = np.argsort(-score(case, known), kind="stable")[:POLISHED]
            found = [polish(case, known[row])[0] for row in top]
            rough = relax(
                prepare_steps(case), warm, rounds=QUICK_STEPS, should_stop=self._should_stop
            )
            found += [np.array(pattern, dtype=np.intp) for pattern in rough.met]
            self.warm[number] = rough.multipliers
            new += self._offer_all(number, np.array(found))
        return new

    def _places(self, number: int) -> Patterns:
        slots = np.array(list(self.pool.patterns[number]), dtype=np.int64)
        return np.searchsorted(self.cases[number].slot, slots)

    def _price(self, prices: Prices) -> int:
        """Find the best pattern of each community at these prices; count the new ones."""
        new, profits = 0, []
        for number in range(len(self.cases)):
            best = solve_case(
                self._priced(number, prices),
                should_stop=self._should_stop,
                start=self.warm[number],
                rounds=WARM_STEPS,
            )
            profits.append(best.bound)
            self.warm[number] = best.multipliers
            new += self._offer(number, best)
        self._note_bound(prices, profits)
        return new

    def _priced(self, number: int, prices: Prices) -> Case:
        case = self.cases[number]
        return replace(case, offer=case.offer - self.rosters[number].prices(prices, case.slot))

    def _choose(self, seconds: float) -> Chosen:
        model = build_model(self.pool, self.rosters, absent_cost=None)
        hint = dict(enumerate(self.plan.patterns)) if self.plan else None
        chosen = choose_patterns(
            model, self.resources, self.rosters, seconds=seconds, seed=self.seed, hint=hint
        )
        if chosen.patterns is not None and chosen.value is not None:
            self._keep(Joint(tuple(chosen.patterns), chosen.options, chosen.value))
        return chosen

    def _close(self) -> None:
        """Put on offer every pattern that a better plan could use, and choose again.

        A plan with a pattern whose profit is further below the greatest profit of its community
        than plan and bound are apart is worth less than the plan in hand. Without a plan, every
        pattern that any plan could use goes on offer: then there may be none at all.
        """
        if self._is_closed() or self._is_hopeless():
            return
        slack = self.bound - (self.plan.value if self.plan else self._least_worth() - 1)
        for number in range(len(self.cases)):
            found = patterns_from(
                self._priced(number, self.prices),
                floor=floor(self.profits[number] - slack),
                multipliers=self.warm[number],
                should_stop=self._should_stop,
            )
            if found is None or len(self.pool) + len(found) > MOST_CLOSING:
                return
            self._offer_all(number, found)
        chosen = self._choose(self._left())
        bound = min(self.bound, chosen.bound + 1e-6)
        self.bound = max(self.plan.value, floor(bound)) if self.plan else bound
