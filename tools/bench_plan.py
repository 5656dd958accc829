"""The benchmark of the planner: ours, the best-slot poll, the greedy way and an annealing.

Each line runs in a process of its own, so that its memory is its own; memory counts the workers
beside it. The annealing gets the time that ours took. Both others are given in % of our value.
"""

import argparse
import json
import os
import resource
import subprocess
import sys

from plan_baselines import Baseline
from plan_instances import INSTANCES, Shape, make_problem
from rich.console import Console
from rich.table import Table

from convoca.workplan.core.search.solve import solve

SECONDS = 60
SEEDS = 2
MEGABYTE = 1024  # getrusage counts kilobytes
USUAL = ("1 × 345", "20 × 345", "200 × 345")


def measure(name, seed, seconds):
    """Run one instance and give its figures."""
    problem = make_problem(INSTANCES[name], seed)
    solve(make_problem(Shape(1, 20, 3, 1, (300,)), 0), seconds=5)  # so that no import is measured
    heard, before = [], processor_seconds()
    result = solve(problem, seconds=seconds, seed=seed, tell=heard.append)
    used, memory = processor_seconds() - before, peak_memory()
    poll, greedy = Baseline(problem), Baseline(problem)
    polled, grown = poll.poll(), greedy.greedy()
    from_poll = polled is not None and (grown is None or polled >= grown)
    start = poll if from_poll else greedy
    annealed = None
    if polled is not None or grown is not None:
        annealed = start.anneal(result.seconds, seed)
    return {
        "status": result.status,
        "value": result.value,
        "bound": result.upper_bound,
        "first": next((one.seconds for one in heard if one.best is not None), None),
        "seconds": result.seconds,
        "processor": used,
        "memory": memory,
        "others": [polled, grown, annealed],
    }


def processor_seconds():
    """Give the seconds of processor of this process and its ended workers."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def peak_memory():
    """Give the peak of this process and, for each worker, that of the largest."""
    workers = min(len(os.sched_getaffinity(0)), 4)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + workers * largest) / MEGABYTE


def row(name, seed, found):
    """Write one line of the table."""

    def against(other):
        if other is None:
            return "sin plan"
        return f"{100 * (other - found['value']) / found['value']:+.2f} %"

    if found["value"] is None:
        return [name, str(seed), found["status"], *["—"] * 10]
    gap = 100 * (found["bound"] - found["value"]) / found["value"]
    return [
        *(name, str(seed), found["status"], f"{found['value']:,}", f"{found['bound']:,}"),
        *(f"{gap:.3f} %", f"{found['first']:.2f}", f"{found['seconds']:.2f}"),
        *(f"{found['processor']:.1f}", f"{found['memory']:.0f}"),
        *map(against, found["others"]),
    ]


def main():
    """Print the table, or with --one the figures of one instance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds of each instance")
    parser.add_argument("--only", choices=INSTANCES, help="run only this instance")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time for each")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "SEED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        name, seed = options.one
        sys.stdout.write(json.dumps(measure(name, int(seed), options.seconds)))
        return
    table = Table(title="Planificador")
    for title in ("instancia", "semilla", "estado", "valor", "cota", "brecha", "1.er plan s", "s"):
        table.add_column(title, no_wrap=True)
    for title in ("procesador s", "MB", "encuesta", "voraz", "recocido"):
        table.add_column(title, no_wrap=True)
    for name in [options.only] if options.only else USUAL:
        for seed in range(1, options.seeds + 1):
            command = [sys.executable, __file__, "--one", name, str(seed)]
            command += ["--seconds", str(options.seconds)]
            done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 # this very file
            table.add_row(*row(name, seed, json.loads(done.stdout)))
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
