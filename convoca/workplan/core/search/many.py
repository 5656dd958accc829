"""Several communities under shared licences, facilitators and experts.

Own optima; if they do not fit together, one by one; then prices of the shared rows from the
relaxed master, patterns that pay at those prices, a plan over the patterns, and, to close, every
pattern whose profit lies within what is left between plan and bound. With very many communities
the plan is mended a group at a time instead, and nothing is closed (see `mend.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf, isfinite
from random import Random

from convoca.workplan.core.ground.hard_rules import Field, Ground
from convoca.workplan.core.ground.resources import Option, Resources, Roster, Row
from convoca.workplan.core.search.crew import Crew
from convoca.workplan.core.search.master import (
    Chosen,
    Pattern,
    Pool,
    build_model,
    choose_patterns,
    row_prices,
)
from convoca.workplan.core.search.mend import Draft, Mender
from convoca.workplan.core.search.part import Act, Answer, Question
from convoca.workplan.core.search.relax import Multipliers
from convoca.workplan.core.search.watch import Watch

MANY = 40
"""More communities than this are very many."""
MOST_CLOSING = 60_000
OWN_SHARE = 0.5
"""Share of the time in which the communities by themselves must have had their turn."""
CLOSE_ENOUGH = 1e-4
"""Prices whose bound is this near the relaxed master are not refined: closing does the rest."""
PRICING_SHARE = 0.6
"""Share of the time after which one last exact round is made."""
CHOOSING_SHARE = 0.3
"""Share of the time left that a plan over the pool may take after each exact round."""
ROUNDS_SHARE = 0.5
"""Share of the time left that cheap rounds of prices may take when communities are very many."""
LEANEST, ON_OFFER = 15, 40
"""Patterns of each community that the relaxed master of very many, and its mending, look at."""
WORTH_PRICING = 1e-3
"""An exact round for very many pays when the bound may fall by this share."""
MENDS_IN_VAIN = 300
"""Groups planned anew without gain after which the plan is taken as it is."""
MENDING_SHARE = 0.3
"""Share of the time left that an exact round for very many leaves to the mending."""

Prices = Mapping[Row, int]
Floors = Sequence[int]
NO_PRICES: Prices = {}


@dataclass(frozen=True)
class Joint:
    """A plan for all the communities: slot of each session, its options, and the sum of F."""

    patterns: tuple[Pattern, ...]
    options: dict[tuple[int, int], list[Option]]
    value: int


@dataclass(frozen=True)
class Proof:
    """What the bound rests on: prices of rows, and for each community what it may gain at them.

    bounds are proven by search, relaxed follow from the multipliers alone; alone are the bounds
    without prices. visited counts the beginnings that all the searches bounded.
    """

    prices: Prices
    bounds: tuple[float, ...]
    relaxed: tuple[float, ...]
    multipliers: tuple[Multipliers, ...]
    alone: tuple[float, ...]
    visited: int


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
    proof: Proof | None = None


class Planner:
    """The state of one run: patterns on offer, best plan, bound, and the prices behind it."""

    def __init__(
        self, ground: Ground, fields: Sequence[Field], crew: Crew, watch: Watch, *, seed: int
    ) -> None:
        self.crew, self.watch, self.seed = crew, watch, seed
        self.problem, self.fields = ground.problem, fields
        self.resources = Resources(ground)
        self.rosters = [Roster(self.resources, field) for field in fields]
        self.pool = Pool([{} for _ in fields])
        self.plan: Joint | None = None
        self.bound = inf
        self.prices: Prices = {}
        self.answers: list[Answer] = []
        self.alone: tuple[float, ...] = ()
        self.visited = self.news = 0
        self.mender = Mender(crew, self.resources, self.rosters, self.pool, watch)
        self.draft = Draft()

    def run(self) -> Outcome:
        """Plan all the communities together."""
        own = self._ask("alone", reserve=(1 - OWN_SHARE) * self.watch.left())
        alone = tuple(n for n, one in enumerate(own) if not one.patterns and one.proven)
        if alone:
            return Outcome(None, -inf, proven=True, alone=alone)
        self.alone = tuple(one.bound for one in own)
        self._note_bound({}, own)
        self._insert()
        if not self._is_closed():
            if len(own) > MANY:
                self._mend()
            else:
                self._lower_bound()
                self._close()
        proven = self._is_hopeless() or self._is_closed()
        return Outcome(self.plan, self.bound, proven=proven, proof=self._proof())

    def _proof(self) -> Proof | None:
        multipliers = tuple(one.multipliers for one in self.answers if one.multipliers)
        if len(multipliers) < len(self.fields):
            return None
        return Proof(
            prices=self.prices,
            bounds=tuple(one.bound for one in self.answers),
            relaxed=tuple(one.relaxed for one in self.answers),
            multipliers=multipliers,
            alone=self.alone,
            visited=self.visited,
        )

    def _ask(
        self, act: Act, prices: Prices = NO_PRICES, *, reserve: float = 0.0, floors: Floors = ()
    ) -> list[Answer]:
        """Put the same question to all the communities; what they find goes on offer."""
        questions = {
            number: Question(
                act,
                prices,
                known=tuple(known) if act == "improve" else (),
                floor=floors[number] if floors else 0,
            )
            for number, known in enumerate(self.pool.patterns)
        }
        answers = list(self.crew.ask(questions, reserve=reserve).values())
        self.visited += sum(one.visited for one in answers)
        self.news = sum(
            self.pool.add(number, pattern, value)
            for number, answer in enumerate(answers)
            for pattern, value in answer.patterns.items()
        )
        return answers

    def _is_closed(self) -> bool:
        return self.plan is not None and self.bound <= self.plan.value

    def _is_hopeless(self) -> bool:
        return self.plan is None and self.bound < self._least_worth()

    def _least_worth(self) -> int:
        """Give a value that every plan reaches: nobody comes, every session moves and changes."""
        communities = self.problem.communities
        weights = [self.problem.weights_of(one) for one in communities]
        return -sum(
            len(one.topics) * (weight.move + weight.change)
            for one, weight in zip(communities, weights, strict=True)
        )

    def _note_bound(self, prices: Prices, answers: list[Answer]) -> None:
        """Turn profits at these prices into a bound on every plan; keep the least."""
        rows = sum(price * self.resources.limit(row) for row, price in prices.items())
        bound = sum(one.bound for one in answers) + rows
        if bound < self.bound:
            self.bound = _whole(bound)
            self.prices, self.answers = prices, answers
            self._tell()

    def _tell(self) -> None:
        if self.plan is not None:
            self.bound = max(self.bound, self.plan.value)
        self.watch.note(self.plan.value if self.plan else None, self.bound)

    def _insert(self) -> None:
        self.mender.insert(self.draft, {})
        self._keep_draft()

    def _keep_draft(self) -> None:
        """Keep the draft as the plan, if nobody is missing and it is better."""
        if len(self.draft.patterns) < len(self.fields):
            return
        value = self.mender.value(self.draft)
        if self.plan is None or value > self.plan.value:
            patterns = tuple(self.draft.patterns[n] for n in range(len(self.fields)))
            self.plan = Joint(patterns, dict(self.draft.options), value)
            self._tell()

    def _lower_bound(self) -> None:
        """Generate columns: prices from the relaxed master, patterns that pay at them.

        Cheap rounds polish known patterns; an exact round, which gives a bound, is made only
        when they find nothing new, and the last one when nothing new pays at all.
        """
        while True:
            model = build_model(self.pool, self.rosters, absent_cost=self._dearest())
            relaxed, prices = row_prices(model, self.resources.limit)
            late = self.watch.left() < self.watch.seconds * (1 - PRICING_SHARE)
            if not late and self._improve(prices):
                continue
            self._note_bound(prices, self._ask("price", prices))
            new = self.news
            self._choose(self.watch.left() * CHOOSING_SHARE)
            near = relaxed + CLOSE_ENOUGH * abs(relaxed) + 0.5
            if not new or late or self._is_closed() or self.bound <= near:
                return

    def _dearest(self) -> int:
        """Give the cost of leaving a community out of the relaxed master.

        Greater than all the rest together, so that prices can prove that there is no plan; with
        very many communities that would be past GLOP's precision.
        """
        worth = [max(map(abs, one.values())) for one in self.pool.patterns]
        return 10 * max(worth) + 1 if len(worth) > MANY else 100 * sum(worth) + 1

    def _improve(self, prices: Prices) -> int:
        """Improve the patterns on offer that pay best at these prices; count the new ones."""
        self._ask("improve", prices)
        return self.news

    def _choose(self, seconds: float) -> Chosen:
        model = build_model(self.pool, self.rosters, absent_cost=None)
        hint = dict(enumerate(self.plan.patterns)) if self.plan else None
        chosen = choose_patterns(
            model,
            self.resources.limit,
            self.rosters,
            seconds=seconds,
            seed=self.seed,
            hint=hint,
            look=self.watch.left,
        )
        if chosen.patterns is not None:
            draft = Draft()
            for number, pattern in chosen.patterns.items():
                picks = [chosen.options[number, session] for session in range(len(pattern))]
                draft.put(number, pattern, picks)
            self.draft = draft
            self._keep_draft()
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
        floors = tuple(floor(one.bound - slack) for one in self.answers)
        found = self._ask("list", self.prices, floors=floors)
        if not all(one.proven for one in found) or len(self.pool) > MOST_CLOSING:
            return
        chosen = self._choose(self.watch.left())
        self.bound = min(self.bound, _whole(chosen.bound))
        self._tell()

    def _mend(self) -> None:
        """Lower the bound, and mend the plan a group at a time as long as there is time."""
        prices = self._price_many()
        offer, draw = self._lean(prices, ON_OFFER), Random(self.seed)  # noqa: S311 # repeats itself
        in_vain = 0
        while self.watch.left() > 0 and not self._is_closed() and in_vain < MENDS_IN_VAIN:
            in_vain += 1
            if self.mender.mend(self.draft, offer, draw):
                self.mender.insert(self.draft, prices)
                self._keep_draft()
                in_vain = 0

    def _price_many(self) -> Prices:
        """Make cheap rounds of prices, and an exact one if the bound may gain by it.

        Each round goes half way to the prices of the relaxed master: those of the master alone
        leap from row to row, and bound the plans worse than no prices at all.
        """
        prices, until = NO_PRICES, self.watch.left() * (1 - ROUNDS_SHARE)
        while True:
            offer = self._lean(prices, LEANEST)
            model = build_model(offer, self.rosters, absent_cost=self._dearest())
            relaxed, fresh = row_prices(model, self.resources.limit)
            prices = _half_way(prices, fresh) if prices else fresh
            is_worth = relaxed < self.bound * (1 - WORTH_PRICING)
            if not is_worth or self.watch.left() < until:
                break
            self._ask("improve", prices)
        if is_worth:
            fair = self._scaled(prices)
            self._note_bound(fair, self._ask("price", fair, reserve=self._mending_time()))
        return prices

    def _scaled(self, prices: Prices) -> Prices:
        """Take so many eighths of the prices as bound the plans over all the patterns best.

        The relaxed master knew only the best-paying patterns, and so set its prices too high.
        """
        rows = sum(price * self.resources.limit(row) for row, price in prices.items())
        paid = [
            [(value, self._pays(number, pattern, prices)) for pattern, value in known.items()]
            for number, known in enumerate(self.pool.patterns)
        ]

        def bound(eighths: int) -> int:
            profits = (max(8 * value - eighths * pays for value, pays in one) for one in paid)
            return eighths * rows + sum(profits)

        best = min(range(1, 9), key=bound)
        return {row: price * best // 8 for row, price in prices.items() if price * best >= 8}  # noqa: PLR2004 # eighths

    def _mending_time(self) -> float:
        return self.watch.left() * MENDING_SHARE

    def _lean(self, prices: Prices, most: int) -> Pool:
        """Give the patterns of each community that pay best at the prices."""
        return Pool(
            [
                {pattern: known[pattern] for pattern in self._dear(number, prices)[:most]}
                for number, known in enumerate(self.pool.patterns)
            ]
        )

    def _dear(self, number: int, prices: Prices) -> list[Pattern]:
        """Order the patterns of a community by profit, the best first."""
        known = self.pool.patterns[number]
        profit = {one: value - self._pays(number, one, prices) for one, value in known.items()}
        return sorted(known, key=lambda one: (-profit[one], one))

    def _pays(self, number: int, pattern: Pattern, prices: Prices) -> int:
        """Add up what a pattern pays: in each role of each session, the cheapest option."""
        return sum(
            min(sum(prices.get(row, 0) for row in option.rows) for option in role)
            for session, slot in enumerate(pattern)
            for role in self.rosters[number].roles(session, slot)
        )


def _half_way(here: Prices, there: Prices) -> Prices:
    """Give the mean of two prices of each row, whole; rows that come to nothing are left out."""
    rows = sorted({*here, *there})
    means = {row: (here.get(row, 0) + there.get(row, 0)) // 2 for row in rows}
    return {row: price for row, price in means.items() if price}


def _whole(bound: float) -> float:
    """Round a bound on whole numbers down; floats may lie a little below a whole one."""
    return floor(bound + 1e-6) if isfinite(bound) else bound
