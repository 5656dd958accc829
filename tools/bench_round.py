"""How long one whole round of proposing codes takes over a country's statements, on SQLite.

5,000 statements of which 200 are coded: read from the rows, compared with one another, learnt from
(level 0, words), proposed for the rest, and written back, as the worker does it. The aim is 5 s.
The first round of a process also loads what it takes.

    python tools/bench_round.py [--statements 5000]
"""
# ruff: noqa: PLC0415 -- Django is told of its folder before it is set up

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

HOUSE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOUSE))
os.environ["DJANGO_SETTINGS_MODULE"] = "convoca.config.settings"

AIM_S = 5.0
CODED, ROUNDS = 200, 3


def said() -> list[tuple[str, str]]:
    """Return texts with their codes."""
    with (HOUSE / "bench" / "statements.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["code"]) for row in csv.DictReader(file)]


def prepare(count: int):
    """Make a cycle with so many statements, the first of them coded."""
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from convoca.agenda.models import Code, Coding, Statement
    from tests.factories.agenda import make_statement

    first, now, chance = make_statement(), timezone.now(), random.Random(7)  # noqa: S311
    cycle, rows = first.interview.cycle, said()
    names = sorted({code for _text, code in rows})
    codes = {
        name: Code.objects.create(community=cycle.community, name=name, created_at=now)
        for name in names
    }
    picked = [chance.choice(rows) for _ in range(count)]
    statements = [
        Statement(
            interview=first.interview,
            question=first.question,
            text=text if place < CODED else f"{text} {chance.choice(rows)[0]}",
            start=place,
            end=place + 1,
            place=place,
            created_at=now,
        )
        for place, (text, _code) in enumerate(picked)
    ]
    Statement.objects.bulk_create(statements, batch_size=500)
    Coding.objects.bulk_create(
        Coding(statement=one, code=codes[code], at=now)
        for one, (_text, code) in zip(statements[:CODED], picked, strict=False)
    )
    return cycle


def main() -> None:
    """Make the statements, and print how long each round took."""
    parser = argparse.ArgumentParser(description="Cuánto tarda una ronda de proponer códigos.")
    parser.add_argument("--statements", type=int, default=5_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CONVOCA_DATA_DIR": folder, "CONVOCA_SECRET_KEY": "for-a-measurement"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from convoca.agenda.services import learning

        cycle = prepare(given.statements)
        learning.is_meaning_known = lambda: False  # level 0, also where the extra is installed
        table = Table(title=f"Una ronda sobre {given.statements:n} enunciados; meta {AIM_S:.0f} s")
        for column in ("ronda", "aprender y proponer, s", "escribir, s", "junto, s"):
            table.add_column(column, justify="right")
        for number in range(1, ROUNDS + 1):
            begun = time.perf_counter()
            learnt = learning.learn_cycle(cycle=cycle, tell=lambda *_: None)
            known = time.perf_counter()
            learning.record(cycle, learnt)
            ended = time.perf_counter()
            spans = (known - begun, ended - known, ended - begun)
            table.add_row(str(number), *(f"{one:.2f}" for one in spans))
        Console().print(table)


if __name__ == "__main__":
    main()
