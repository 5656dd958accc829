"""The benchmark of the rehearsal: the whole country for two cycles, with and without care.

Each run has a process and a database of its own, which go away with it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from rich.console import Console
from rich.table import Table

AIM_S = 90
RUNS = {"con cuidado": "--care", "sin cuidado": "--no-care"}


def run(option, cycles, seed):
    """Simulate in a new database; return what the command prints for programs."""
    arguments = ["simulate", "--communities=1", f"--cycles={cycles}", f"--seed={seed}", "--json"]
    with tempfile.TemporaryDirectory() as folder:
        given = {
            **{name: text for name, text in os.environ.items() if name != "DATABASE_URL"},
            "CONVOCA_DATA_DIR": folder,
            "CONVOCA_SECRET_KEY": "for-tests-only",
            "CONVOCA_REHEARSAL": "1",
        }
        command = [sys.executable, "-m", "convoca", *arguments, option]
        done = subprocess.run(command, env=given, capture_output=True, check=True, text=True)  # noqa: S603 # our own command
    return json.loads(done.stdout)


def line(name, outcome):
    """Write one run as the cells of a row."""
    (community,) = outcome["communities"]
    last = community["cycles"][-1]
    came = [f"{one['present']}/{one['accepted']}" for one in last["sessions"]]
    coverage = f"{last['coverage']['participating']} de {last['coverage']['existing']}"
    back = [f"{one['seats_back']} de {one['seats']}" for one in community["retention"]]
    return [name, f"{outcome['seconds']:.0f}", coverage, " ".join(came), " ".join(back) or "—"]


def main():
    """Run both and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    table = Table(title=f"Ensayo del país: {options.cycles} ciclos, meta {AIM_S} s")
    for name in ("ensayo", "s", "cobertura", "presentes/aceptaron", "puestos que vuelven"):
        table.add_column(name)
    for name, option in RUNS.items():
        table.add_row(*line(name, run(option, options.cycles, options.seed)))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
