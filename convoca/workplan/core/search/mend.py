"""Plans built one community at a time and mended a few at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from convoca.workplan.core.ground.resources import Option, Resources, Roster, Row
from convoca.workplan.core.search.crew import Crew
from convoca.workplan.core.search.master import (
    Options,
    Pattern,
    Pool,
    build_model,
    choose_patterns,
)
from convoca.workplan.core.search.part import Question
from convoca.workplan.core.search.watch import Watch

GROUP = 16
"""Communities that are planned anew together, the others unmoved."""
EFFORT = 1.0
"""CP-SAT's own count of work for one group: about a second."""


@dataclass
class Draft:
    """A plan that may lack communities: slot of each session, its options, the rows in use."""

    patterns: dict[int, Pattern] = field(default_factory=dict)
    options: Options = field(default_factory=dict)
    used: Counter[Row] = field(default_factory=Counter)

    def put(self, number: int, pattern: Pattern, picks: Sequence[list[Option]]) -> None:
        """Plan a community that was not planned."""
        self.patterns[number] = pattern
        for session, chosen in enumerate(picks):
            self.options[number, session] = chosen
            self.used.update(row for option in chosen for row in option.rows)

    def drop(self, number: int) -> None:
        """Take a community out of the plan, if it is in it."""
        self.used.subtract(self.rows(number))
        for session in range(len(self.patterns.pop(number, ()))):
            del self.options[number, session]

    def rows(self, number: int) -> list[Row]:
        """List the rows that a community fills; none if it is not in the plan."""
        return [
            row
            for session in range(len(self.patterns.get(number, ())))
            for option in self.options[number, session]
            for row in option.rows
        ]


class Mender:
    """Builds and mends drafts over the patterns on offer."""

    def __init__(
        self, crew: Crew, resources: Resources, rosters: Sequence[Roster], pool: Pool, watch: Watch
    ) -> None:
        self.crew, self.limit = crew, resources.limit
        self.rosters, self.pool, self.watch = rosters, pool, watch

    def insert(self, draft: Draft, prices: Mapping[Row, int]) -> None:
        """Give each community that is missing, fewest patterns first, its best left pattern.

        The patterns on offer are tried first, then all that what the others leave allows. One
        for which there is nothing left stays out.
        """
        missing = [n for n in range(len(self.rosters)) if n not in draft.patterns]
        for number in sorted(missing, key=lambda n: (self.rosters[n].field.allowed.sum(), n)):
            if not self._insert_known(draft, number):
                question = Question("insert", prices, draft.used)
                for pattern, value in self.crew.ask({number: question})[number].patterns.items():
                    self.pool.add(number, pattern, value)
                    picks = self.rosters[number].choose(pattern, draft.used)
                    assert picks is not None  # such a pattern was asked for
                    draft.put(number, pattern, picks)

    def _insert_known(self, draft: Draft, number: int) -> bool:
        known = self.pool.patterns[number]
        for pattern in sorted(known, key=lambda one: (-known[one], one)):
            picks = self.rosters[number].choose(pattern, draft.used)
            if picks is not None:
                draft.put(number, pattern, picks)
                return True
        return False

    def value(self, draft: Draft) -> int:
        """Add up F over the communities that are in the plan."""
        return sum(self.pool.patterns[n][pattern] for n, pattern in draft.patterns.items())

    def regrets(self, draft: Draft) -> list[int]:
        """Give what each community lacks to its best pattern on offer; all of it, if left out."""
        return [
            max(known.values()) - known.get(draft.patterns.get(number, ()), 0)
            for number, known in enumerate(self.pool.patterns)
        ]

    def mend(self, draft: Draft, offer: Pool, draw: Random) -> bool:
        """Plan a group of communities anew over `offer`, the others unmoved; say if it gained."""
        group = self._group(draft, draw)
        before = {n: draft.patterns[n] for n in group if n in draft.patterns}
        among = Pool([dict(one) for one in offer.patterns])
        for number, pattern in before.items():
            among.add(number, pattern, self.pool.patterns[number][pattern])
        absent = 10 * max(abs(worth) for one in group for worth in among.patterns[one].values()) + 1
        held = self._held_by_others(draft, group)
        chosen = choose_patterns(
            build_model(among, self.rosters, absent_cost=absent, among=group),
            lambda row: self.limit(row) - held[row],
            self.rosters,
            seconds=self.watch.left(),
            seed=draw.randrange(2**31),
            effort=EFFORT,
            hint=before,
            look=self.watch.left,
        )
        worth = sum(among.patterns[n][pattern] for n, pattern in before.items())
        now = worth - absent * (len(group) - len(before))
        if chosen.patterns is None or chosen.value is None or chosen.value <= now:
            return False
        for number in group:
            draft.drop(number)
        for number, pattern in chosen.patterns.items():
            picks = [chosen.options[number, session] for session in range(len(pattern))]
            draft.put(number, pattern, picks)
        return True

    def _held_by_others(self, draft: Draft, group: Sequence[int]) -> Counter[Row]:
        held = Counter(draft.used)
        for number in group:
            held.subtract(draft.rows(number))
        return held

    def _group(self, draft: Draft, draw: Random) -> list[int]:
        """Choose who loses most, by lot, and those who hold the rows that they would want."""
        regrets = self.regrets(draft)
        weights = [regret + 1 for regret in regrets]
        first = draw.choices(range(len(regrets)), weights)[0]
        wanted = self._full_rows(draft, first)
        holders = [n for n in draft.patterns if n != first and wanted.intersection(draft.rows(n))]
        draw.shuffle(holders)
        group = [first, *holders[: GROUP // 2]]
        while len(group) < min(GROUP, len(regrets)):
            more = draw.choices(range(len(regrets)), weights)[0]
            if more not in group:
                group.append(more)
        return sorted(group)

    def _full_rows(self, draft: Draft, number: int) -> set[Row]:
        """List the full rows that the better patterns of a community would need."""
        known = self.pool.patterns[number]
        now = known.get(draft.patterns.get(number, ()), None)
        better = [pattern for pattern, value in known.items() if now is None or value > now]
        return {
            row
            for pattern in better
            for session, slot in enumerate(pattern)
            for role in self.rosters[number].roles(session, slot)
            for option in role
            for row in option.rows
            if draft.used[row] >= self.limit(row)
        }
