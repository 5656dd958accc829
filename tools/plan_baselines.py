"""What other ways of choosing dates give: the best-slot poll, the greedy way, an annealing."""

import math
import random
import time
from collections import Counter

import numpy as np

from convoca.workplan.core.ground.case import build_case
from convoca.workplan.core.ground.hard_rules import lay_ground, survey
from convoca.workplan.core.ground.needs import Needs
from convoca.workplan.core.ground.resources import Resources, Roster
from convoca.workplan.core.ground.score import score
from convoca.workplan.core.search.relax import places_between

SEARCH_LIMIT = 20_000
SEARCH_WIDTH = 50


class Baseline:
    """What other tools do: the poll, the greedy way, and an annealing that starts from the best."""

    def __init__(self, problem):
        ground = lay_ground(problem)
        fields = [survey(ground, community) for community in problem.communities]
        self.cases = [build_case(ground, field) for field in fields]
        resources = Resources(ground)
        self.rosters = [Roster(resources, field) for field in fields]
        slots = [case.slot for case in self.cases]
        self.needs = [Needs(resources, *one) for one in zip(fields, slots, strict=True)]
        self.used, self.rows, self.patterns = Counter(), {}, []

    def poll(self):
        """Give each community in turn its most voted hour, repeated where the rules allow."""
        for number, case in enumerate(self.cases):
            votes = case.values.sum(axis=0)
            by_moment = Counter()
            for moment, vote in zip(case.moment.tolist(), votes.tolist(), strict=True):
                by_moment[moment] += vote
            rank = sorted(range(len(case.slot)), key=lambda s: (-by_moment[int(case.moment[s])], s))
            is_open = self.needs[number].open_places(self.used)
            pattern = self._first_fit(number, rank, is_open)
            if pattern is None:
                return None
            self._take(number, pattern)
            self.patterns.append(pattern)
        return self.value()

    def greedy(self):
        """Give each community in turn, session by session, the place that adds most to F."""
        for number, needs in enumerate(self.needs):
            is_open = needs.open_places(self.used)
            pattern = self._grown(number, is_open)
            if pattern is None:
                return None
            self._take(number, pattern)
            self.patterns.append(pattern)
        return self.value()

    def _grown(self, number, is_open):
        """Grow a series where it can still be ended; None if the experts do not allow it."""
        case, pattern = self.cases[number], []
        ends = self._can_end(case, is_open)
        for session in range(case.sessions):
            fits = np.flatnonzero(ends[session])
            if pattern:
                low, high = case.first[pattern[-1]], case.last[pattern[-1]]
                fits = fits[(fits >= low) & (fits < high)]
            trials = np.array([[*pattern, place] for place in fits.tolist()]).reshape(len(fits), -1)
            if not len(trials):
                return None
            for row in np.argsort(-score(case, trials), kind="stable")[:SEARCH_WIDTH]:
                if self._picks(number, trials[row].tolist()) is not None:
                    pattern = trials[row].tolist()
                    break
            else:
                return None
        return pattern

    def _can_end(self, case, is_open):
        """Tell from which places each session can still be followed by all the others."""
        ends = is_open.copy()
        for session in range(case.sessions - 2, -1, -1):
            follows = np.concatenate([[0], np.cumsum(ends[session + 1])])
            ends[session] &= follows[case.last] > follows[case.first]
        return ends

    def _first_fit(self, number, rank, is_open):
        case, looked = self.cases[number], 0
        stack = [[]]
        while stack and looked < SEARCH_LIMIT:
            begun, looked = stack.pop(), looked + 1
            if len(begun) == case.sessions:
                if self._picks(number, begun) is not None:
                    return begun
                continue
            fits = [
                place
                for place in rank
                if is_open[len(begun), place]
                and (not begun or case.first[begun[-1]] <= place < case.last[begun[-1]])
            ]
            stack.extend([*begun, place] for place in reversed(fits))
        return None

    def anneal(self, seconds, seed):
        """Move one session at a time, cooling down, for as long as ours took."""
        draw = random.Random(seed)  # noqa: S311 # nothing secret
        begun_at = time.monotonic()
        value = best = self.value()
        hot = 0.01 * best
        while (passed := (time.monotonic() - begun_at) / seconds) < 1:
            number = draw.randrange(len(self.cases))
            case, pattern = self.cases[number], self.patterns[number]
            session = draw.randrange(case.sessions)
            places = places_between(case, np.array(pattern), session)
            trial = [*pattern]
            trial[session] = int(draw.choice(places.tolist()))
            gain = int(np.diff(score(case, np.array([pattern, trial])))[0])
            if gain < 0 and draw.random() >= math.exp(gain / max(hot * (1 - passed) ** 3, 1e-9)):
                continue
            self._drop(number)
            kept = trial if self._picks(number, trial) is not None else pattern
            self._take(number, kept)
            value += gain if kept is trial else 0
            self.patterns[number] = kept
            best = max(best, value)
        return best

    def value(self):
        """Add up the value of the patterns."""
        pairs = zip(self.cases, self.patterns, strict=True)
        return sum(int(score(case, np.array([pattern]))[0]) for case, pattern in pairs)

    def _picks(self, number, pattern):
        slots = self.cases[number].slot[np.array(pattern)].tolist()
        return self.rosters[number].choose(slots, self.used)

    def _take(self, number, pattern):
        options = [one for session in self._picks(number, pattern) for one in session]
        self.rows[number] = [row for option in options for row in option.rows]
        self.used.update(self.rows[number])

    def _drop(self, number):
        self.used.subtract(self.rows[number])
