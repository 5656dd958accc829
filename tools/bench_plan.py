"""The benchmark of the planner: ours, the best-slot poll and an annealing, side by side.

Each line runs in a process of its own, so that its memory is its own. The annealing gets the
time that ours took. Instances are made here, the same ones for the same seed.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from convoca.workplan.core.case import build_case
from convoca.workplan.core.hard_rules import lay_ground, survey
from convoca.workplan.core.model import (
    Away,
    Community,
    Council,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Problem,
)
from convoca.workplan.core.relax import places_between
from convoca.workplan.core.resources import Resources, Roster
from convoca.workplan.core.score import score
from convoca.workplan.core.solve import solve

HOURS = tuple(range(9, 18))
FIRST_DAY, WEEKS = date(2027, 3, 1), 13
# offices by region, north to south: sixteen regions of very unequal size, 345 in all
REGIONS = (4, 7, 9, 9, 15, 38, 52, 33, 30, 21, 33, 32, 12, 30, 10, 10)
ZONES = {14: "America/Coyhaique", 15: "America/Punta_Arenas"}
INSTANCES = {
    # name: communities, people each, experts, facilitators, capacities, seconds
    "una de 345": (1, 345, 12, 1, (300, 300, 100), 60),
    "seis de 120": (6, 120, 6, 2, (300, 100), 60),
    "veinte de 345": (20, 345, 12, 6, (300, 300, 100), 60),
}
UNANSWERED, FREE_HALF = 0.2, 0.55
SEARCH_LIMIT = 20_000


def make_problem(communities, people, experts, facilitators, capacities, seed):
    """Make a random problem with the shape of the real ones: regions, zones, councils."""
    draw = random.Random(seed)  # noqa: S311 # nothing secret
    topics = [f"t{number}" for number in range(experts)]
    return Problem(
        zone="America/Santiago",
        first_day=FIRST_DAY,
        weeks=WEEKS,
        hours=HOURS,
        licences=tuple(Licence(f"L{n}", size) for n, size in enumerate(capacities)),
        facilitators=tuple(Facilitator(f"F{n}", grid(draw, 0.8)) for n in range(facilitators)),
        experts=tuple(
            Expert(
                f"E{n}", tuple({topics[n], *draw.sample(topics, 3)}), blocks(draw), away(draw, 0.5)
            )
            for n in range(experts)
        ),
        communities=tuple(
            Community(
                id=f"C{n}",
                facilitator=f"F{n % facilitators}",
                topics=tuple(draw.choices(topics, k=4)),
                gap_days=((10, 18), (17, 25), (24, 32))[n % 3],
                participants=make_people(draw, people),
            )
            for n in range(communities)
        ),
        closed_days=frozenset({date(2027, 3, 26), date(2027, 5, 21)}),
    )


def make_people(draw, size):
    """Draw people over the regions; one in five has not answered."""
    region_of = [number for number, count in enumerate(REGIONS) for _ in range(count)]
    liking = [draw.uniform(0.15, 0.55) for _ in range(5 * len(HOURS))]
    return tuple(
        Participant(
            id=f"P{number}",
            region=f"R{region_of[number]}",
            zone=ZONES.get(region_of[number], "America/Santiago"),
            weekly="" if draw.random() < UNANSWERED else answer(draw, liking),
            away=away(draw, 0.3),
            council=Council(draw.randrange(5), (1, 2, 3), draw.choice(("am", "pm"))),
        )
        for number in sorted(draw.sample(range(len(region_of)), size))
    )


def answer(draw, liking):
    """Draw a weekly grid: a general eagerness, and the liking of each hour."""
    eager = draw.uniform(0.5, 1.5)
    letters = ((draw.random(), min(1.0, like * eager)) for like in liking)
    return "".join("y" if x < p else "m" if x < p + 0.12 else "n" for x, p in letters)


def grid(draw, share):
    """Draw a weekly grid hour by hour."""
    return "".join("y" if draw.random() < share else "n" for _ in range(5 * len(HOURS)))


def blocks(draw):
    """Draw a weekly grid by half days, with a free hour for lunch."""
    halves = ["y" if draw.random() < FREE_HALF else "n" for _ in range(10)]
    return "".join(f"{am * 4}n{pm * 4}" for am, pm in zip(halves[::2], halves[1::2], strict=True))


def away(draw, share) -> tuple[Away, ...]:
    """Draw at most one absence."""
    if draw.random() >= share:
        return ()
    first = FIRST_DAY + timedelta(days=draw.randrange(7 * WEEKS - 14))
    return ((first, first + timedelta(days=draw.randrange(3, 15))),)


class Baseline:
    """What other tools do: first the poll, then an annealing that starts from it."""

    def __init__(self, problem):
        ground = lay_ground(problem)
        fields = [survey(ground, community) for community in problem.communities]
        self.cases = [build_case(ground, field) for field in fields]
        self.rosters = [Roster(Resources(ground), field) for field in fields]
        self.used, self.rows, self.patterns = Counter(), {}, []

    def poll(self):
        """Give each community in turn its most voted hour, repeated where the rules allow."""
        for number, case in enumerate(self.cases):
            votes = case.values.sum(axis=0)
            by_moment = Counter()
            for moment, vote in zip(case.moment.tolist(), votes.tolist(), strict=True):
                by_moment[moment] += vote
            rank = sorted(range(len(case.slot)), key=lambda s: (-by_moment[int(case.moment[s])], s))
            is_open = self.rosters[number].open_places(self.used, case.slot)
            pattern = self._first_fit(number, rank, is_open)
            if pattern is None:
                return None
            self._take(number, pattern)
            self.patterns.append(pattern)
        return self.value()

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


def measure(name, seed):
    """Run one instance and print its figures as JSON."""
    *shape, seconds = INSTANCES[name]
    problem = make_problem(*shape, seed)
    solve(make_problem(1, 20, 3, 1, (300,), 0), seconds=5)  # so that no import is measured
    result = solve(problem, seconds=seconds, seed=seed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    baseline = Baseline(problem)
    poll = baseline.poll()
    annealed = baseline.anneal(result.seconds, seed) if poll is not None else None
    return {
        "status": result.status,
        "value": result.value,
        "bound": result.upper_bound,
        "seconds": result.seconds,
        "memory": memory,
        "poll": poll,
        "annealed": annealed,
    }


def row(name, seed, found):
    """Write one line of the table."""

    def against(other):
        if other is None or not found["value"]:
            return "sin plan"
        return f"{100 * (other - found['value']) / found['value']:+.2f} %"

    if found["value"] is None:
        return [name, str(seed), found["status"], *["—"] * 6]
    gap = 100 * (found["bound"] - found["value"]) / found["value"]
    return [
        *(name, str(seed), found["status"], f"{found['value']:,}", f"{gap:.3f} %"),
        *(f"{found['seconds']:.2f}", f"{found['memory']:.0f}"),
        *(against(found["poll"]), against(found["annealed"])),
    ]


def main():
    """Print the table, or with --one the figures of one instance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds of each instance")
    parser.add_argument("--only", choices=INSTANCES, help="run only this instance")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "SEED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        sys.stdout.write(json.dumps(measure(options.one[0], int(options.one[1]))))
        return
    table = Table(title="Planificador")
    for title in ("instancia", "semilla", "estado", "valor", "brecha", "s", "MB"):
        table.add_column(title, no_wrap=True)
    for title in ("encuesta", "recocido"):
        table.add_column(title, no_wrap=True)
    for name in [options.only] if options.only else INSTANCES:
        for seed in range(1, options.seeds + 1):
            command = [sys.executable, __file__, "--one", name, str(seed)]
            done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 # this very file
            table.add_row(*row(name, seed, json.loads(done.stdout)))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
